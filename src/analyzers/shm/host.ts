/** The host's shared memory: segments without a user, and files that are memory. */
import type { AnalyzeContext } from '../../domain/analyzer.ts'
import type { Finding } from '../../domain/finding.ts'
import { type ShmSegment, type SysvShm, sysvShm } from '../../parsers/proc/sysvipcShm.ts'
import { type Df, type FileSystem, tmpfs } from '../../parsers/tools/df.ts'
import { askHostCommand } from '../asks.ts'
import {
  ORPHANS_FLOOR_BYTES,
  ORPHANS_HIGH_BYTES,
  ORPHANS_HIGH_RATIO,
  TMPFS_FLOOR_BYTES,
  TMPFS_RATIO,
} from './thresholds.ts'
import type { ShmCode } from './words.ts'

type ShmFinding = Finding & { readonly code: ShmCode }

/** What a segment holds: resident and swapped; where only its size is told, at most that. */
export function heldBySegment({ rssBytes, swapBytes, sizeBytes }: ShmSegment): number {
  return rssBytes === null ? sizeBytes : rssBytes + (swapBytes ?? 0)
}

export function orphans(of: SysvShm | null, ctx: AnalyzeContext): readonly ShmFinding[] {
  const left = (of?.segments ?? [])
    .filter(({ nattch }) => nattch === 0)
    .sort((a, b) => heldBySegment(b) - heldBySegment(a))
  const [largest] = left
  const orphanBytes = left.reduce((sum, segment) => sum + heldBySegment(segment), 0)
  if (largest === undefined || orphanBytes < ORPHANS_FLOOR_BYTES) return []
  const total = ctx.facts.memTotalBytes
  const high =
    orphanBytes >= ORPHANS_HIGH_BYTES &&
    total !== null &&
    orphanBytes >= ORPHANS_HIGH_RATIO * total &&
    largest.rssBytes !== null
  const numbers = {
    host: ctx.subject.host,
    segments: left.length,
    orphanBytes,
    shmid: String(largest.shmid),
    segmentBytes: heldBySegment(largest),
    maker: String(largest.cpid ?? largest.owner ?? '?'),
    shmCommand: askHostCommand(ctx, 'shm'),
  }
  const line = new RegExp(`(?:^|\\s|:)${largest.shmid}\\s`)
  const evidence = [ctx.evidence.quote(sysvShm.id, line)]
  return [{ code: 'shm.orphans', severity: high ? 'warning' : 'info', numbers, evidence }]
}

/** Of a whole `df` without types, what is memory by its name or place. */
export function isTmpfs({ type, filesystem, mountedOn }: FileSystem): boolean {
  if (type !== null) return type === 'tmpfs'
  return /^(?:tmpfs|shm|none|run)$/.test(filesystem) || mountedOn.startsWith('/dev/shm')
}

/** Each once: a mount that is shown in two places has the same numbers twice. */
export function tmpfsOf(of: Df | null): readonly FileSystem[] {
  const seen = new Set<string>()
  return (of?.filesystems ?? [])
    .filter(isTmpfs)
    .filter(({ filesystem, sizeBytes, usedBytes, availableBytes }) => {
      const key = `${filesystem} ${sizeBytes} ${usedBytes} ${availableBytes}`
      if (usedBytes > 0 && seen.has(key)) return false
      seen.add(key)
      return true
    })
    .sort((a, b) => b.usedBytes - a.usedBytes)
}

export function tmpfsHolds(of: Df | null, ctx: AnalyzeContext): readonly ShmFinding[] {
  const mounts = tmpfsOf(of)
  const [largest] = mounts
  const usedBytes = mounts.reduce((sum, mount) => sum + mount.usedBytes, 0)
  const total = ctx.facts.memTotalBytes
  if (largest === undefined || total === null || usedBytes < TMPFS_FLOOR_BYTES) return []
  if (usedBytes < TMPFS_RATIO * total) return []
  const numbers = {
    host: ctx.subject.host,
    usedBytes,
    usedRatio: usedBytes / total,
    mount: largest.mountedOn,
    mountBytes: largest.usedBytes,
    shmCommand: askHostCommand(ctx, 'shm'),
  }
  const at = largest.mountedOn.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
  const evidence = [ctx.evidence.quote(tmpfs.id, new RegExp(`\\s${at}\\s*$`))]
  return [{ code: 'shm.tmpfs', severity: 'info', numbers, evidence }]
}
