/** `meminfo`: where MemTotal is, as a sum that adds up. `top`: who holds it. */
import type { Drilldown, DrilldownContext } from '../../domain/drilldown.ts'
import type { Block } from '../../domain/report.ts'
import { formatNamed, type Phrase } from '../../domain/words.ts'
import { type Meminfo, meminfo } from '../../parsers/proc/meminfo.ts'
import { type ProcessRow, processes } from '../../parsers/proc/processes.ts'
import { bytesColumn, missing, rareBytesColumn, table, text, textColumn } from '../blocks.ts'
import { groupName } from '../names.ts'

const TOP_SHOWN = 15

const L = {
  meminfoTitle: { en: 'Where the memory of the host is', zh: '主机内存去向' },
  topTitle: { en: 'Largest processes', zh: '占用最大的进程' },
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
  top: {
    en: 'The largest {shown} of {count} by anon and swap; RSS counts shared memory in each process',
    zh: '按匿名 + swap 排序，前 {shown} 个（共 {count} 个）；RSS 中共享内存会重复计入',
  },
  command: { en: 'process', zh: '进程' },
  cgroup: { en: 'group', zh: 'cgroup' },
} as const satisfies Record<string, Phrase>

const asIs = (name: string): Phrase => ({ en: name, zh: name })

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
  {
    name: 'top',
    title: L.topTitle,
    class: 'look',
    args: 'none',
    scope: 'host',
    wants: [processes],
    answer(ctx) {
      const of = ctx.evidence.get(processes)
      return of === null ? [missing(ctx, processes)] : [topTable(of.processes, ctx)]
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

function topTable(rows: readonly ProcessRow[], ctx: DrilldownContext): Block {
  const own = rows.filter((row) => !row.kernelThread)
  const shown = [...own].sort((a, b) => weight(b) - weight(a)).slice(0, TOP_SHOWN)
  return table<ProcessRow>(
    ctx,
    L.top,
    { shown: shown.length, count: own.length },
    [
      { title: asIs('PID'), align: 'right', cell: (row) => String(row.pid) },
      textColumn(L.command, (row) => row.comm),
      bytesColumn(asIs('anon'), (row) => row.anonBytes),
      rareBytesColumn(asIs('swap'), (row) => row.swapBytes),
      bytesColumn(asIs('RSS'), (row) => row.rssBytes),
      { ...textColumn(L.cgroup, (row) => groupName(row.cgroup ?? '')), idle: '/' },
    ],
    shown,
  )
}

/** Kernels before 4.5 do not tell anonymous memory: RSS stands in. */
function weight(row: ProcessRow): number {
  return (row.anonBytes ?? row.rssBytes ?? 0) + (row.swapBytes ?? 0)
}
