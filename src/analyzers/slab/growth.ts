/** Unreclaimable slab against the last reading of the same boot. A difference, not a proof of a leak. */
import type { AnalyzeContext } from '../../domain/analyzer.ts'
import type { Finding } from '../../domain/finding.ts'
import { isoUtc } from '../../domain/time.ts'
import { type Meminfo, meminfo } from '../../parsers/proc/meminfo.ts'
import { askHostCommand, whom } from '../asks.ts'
import { availableOf } from '../host-memory/available.ts'
import { FORESIGHT_COUNT, FULL_SECONDS, GROWTH_FLOOR_BYTES, GROWTH_RATIO } from './thresholds.ts'

type Growing = Finding & { readonly code: 'slab.growing' }

export function growing(mem: Meminfo, ctx: AnalyzeContext): readonly Growing[] {
  const values = ctx.previous.host?.values as Readonly<Record<string, number | null>> | undefined
  const { slabBytes = null, slabReclaimableBytes = null } = values ?? {}
  const now = mem.sUnreclaimBytes
  if (ctx.previous.host === null || slabBytes === null || slabReclaimableBytes === null) return []
  const before = slabBytes - slabReclaimableBytes
  const overSeconds = (ctx.nowMs - ctx.previous.host.atMs) / 1000
  if (now === undefined || overSeconds <= 0) return []
  const growthBytes = now - before
  if (growthBytes < GROWTH_FLOOR_BYTES || growthBytes < GROWTH_RATIO * before) return []
  const availableBytes = availableOf(mem)?.availableBytes ?? null
  const fullSeconds = availableBytes === null ? null : (availableBytes / growthBytes) * overSeconds
  const soon =
    fullSeconds !== null &&
    fullSeconds < FULL_SECONDS &&
    fullSeconds < FORESIGHT_COUNT * overSeconds
  const then = isoUtc(ctx.previous.host.atMs).slice(0, 19)
  return [
    {
      code: 'slab.growing',
      severity: soon ? 'warning' : 'info',
      numbers: {
        host: whom(ctx).host,
        slabCommand: askHostCommand(ctx, 'slab'),
        growthBytes,
        unreclaimableBytes: now,
        overSeconds,
        growthBytesPerDay: (growthBytes / overSeconds) * 86_400,
      },
      evidence: [
        ctx.evidence.quote(meminfo.id, /^SUnreclaim:/),
        { source: 'history', line: `${then} slab ${slabBytes} - ${slabReclaimableBytes} B` },
      ],
    },
  ]
}
