/** `meminfo`: where MemTotal is, as a sum that adds up. */
import type { Drilldown, DrilldownContext } from '../../domain/drilldown.ts'
import type { Block } from '../../domain/report.ts'
import { formatNamed, type Phrase } from '../../domain/words.ts'
import { type Meminfo, meminfo } from '../../parsers/proc/meminfo.ts'
import { bytesColumn, missing, table, text, textColumn } from '../blocks.ts'

const L = {
  meminfoTitle: { en: 'Where the memory of the host is', zh: '主机内存去向' },
  sum: {
    en: 'The rows add up to MemTotal, {totalBytes}',
    zh: '各行相加等于 MemTotal，即 {totalBytes}',
  },
  part: { en: 'part', zh: '部分' },
  size: { en: 'size', zh: '大小' },
  share: { en: 'share', zh: '占比' },
  from: { en: 'from', zh: '来源字段' },
  free: { en: 'free', zh: '空闲' },
  anon: { en: 'processes', zh: '进程匿名内存' },
  file: { en: 'page cache', zh: '文件 page cache' },
  shmem: { en: 'shared, tmpfs', zh: '共享内存与 tmpfs' },
  slabReclaimable: { en: 'slab, reclaimable', zh: 'slab（可回收）' },
  slabFixed: { en: 'slab, unreclaimable', zh: 'slab（不可回收）' },
  tables: { en: 'page tables', zh: '页表' },
  stacks: { en: 'kernel stacks', zh: '内核栈' },
  percpu: { en: 'per-CPU', zh: 'per-CPU' },
  vmalloc: { en: 'vmalloc', zh: 'vmalloc' },
  huge: { en: 'huge pages set aside', zh: '预留大页' },
  rest: {
    en: 'not accounted for',
    zh: '未计入',
  },
  over: { en: 'counted twice', zh: '重复计入' },
  levels: {
    en: 'What is not accounted for belongs to drivers, firmware and network buffers. Available {memAvailableBytes}; swap {swapFreeBytes} free of {swapTotalBytes}; committed {committedAsBytes} (limit {commitLimitBytes}, enforced only with overcommit_memory=2).',
    zh: '未计入的部分属于驱动、固件与网络缓冲等。可用 {memAvailableBytes}；swap 剩余 {swapFreeBytes}/{swapTotalBytes}；已承诺 {committedAsBytes}（上限 {commitLimitBytes}，仅在 overcommit_memory=2 时生效）。',
  },
} as const satisfies Record<string, Phrase>

export const DRILLDOWNS: readonly Drilldown[] = [
  {
    name: 'meminfo',
    title: L.meminfoTitle,
    class: 'look',
    args: 'none',
    scope: 'host',
    wants: [meminfo],
    answer(ctx) {
      const mem = ctx.evidence.get(meminfo)
      return mem === null ? [missing(ctx, meminfo)] : meminfoBlocks(mem, ctx)
    },
  },
]

interface Part {
  readonly name: Phrase
  readonly bytes: number
  readonly from: string
}

function meminfoBlocks(mem: Meminfo, ctx: DrilldownContext): readonly Block[] {
  const totalBytes = mem.memTotalBytes
  const sum = table<Part>(
    ctx,
    L.sum,
    { totalBytes },
    [
      textColumn(L.part, ({ name }) => name[ctx.lang]),
      bytesColumn(L.size, ({ bytes }) => bytes),
      {
        title: L.share,
        align: 'right',
        cell: ({ bytes }) => formatNamed('shareRatio', bytes / totalBytes),
      },
      textColumn(L.from, ({ from }) => from),
    ],
    partsOf(mem),
  )
  return [sum, text(ctx, L.levels, mem)]
}

/** The parts of MemTotal, the largest first, and last what no line of meminfo accounts for. */
export function partsOf(mem: Meminfo): readonly Part[] {
  const of = (name: string): number => mem[name] ?? 0
  const shmem = of('shmemBytes')
  const parts: readonly Part[] = [
    { name: L.free, bytes: of('memFreeBytes'), from: 'MemFree' },
    { name: L.anon, bytes: of('anonPagesBytes'), from: 'AnonPages' },
    // Shared memory sits in Cached, and cannot be dropped as the files' pages can.
    {
      name: L.file,
      bytes: of('cachedBytes') + of('buffersBytes') - shmem,
      from: 'Cached+Buffers-Shmem',
    },
    { name: L.shmem, bytes: shmem, from: 'Shmem' },
    { name: L.slabReclaimable, bytes: of('sReclaimableBytes'), from: 'SReclaimable' },
    { name: L.slabFixed, bytes: of('sUnreclaimBytes'), from: 'SUnreclaim' },
    { name: L.tables, bytes: of('pageTablesBytes') + of('secPageTablesBytes'), from: 'PageTables' },
    { name: L.stacks, bytes: of('kernelStackBytes'), from: 'KernelStack' },
    { name: L.percpu, bytes: of('percpuBytes'), from: 'Percpu' },
    { name: L.vmalloc, bytes: vmallocBytes(mem), from: 'VmallocUsed-KernelStack' },
    { name: L.huge, bytes: of('hugetlbBytes'), from: 'Hugetlb' },
  ]
  const known = parts.reduce((sum, { bytes }) => sum + bytes, 0)
  const rest = mem.memTotalBytes - known
  const last: Part = { name: rest < 0 ? L.over : L.rest, bytes: rest, from: '' }
  return [...parts.filter(({ bytes }) => bytes !== 0).sort((a, b) => b.bytes - a.bytes), last]
}

/**
 * Kernel stacks are vmalloc'ed and counted there too. Before 4.4 VmallocUsed was address space, not memory; such
 * kernels print no Percpu line, and then nothing is said.
 */
function vmallocBytes(mem: Meminfo): number {
  if (mem.percpuBytes === undefined) return 0
  return Math.max(0, (mem.vmallocUsedBytes ?? 0) - (mem.kernelStackBytes ?? 0))
}
