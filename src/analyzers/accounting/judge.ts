/** Memory that nothing accounts for: told where it is much, with what may hold it. */
import type { AnalyzeContext, Inputs } from '../../domain/analyzer.ts'
import type { DeeperContext } from '../../domain/deeper.ts'
import type { Evidence } from '../../domain/evidence.ts'
import type { Finding } from '../../domain/finding.ts'
import type { AnySource } from '../../domain/source.ts'
import { type Meminfo, meminfo } from '../../parsers/proc/meminfo.ts'
import { vmstat } from '../../parsers/proc/vmstat.ts'
import { arcstats } from '../../parsers/zfs/arcstats.ts'
import { askHostCommand, whom } from '../asks.ts'
import { availableOf, isLow } from '../host-memory/available.ts'
import { besideOf, candidatesOf } from './candidates.ts'
import { partsOf, restOf } from './parts.ts'
import { EXPLAINS_RATIO, REST_FLOOR_BYTES, REST_RATIO, REST_WARN_RATIO } from './thresholds.ts'
import type { AccountingCode } from './words.ts'

export const NEEDS = { meminfo }
export const LIKES = { vmstat, arc: arcstats }
type In = Inputs<typeof NEEDS, typeof LIKES>
type AccountingFinding = Finding & { readonly code: AccountingCode }

export function judgeAccounting(
  { meminfo: mem }: In,
  ctx: AnalyzeContext,
): readonly AccountingFinding[] {
  if (!isWhole(mem, ctx.evidence)) return []
  const restBytes = restOf(partsOf(mem, besideOf(ctx.evidence, ctx.facts)))
  if (!isMuch(restBytes, mem)) return []
  const { arcBytes, balloonBytes } = candidatesOf(ctx.evidence, ctx.facts)
  const explains = (bytes: number | null): bytes is number =>
    bytes !== null && bytes >= EXPLAINS_RATIO * restBytes
  const numbers = {
    host: whom(ctx).host,
    waterfallCommand: askHostCommand(ctx, 'waterfall'),
    restBytes,
    totalBytes: mem.memTotalBytes,
    restRatio: restBytes / mem.memTotalBytes,
  }
  const total = ctx.evidence.quote(meminfo.id, /^MemTotal:/)
  if (explains(arcBytes)) {
    return [
      {
        code: 'host.unaccounted-arc',
        severity: 'info',
        numbers: { ...numbers, arcBytes },
        evidence: [ctx.evidence.quote(arcstats.id, /^size\s/), total],
      },
    ]
  }
  if (explains(balloonBytes)) {
    return [
      {
        code: 'host.unaccounted-balloon',
        severity: severityOf(mem, restBytes),
        numbers: { ...numbers, balloonBytes },
        evidence: [ctx.evidence.quote(vmstat.id, /^balloon_inflate /), total],
      },
    ]
  }
  return [
    { code: 'host.unaccounted', severity: severityOf(mem, restBytes), numbers, evidence: [total] },
  ]
}

/** The ARC is asked for where something is missing: most hosts have no ZFS. */
export function deeperAccounting({ evidence, facts }: DeeperContext): readonly AnySource[] {
  const mem = evidence.get(meminfo)
  if (mem === null || !isWhole(mem, evidence)) return []
  return isMuch(restOf(partsOf(mem, besideOf(evidence, facts))), mem) ? [arcstats] : []
}

/** A meminfo that `free` told, or whose end is missing, leaves over what it did not tell. */
function isWhole(mem: Meminfo, { losses }: Evidence): boolean {
  const needed = ['memFreeBytes', 'anonPagesBytes', 'cachedBytes', 'slabBytes']
  const cut = losses.some(({ source, code }) => source === meminfo.id && code === 'cut')
  return !cut && needed.every((name) => mem[name] !== undefined)
}

function isMuch(restBytes: number, mem: Meminfo): boolean {
  return restBytes >= REST_FLOOR_BYTES && restBytes >= REST_RATIO * mem.memTotalBytes
}

function severityOf(mem: Meminfo, restBytes: number): 'warning' | 'info' {
  const available = availableOf(mem)
  const short = available !== null && isLow(available)
  return short && restBytes >= REST_WARN_RATIO * mem.memTotalBytes ? 'warning' : 'info'
}
