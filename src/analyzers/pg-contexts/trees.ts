/** The trees of MemoryContexts in the evidence, whatever form they came in: of each process its dumps, oldest first. */
import type { Evidence } from '../../domain/evidence.ts'
import type { Format } from '../../domain/source.ts'
import type { ContextDump, ContextDumps } from '../../parsers/postgres/contextDumps.ts'
import { postgresContexts } from '../../parsers/postgres/contexts.ts'
import { contextsGdb } from '../../parsers/postgres/contextsGdb.ts'
import { contextsGreenplum } from '../../parsers/postgres/contextsGreenplum.ts'
import { contextsView } from '../../parsers/postgres/contextsView.ts'
import { gdbPrints } from '../../parsers/postgres/gdbPrints.ts'

/** In the order of trust: what the process's memory says itself before what somebody printed. */
export const CONTEXT_FORMATS = {
  postgresContexts,
  contextsView,
  contextsGdb,
  contextsGreenplum,
  gdbPrints,
} as const satisfies Readonly<Record<string, Format<ContextDumps>>>

/** One process as its dumps show it. */
export interface ContextLife {
  /** The source's id, for quotes. */
  readonly source: string
  readonly pid: number | null
  readonly dumps: readonly ContextDump[]
  readonly last: ContextDump
}

/** The largest process first. */
export function livesIn(evidence: Evidence): readonly ContextLife[] {
  return Object.values(CONTEXT_FORMATS)
    .flatMap((format) => {
      const by = new Map<number | null, ContextDump[]>()
      for (const dump of evidence.get(format)?.dumps ?? []) {
        const known = by.get(dump.pid)
        if (known === undefined) by.set(dump.pid, [dump])
        else known.push(dump)
      }
      return [...by].flatMap(([pid, dumps]): readonly ContextLife[] => {
        const last = dumps.at(-1)
        return last === undefined ? [] : [{ source: format.id, pid, dumps, last }]
      })
    })
    .toSorted((a, b) => b.last.totalBytes - a.last.totalBytes)
}
