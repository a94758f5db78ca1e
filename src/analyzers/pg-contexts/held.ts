/** Contexts beside what the kernel counts: memory of the process that is in none of them was taken by malloc. */
import type { AnalyzeContext } from '../../domain/analyzer.ts'
import { baseName } from '../../domain/subject.ts'
import { maps } from '../../parsers/proc/maps.ts'
import { processStatus } from '../../parsers/proc/status.ts'
import { askCommand } from '../asks.ts'
import { type ContextsFinding, processOf } from './said.ts'
import { HEAVY_BYTES, UNACCOUNTED_FLOOR_BYTES, UNACCOUNTED_RATIO } from './thresholds.ts'
import type { ContextLife } from './trees.ts'

/** RssAnon and VmSwap of the same process; null where they were not read. */
export function heldBeside(life: ContextLife, ctx: AnalyzeContext): number | null {
  const status = ctx.evidence.get(processStatus)
  if (status === null || status.rssAnonBytes === null) return null
  if (life.pid !== null && life.pid !== status.pid && !status.nsPids.includes(life.pid)) return null
  return status.rssAnonBytes + (status.vmSwapBytes ?? 0)
}

export function unaccounted(life: ContextLife, ctx: AnalyzeContext): readonly ContextsFinding[] {
  const anonBytes = heldBeside(life, ctx)
  const { totalBytes, form, lacks } = life.last
  // Half a tree explains less than it could.
  if (anonBytes === null || form === 'series' || lacks.some((lack) => lack !== 'folded')) return []
  const unaccountedBytes = anonBytes - totalBytes
  if (unaccountedBytes < UNACCOUNTED_FLOOR_BYTES) return []
  if (unaccountedBytes < UNACCOUNTED_RATIO * anonBytes) return []
  const suspects = suspectsOf(ctx)
  return [
    {
      code: 'contexts.unaccounted',
      severity: unaccountedBytes >= HEAVY_BYTES ? 'warning' : 'info',
      numbers: {
        process: processOf(life, ctx),
        totalBytes,
        anonBytes,
        unaccountedBytes,
        unaccountedRatio: unaccountedBytes / anonBytes,
        arenasCommand: askCommand(ctx, 'arenas'),
        ...(suspects === '' ? {} : { suspects }),
      },
      evidence: [ctx.evidence.quote(processStatus.id, /^RssAnon:/)],
    },
  ]
}

const SUSPECTS_SHOWN = 6
/** The server's own libraries of functions take their memory from contexts. */
const OWN = /^(?:plpgsql|dict_snowball|libpqwalreceiver|pgoutput|utf8_and_\w+|euc_\w+)\.so/

/** Extensions and languages that the server loaded: from its library folder, and what brings an allocator of its own. */
function suspectsOf(ctx: AnalyzeContext): string {
  const names = new Set<string>()
  for (const { path } of ctx.evidence.get(maps)?.mappings ?? []) {
    if (
      !/\/(?:postgresql|pgsql|greenplum[^/]*|pg[^/]*|postgres[^/]*)\/.*\.so|libperl|libpython|libv8|libLLVM|libjvm/.test(
        path,
      )
    )
      continue
    const name = baseName(path.replace(/ \(deleted\)$/, ''))
    if (!OWN.test(name) && !/^libpq\.so/.test(name)) names.add(name)
  }
  return [...names].slice(0, SUSPECTS_SHOWN).join(', ')
}
