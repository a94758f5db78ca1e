/** `meminfo`: where MemTotal is, as a sum that adds up. */
import type { Drilldown, DrilldownContext } from '../../domain/drilldown.ts'
import type { Block } from '../../domain/report.ts'
import { formatNamed, type Phrase } from '../../domain/words.ts'
import { type Meminfo, meminfo } from '../../parsers/proc/meminfo.ts'
import { type Part, partsOf } from '../accounting/parts.ts'
import { bytesColumn, missing, table, text, textColumn } from '../blocks.ts'

export const L = {
  meminfoTitle: { en: 'Where the memory of the host is', zh: '主机内存去向' },
  sum: {
    en: 'The rows add up to MemTotal, {totalBytes}',
    zh: '各行相加等于 MemTotal，即 {totalBytes}',
  },
  part: { en: 'part', zh: '部分' },
  size: { en: 'size', zh: '大小' },
  share: { en: 'share', zh: '占比' },
  from: { en: 'from', zh: '来源字段' },
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

function meminfoBlocks(mem: Meminfo, ctx: DrilldownContext): readonly Block[] {
  const totalBytes = mem.memTotalBytes
  const sum = table<Part>(
    ctx,
    L.sum,
    { totalBytes },
    [
      textColumn(L.part, ({ words }) => words[ctx.lang]),
      bytesColumn(L.size, ({ bytes }) => bytes),
      {
        title: L.share,
        align: 'right',
        cell: ({ bytes }) => formatNamed('shareRatio', bytes / totalBytes),
      },
      textColumn(L.from, ({ from }) => from),
    ],
    largestFirst(partsOf(mem)),
  )
  return [sum, text(ctx, L.levels, mem)]
}

/** What nothing accounts for stands last: it is what the others leave over. */
function largestFirst(parts: readonly Part[]): readonly Part[] {
  const rest = (part: Part): number => Number(part.kind === 'unknown')
  return [...parts].sort((a, b) => rest(a) - rest(b) || b.bytes - a.bytes)
}
