/** `swap`: how full it is, what moves now, and whose pages are out. */
import type { Drilldown, DrilldownContext } from '../../domain/drilldown.ts'
import type { Block } from '../../domain/report.ts'
import type { Phrase } from '../../domain/words.ts'
import { type Meminfo, meminfo } from '../../parsers/proc/meminfo.ts'
import { type ProcessRow, processes } from '../../parsers/proc/processes.ts'
import { type Swap, swaps } from '../../parsers/proc/swaps.ts'
import { vmstat } from '../../parsers/proc/vmstat.ts'
import { bytesColumn, missing, type TableColumn, table, text, textColumn } from '../blocks.ts'
import { ownerName } from '../names.ts'
import { pageBytesOf } from '../pageBytes.ts'
import { riseOf } from '../vmstatRise.ts'
import { type SwappedRow, swappedOf } from './who.ts'

const WHO_SHOWN = 15

export const L = {
  title: { en: 'Swap: how full, what moves, whose', zh: 'swap：用量、换页流量与归属' },
  none: { en: 'This host has no swap.', zh: '该主机未配置 swap。' },
  inUse: {
    en: '{usedBytes} of {swapTotalBytes} are in use; {swapCachedBytes} of it are in memory as well (swap cache).',
    zh: '已用 {usedBytes}，共 {swapTotalBytes}；其中 {swapCachedBytes} 同时仍在内存中（swap cache）。',
  },
  zswap: {
    en: 'zswap holds {zswappedBytes} more, compressed to {zswapBytes} of memory: those pages come back without a disk.',
    zh: 'zswap 另存 {zswappedBytes}，压缩后占内存 {zswapBytes}：这些页换入时不读磁盘。',
  },
  still: {
    en: 'Nothing moves now: none in, none out. Swap that is used without traffic is no fault, it is where idle pages belong.',
    zh: '当前没有换页：换入、换出均为 0。swap 被占用但没有流量不是故障，闲置的页本来就该放在那里。',
  },
  moves: {
    en: 'Now: in {inBytesPerSec}, out {outBytesPerSec}. Only what comes in makes anybody wait.',
    zh: '当前：换入 {inBytesPerSec}，换出 {outBytesPerSec}。只有换入会让任务等待。',
  },
  refaults: {
    en: 'Of what comes in, pages thrown out only shortly before: {refaultBytesPerSec} (workingset_refault_anon).',
    zh: '换入的页中刚被换出不久的：{refaultBytesPerSec}（workingset_refault_anon）。',
  },
  unknown: {
    en: 'What moves now is not known: the counters were read once only.',
    zh: '当前流量未知：计数器只读了一次。',
  },
  who: {
    en: 'The largest {shown} of {count} processes in swap, {sumBytes} together',
    zh: '被换出最多的 {shown} 个进程（共 {count} 个，合计 {sumBytes}）',
  },
  nobody: { en: 'No process has pages in swap.', zh: '没有进程的页在 swap 中。' },
  others: {
    en: 'The other {restBytes} belong to no process: tmpfs and shared memory, which VmSwap does not count.',
    zh: '其余 {restBytes} 不属于任何进程：是 tmpfs 与共享内存，VmSwap 不计入。',
  },
  areas: {
    en: 'Where it is; the highest priority is filled first',
    zh: 'swap 设备；优先级高的先用',
  },
  zram: {
    en: 'zram is swap in memory: what is there is compressed, and comes back without a disk.',
    zh: 'zram 是内存中的 swap：内容经过压缩，换入时不读磁盘。',
  },
  area: { en: 'area', zh: '设备或文件' },
  type: { en: 'type', zh: '类型' },
  used: { en: 'used', zh: '已用' },
  size: { en: 'size', zh: '大小' },
  priority: { en: 'priority', zh: '优先级' },
  command: { en: 'process', zh: '进程' },
  cgroup: { en: 'group', zh: 'cgroup' },
  swap: { en: 'in swap', zh: '已换出' },
  anon: { en: 'anon', zh: '匿名内存' },
} as const satisfies Record<string, Phrase>

export const DRILLDOWNS: readonly Drilldown[] = [
  {
    name: 'swap',
    title: L.title,
    class: 'look',
    args: 'none',
    scope: 'host',
    wants: [meminfo, vmstat, swaps, processes],
    rates: true,
    answer(ctx) {
      const mem = ctx.evidence.get(meminfo)
      if (mem === null) return [missing(ctx, meminfo), ...who(null, ctx)]
      if (mem['swapTotalBytes'] === 0) return [text(ctx, L.none)]
      return [...levels(mem, ctx), ...traffic(ctx), ...devices(ctx), ...who(usedBytes(mem), ctx)]
    },
  },
]

function usedBytes(mem: Meminfo): number {
  return Math.max(0, (mem['swapTotalBytes'] ?? 0) - (mem['swapFreeBytes'] ?? 0))
}

function levels(mem: Meminfo, ctx: DrilldownContext): readonly Block[] {
  const { zswappedBytes = 0 } = mem
  const used = text(ctx, L.inUse, { swapCachedBytes: null, ...mem, usedBytes: usedBytes(mem) })
  return zswappedBytes > 0 ? [used, text(ctx, L.zswap, mem)] : [used]
}

function traffic(ctx: DrilldownContext): readonly Block[] {
  const [pagesIn, pagesOut] = [riseOf(ctx, 'pswpin', 'pswpin'), riseOf(ctx, 'pswpout', 'pswpout')]
  if (pagesIn === null || pagesOut === null) return [text(ctx, L.unknown)]
  if (pagesIn.count === 0 && pagesOut.count === 0) return [text(ctx, L.still)]
  const pageBytes = pageBytesOf(ctx.facts, ctx.evidence)
  const moves = text(ctx, L.moves, {
    inBytesPerSec: pagesIn.perSec * pageBytes,
    outBytesPerSec: pagesOut.perSec * pageBytes,
  })
  const refaults = riseOf(ctx, 'workingset_refault_anon', 'workingsetRefaultAnon')
  if (refaults === null || refaults.count === 0) return [moves]
  return [moves, text(ctx, L.refaults, { refaultBytesPerSec: refaults.perSec * pageBytes })]
}

/** Where the swap is: on a disk, in a file, or with zram in memory. Nothing where no table was read. */
function devices(ctx: DrilldownContext): readonly Block[] {
  const areas = ctx.evidence.get(swaps)?.swaps ?? []
  if (areas.length === 0) return []
  const areaTable = table<Swap>(
    ctx,
    L.areas,
    {},
    [
      textColumn(L.area, ({ filename }) => filename),
      { ...textColumn(L.type, ({ type }) => type ?? '–'), idle: 'partition' },
      bytesColumn(L.used, ({ usedBytes }) => usedBytes),
      bytesColumn(L.size, ({ sizeBytes }) => sizeBytes),
      { title: L.priority, align: 'right', cell: ({ priority }) => String(priority ?? '–') },
    ],
    areas,
  )
  return areas.some(({ filename }) => filename.startsWith('/dev/zram'))
    ? [areaTable, text(ctx, L.zram)]
    : [areaTable]
}

/** What processes do not account for is told where it is worth a word: the table is read at other instants. */
const REST_RATIO = 0.05

function who(used: number | null, ctx: DrilldownContext): readonly Block[] {
  const of = ctx.evidence.get(processes)
  if (of === null) return [missing(ctx, processes)]
  const rows = swappedOf(of.processes)
  const sumBytes = rows.reduce((sum, row) => sum + row.swapBytes, 0)
  const restBytes = (used ?? 0) - sumBytes
  const rest =
    restBytes > REST_RATIO * (used ?? 0) && restBytes > 0
      ? [text(ctx, L.others, { restBytes })]
      : []
  const shown = rows.slice(0, WHO_SHOWN)
  if (shown.length === 0) return [text(ctx, L.nobody), ...rest]
  const params = { shown: shown.length, count: rows.length, sumBytes }
  return [table<SwappedRow>(ctx, L.who, params, COLUMNS, shown), ...rest]
}

const COLUMNS: readonly TableColumn<SwappedRow>[] = [
  { title: { en: 'PID', zh: 'PID' }, align: 'right', cell: (row) => String(row.pid) },
  textColumn(L.command, (row: ProcessRow) => row.comm),
  bytesColumn(L.swap, (row) => row.swapBytes),
  bytesColumn(L.anon, (row) => row.anonBytes),
  { ...textColumn(L.cgroup, (row: ProcessRow) => ownerName(row.cgroup ?? '')), idle: '/' },
]
