/** The trees of MemoryContexts in the evidence, whatever form they came in: of each process its dumps, oldest first. */

import type { WalkedContexts } from '../../domain/contexts.ts'
import type { Evidence } from '../../domain/evidence.ts'
import { LossLog } from '../../domain/parsed.ts'
import type { Format } from '../../domain/source.ts'
import { type ContextDump, type ContextDumps, dumpOf } from '../../parsers/postgres/contextDumps.ts'
import { postgresContexts } from '../../parsers/postgres/contexts.ts'
import { contextsGdb } from '../../parsers/postgres/contextsGdb.ts'
import { contextsGreenplum } from '../../parsers/postgres/contextsGreenplum.ts'
import { contextsView } from '../../parsers/postgres/contextsView.ts'
import { gdbPrints } from '../../parsers/postgres/gdbPrints.ts'
import { memoryContexts } from '../../parsers/postgres/memoryContexts.ts'

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

/** The largest process first; a walk over its own memory before all that somebody printed. */
export function livesIn(evidence: Evidence): readonly ContextLife[] {
  const walked = evidence.get(memoryContexts)
  if (walked !== null) {
    const last = walkDump(walked)
    return [{ source: memoryContexts.id, pid: walked.pid, dumps: [last], last }]
  }
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

/** A walk's tree as a dump: its sum is that of its rows, and it is whole where nothing was torn. */
export function walkDump(walked: WalkedContexts): ContextDump {
  const { contexts, pid, complete } = walked
  const lacks = complete ? [] : (['torn'] as const)
  const told = { form: 'walk', pid, at: null, line: 1, failed: null, grand: null, lacks } as const
  return dumpOf(contexts, told, new LossLog(memoryContexts.id))
}
