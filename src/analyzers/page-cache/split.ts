/** What of the memory is page cache, and what of that the kernel can give back. */
import type { Meminfo } from '../../parsers/proc/meminfo.ts'

export interface CacheSplit {
  /** What tools call cache: Cached + Buffers + reclaimable slab (free(1) since procps 3.3.10). */
  readonly calledCacheBytes: number
  /** Pages of files, shared memory left out. */
  readonly fileBytes: number
  /** Of the files' pages: the same on disk, so that they can go at once. */
  readonly cleanBytes: number
  readonly dirtyBytes: number
  readonly writebackBytes: number
  /** tmpfs and shared memory: inside Cached, and not to be dropped. */
  readonly shmemBytes: number
  readonly slabReclaimableBytes: number
  /** Pages of files and shared memory that processes have mapped; in the others as well. */
  readonly mappedBytes: number | null
}

/** Null where /proc/meminfo has no Cached line: then nothing can be split. */
export function cacheSplitOf(mem: Meminfo): CacheSplit | null {
  const of = (name: string): number => mem[name] ?? 0
  if (mem['cachedBytes'] === undefined) return null
  const [cached, shmemBytes] = [of('cachedBytes') + of('buffersBytes'), of('shmemBytes')]
  const fileBytes = Math.max(0, cached - shmemBytes)
  const [dirtyBytes, writebackBytes] = [of('dirtyBytes'), of('writebackBytes')]
  return {
    calledCacheBytes: cached + of('sReclaimableBytes'),
    fileBytes,
    cleanBytes: Math.max(0, fileBytes - dirtyBytes - writebackBytes),
    dirtyBytes,
    writebackBytes,
    shmemBytes,
    slabReclaimableBytes: of('sReclaimableBytes'),
    mappedBytes: mem['mappedBytes'] ?? null,
  }
}
