/**
 * Memory that was promised against what may be promised. The kernel keeps to CommitLimit in mode 2 alone
 * (Documentation/mm/overcommit-accounting.rst); in the modes 0 and 1 the same lines of meminfo are no limit.
 */
import type { AnalyzeContext, Inputs } from '../../domain/analyzer.ts'
import { KIB } from '../../domain/bytes.ts'
import type { Finding } from '../../domain/finding.ts'
import { hostSettings, settingNumber } from '../../parsers/host/settings.ts'
import { type Meminfo, meminfo } from '../../parsers/proc/meminfo.ts'
import { askHostCommand, whom } from '../asks.ts'
import { availableOf } from '../host-memory/available.ts'
import {
  NEAR_RATIO,
  NEAR_ROOM_BYTES,
  PROMISED_TIMES,
  REACHED_RATIO,
  REACHED_ROOM_BYTES,
} from './thresholds.ts'
import type { OvercommitCode } from './words.ts'

export const NEEDS = { meminfo }
export const LIKES = { settings: hostSettings }
type In = Inputs<typeof NEEDS, typeof LIKES>
type OvercommitFinding = Finding & { readonly code: OvercommitCode }

/** Nothing in mode 0, which is the default, and nothing where the mode is not known. */
export function judgeOvercommit(inputs: In, ctx: AnalyzeContext): readonly OvercommitFinding[] {
  const mode = settingNumber(inputs.settings, 'vmOvercommitMemory')
  if (mode === 2) return strict(inputs, ctx)
  return mode === 1 ? always(inputs.meminfo, ctx) : []
}

function strict({ meminfo: mem, settings }: In, ctx: AnalyzeContext): readonly OvercommitFinding[] {
  const { committedAsBytes, commitLimitBytes } = mem
  if (committedAsBytes === undefined || commitLimitBytes === undefined) return []
  // Kept back from all but root (mm/util.c __vm_enough_memory).
  const reservedBytes = (settingNumber(settings, 'vmAdminReserveKbytes') ?? 0) * KIB
  const roomBytes = Math.max(0, commitLimitBytes - reservedBytes - committedAsBytes)
  const committedRatio = committedAsBytes / Math.max(1, commitLimitBytes)
  if (committedRatio < NEAR_RATIO || roomBytes >= NEAR_ROOM_BYTES) return []
  const reached = committedRatio >= REACHED_RATIO && roomBytes < REACHED_ROOM_BYTES
  return [
    {
      code: reached ? 'overcommit.limit-reached' : 'overcommit.limit-near',
      severity: reached ? 'critical' : 'warning',
      numbers: {
        ...base(mem, ctx),
        committedBytes: committedAsBytes,
        limitBytes: commitLimitBytes,
        committedRatio,
        roomBytes,
        availableBytes: availableOf(mem)?.availableBytes ?? 0,
        limitsCommand: askHostCommand(ctx, 'limits'),
      },
      evidence: evidence(ctx, ['Committed_AS', 'CommitLimit']),
    },
  ]
}

function always(mem: Meminfo, ctx: AnalyzeContext): readonly OvercommitFinding[] {
  const { committedAsBytes = 0 } = mem
  const { ramBytes, swapBytes } = base(mem, ctx)
  if (committedAsBytes < PROMISED_TIMES * (ramBytes + swapBytes)) return []
  return [
    {
      code: 'overcommit.promised',
      severity: 'info',
      numbers: {
        ...base(mem, ctx),
        committedBytes: committedAsBytes,
        promisedRatio: committedAsBytes / (ramBytes + swapBytes),
        topCommand: askHostCommand(ctx, 'top'),
      },
      evidence: evidence(ctx, ['Committed_AS', 'MemTotal']),
    },
  ]
}

function base(mem: Meminfo, ctx: AnalyzeContext) {
  return {
    host: whom(ctx).host,
    ramBytes: mem.memTotalBytes,
    swapBytes: mem.swapTotalBytes ?? 0,
  }
}

function evidence(ctx: AnalyzeContext, names: readonly string[]): Finding['evidence'] {
  return [
    ctx.evidence.quote(hostSettings.id, /overcommit_memory/),
    ...names.map((name) => ctx.evidence.quote(meminfo.id, new RegExp(`^${name}:`))),
  ].filter(({ line }) => line !== '')
}
