/**
 * MemTotal as a sum that adds up. No line of /proc/meminfo counts a page twice here, resident sizes of processes are
 * never added, and what no line accounts for is a part of its own.
 */
import type { StepKind } from '../../domain/chart.ts'
import type { Phrase } from '../../domain/words.ts'
import type { Meminfo } from '../../parsers/proc/meminfo.ts'
import { PART_WORDS } from './partWords.ts'

export type PartName = keyof typeof PART_WORDS

export interface Part {
  readonly name: PartName
  readonly words: Phrase
  readonly bytes: number
  /** The fields it comes from, as the kernel writes them. */
  readonly from: string
  readonly kind: StepKind
}

/** What other files tell of pages that /proc/meminfo has no line for. */
export interface Beside {
  /** zsmalloc, which zram and zswap keep their pages in (/proc/vmstat nr_zspages); null where it is not told. */
  readonly zsmallocBytes: number | null
}

const NOTHING_BESIDE: Beside = { zsmallocBytes: null }

/**
 * The parts of MemTotal in the order in which they are told: what processes hold, what can be given back, what the
 * kernel holds, what nothing accounts for, what is free. Parts of 0 are left out; `rest` is always there, and is
 * `over` and negative where lines overlap.
 */
export function partsOf(mem: Meminfo, beside: Beside = NOTHING_BESIDE): readonly Part[] {
  const known = knownParts(mem, beside)
  const bytes = mem.memTotalBytes - known.reduce((sum, part) => sum + part.bytes, 0)
  const rest = part(bytes < 0 ? 'over' : 'rest', bytes, '', 'unknown')
  const told = known.filter((one) => one.bytes !== 0)
  const free = told.filter(({ name }) => name === 'free')
  return [...told.filter(({ name }) => name !== 'free'), rest, ...free]
}

/** What no line accounts for; below 0 where lines overlap. */
export function restOf(parts: readonly Part[]): number {
  return parts.find(({ name }) => name === 'rest' || name === 'over')?.bytes ?? 0
}

function knownParts(mem: Meminfo, beside: Beside): readonly Part[] {
  const of = (name: string): number => mem[name] ?? 0
  const shmem = of('shmemBytes')
  return [
    part('anon', of('anonPagesBytes'), 'AnonPages', 'held'),
    part('shmem', shmem, 'Shmem', 'held'),
    // Shared memory sits in Cached, and cannot be dropped as the files' pages can.
    part('file', of('cachedBytes') + of('buffersBytes') - shmem, 'Cached+Buffers-Shmem', 'cache'),
    part('slabReclaimable', of('sReclaimableBytes'), 'SReclaimable', 'cache'),
    part('slabFixed', slabFixedBytes(mem), 'SUnreclaim', 'kernel'),
    part('tables', of('pageTablesBytes') + of('secPageTablesBytes'), 'PageTables', 'kernel'),
    part('stacks', of('kernelStackBytes'), 'KernelStack', 'kernel'),
    part('vmalloc', vmallocBytes(mem), 'VmallocUsed-KernelStack', 'kernel'),
    part('percpu', of('percpuBytes'), 'Percpu', 'kernel'),
    part('huge', hugeBytes(mem), 'Hugetlb', 'held'),
    part('zsmalloc', beside.zsmallocBytes ?? of('zswapBytes'), 'nr_zspages', 'held'),
    part('gpu', of('gpuActiveBytes') + of('gpuReclaimBytes'), 'GPUActive+GPUReclaim', 'kernel'),
    part('balloon', of('balloonBytes'), 'Balloon', 'kernel'),
    part('free', of('memFreeBytes'), 'MemFree', 'free'),
  ]
}

function part(name: PartName, bytes: number, from: string, kind: StepKind): Part {
  return { name, words: PART_WORDS[name], bytes, from, kind }
}

/** Before 2.6.19 slab is one number. */
function slabFixedBytes(mem: Meminfo): number {
  return mem['sUnreclaimBytes'] ?? (mem['slabBytes'] ?? 0) - (mem['sReclaimableBytes'] ?? 0)
}

/** `Hugetlb` (4.15) counts pages of all sizes; before, only those of the default size are told. */
function hugeBytes(mem: Meminfo): number {
  return mem['hugetlbBytes'] ?? (mem['hugePagesTotal'] ?? 0) * (mem['hugepagesizeBytes'] ?? 0)
}

/**
 * Kernel stacks are vmalloc'ed and counted there too. Before 4.4 VmallocUsed was address space, not memory; such
 * kernels print no Percpu line, and then nothing is said.
 */
function vmallocBytes(mem: Meminfo): number {
  if (mem['percpuBytes'] === undefined) return 0
  return Math.max(0, (mem['vmallocUsedBytes'] ?? 0) - (mem['kernelStackBytes'] ?? 0))
}
