/** What can be had without hurting anyone: the kernel's MemAvailable, or an estimate before 3.14. */
import type { Meminfo } from '../../parsers/proc/meminfo.ts'
import { LOW_FLOOR_BYTES, LOW_RATIO } from './thresholds.ts'

export interface Available {
  readonly availableBytes: number
  readonly totalBytes: number
  readonly availableRatio: number
  readonly estimated: boolean
}

/**
 * Null when not even the total is known. The estimate follows mm/page_alloc.c si_mem_available(): free and file
 * pages and reclaimable slab, each of the latter halved at most by the watermark. Never MemFree + Cached: shared
 * memory is inside Cached and cannot be dropped.
 */
export function availableOf(mem: Meminfo): Available | null {
  const totalBytes = mem.memTotalBytes
  if (!(totalBytes > 0)) return null
  const told = mem.memAvailableBytes
  const availableBytes = told ?? estimate(mem)
  if (availableBytes === null) return null
  return {
    availableBytes,
    totalBytes,
    availableRatio: availableBytes / totalBytes,
    estimated: told === undefined,
  }
}

/** Short of memory: a small share, and not much in bytes either. */
export function isLow(of: Available): boolean {
  return of.availableRatio < LOW_RATIO && of.availableBytes < LOW_FLOOR_BYTES
}

function estimate(mem: Meminfo): number | null {
  const free = mem.memFreeBytes
  if (free === undefined) return null
  const { activeFileBytes, inactiveFileBytes } = mem
  // Before 2.6.28, and in `free` of that age, file pages are not told apart: what could be dropped is not known.
  if (activeFileBytes === undefined || inactiveFileBytes === undefined) return null
  return free + activeFileBytes + inactiveFileBytes + (mem.sReclaimableBytes ?? 0)
}
