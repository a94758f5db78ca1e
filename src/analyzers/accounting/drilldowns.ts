/** `waterfall`: MemTotal as a sum that adds up, drawn. `numbers`: the same host in the formula of each tool. */
import type { Drilldown, DrilldownContext } from '../../domain/drilldown.ts'
import type { Block } from '../../domain/report.ts'
import { formatNamed, type Phrase } from '../../domain/words.ts'
import { type Meminfo, meminfo } from '../../parsers/proc/meminfo.ts'
import { vmstat } from '../../parsers/proc/vmstat.ts'
import { arcstats } from '../../parsers/zfs/arcstats.ts'
import { bytesColumn, missing, table, text, textColumn } from '../blocks.ts'
import { besideOf, candidatesOf } from './candidates.ts'
import { fieldsOf, type ToolNumber, toolNumbers } from './formulas.ts'
import { type Part, partsOf, restOf } from './parts.ts'
import { shareOf, waterfallOf } from './waterfall.ts'

export const L = {
  waterfallTitle: { en: 'Where all the memory is', zh: '内存构成' },
  numbersTitle: { en: 'The same memory in each tool’s formula', zh: '各工具公式下的内存用量' },
  sum: {
    en: 'The rows add up to MemTotal, {totalBytes}',
    zh: '各行相加等于 MemTotal，即 {totalBytes}',
  },
  part: { en: 'part', zh: '部分' },
  size: { en: 'size', zh: '大小' },
  share: { en: 'share', zh: '占比' },
  from: { en: 'from', zh: '来源字段' },
  candidates: {
    en: 'What is not accounted for ({restBytes}) has no line in /proc/meminfo. It may be:',
    zh: '未计入的 {restBytes} 不在 /proc/meminfo 的任何一行里，可能是：',
  },
  arc: {
    en: 'the cache of ZFS (ARC), {arcBytes}: it shrinks when memory is needed, and MemAvailable does not count it',
    zh: 'ZFS 的缓存（ARC），{arcBytes}：需要内存时会收缩，MemAvailable 不计入',
  },
  noArc: {
    en: 'not ZFS: this host has no ARC',
    zh: '不是 ZFS：该主机没有 ARC',
  },
  balloon: {
    en: "the hypervisor's balloon, {balloonBytes}, unless MemTotal was lowered by it",
    zh: '虚拟化 balloon，{balloonBytes}（若 MemTotal 已随之下调则不在其中）',
  },
  noBalloon: { en: 'not a balloon: none was taken', zh: '不是 balloon：没有被取走的内存' },
  drivers: {
    en: 'pages that drivers took themselves: GPU, network cards, network file systems, firmware',
    zh: '驱动自行申请的页：GPU、网卡、网络文件系统、固件等',
  },
  over: {
    en: 'Lines overlap by {overBytes}: pages that are counted in two of them, such as files in huge pages.',
    zh: '各行重叠 {overBytes}：有页同时计入两行，例如大页中的文件页。',
  },
  numbers: {
    en: 'Used memory of this host as each tool counts it, highest first; total is {totalBytes}',
    zh: '该主机在各工具口径下的已用内存（由高到低），总内存 {totalBytes}',
  },
  spread: {
    en: 'From {lowRatio} to {highRatio}, and nothing differs but what is subtracted. What can be had without hurting anybody is MemAvailable: {availableBytes} ({availableRatio}).',
    zh: '同一台主机从 {lowRatio} 到 {highRatio}，差别只在减去了什么。真正可用的是 MemAvailable：{availableBytes}（{availableRatio}）。',
  },
  noAvailable: {
    en: 'From {lowRatio} to {highRatio}, and nothing differs but what is subtracted. This kernel (before 3.14) prints no MemAvailable, and – is what cannot be had without it.',
    zh: '同一台主机从 {lowRatio} 到 {highRatio}，差别只在减去了什么。该内核（早于 3.14）不提供 MemAvailable，“–” 为因此无法得出的数值。',
  },
  fields: {
    en: 'With total {total}, free {free}, available {available}, buffers {buffers}, cached {cached}, slab (SReclaimable) {slab}, shmem {shmem}, anon {anon}, inactive_file {inactiveFile}. The kubelet reads its root cgroup; from /proc/meminfo that is near, not exact.',
    zh: '其中 total {total}，free {free}，available {available}，buffers {buffers}，cached {cached}，slab（SReclaimable）{slab}，shmem {shmem}，anon {anon}，inactive_file {inactiveFile}。kubelet 读取的是根 cgroup，这里由 /proc/meminfo 近似得出。',
  },
  tool: { en: 'tool', zh: '工具' },
  used: { en: 'used', zh: '已用' },
  formula: { en: 'formula', zh: '公式' },
  source: { en: 'source', zh: '出处' },
} as const satisfies Record<string, Phrase>

export const DRILLDOWNS: readonly Drilldown[] = [
  {
    name: 'waterfall',
    title: L.waterfallTitle,
    class: 'look',
    args: 'none',
    scope: 'host',
    wants: [meminfo, vmstat],
    deeper: () => [arcstats],
    answer(ctx) {
      const mem = ctx.evidence.get(meminfo)
      return mem === null ? [missing(ctx, meminfo)] : waterfallBlocks(mem, ctx)
    },
  },
  {
    name: 'numbers',
    title: L.numbersTitle,
    class: 'look',
    args: 'none',
    scope: 'host',
    wants: [meminfo],
    answer(ctx) {
      const mem = ctx.evidence.get(meminfo)
      return mem === null ? [missing(ctx, meminfo)] : numbersBlocks(mem, ctx)
    },
  },
]

function waterfallBlocks(mem: Meminfo, ctx: DrilldownContext): readonly Block[] {
  const parts = partsOf(mem, besideOf(ctx.evidence, ctx.facts))
  const sum = table<Part>(
    ctx,
    L.sum,
    { totalBytes: mem.memTotalBytes },
    [
      textColumn(L.part, ({ words }) => words[ctx.lang]),
      bytesColumn(L.size, ({ bytes }) => bytes),
      { title: L.share, align: 'right', cell: ({ bytes }) => shareOf(bytes, mem) },
      textColumn(L.from, ({ from }) => from),
    ],
    parts,
  )
  return [
    { kind: 'chart', chart: waterfallOf(parts, mem, ctx) },
    sum,
    ...restBlocks(restOf(parts), ctx),
  ]
}

function restBlocks(restBytes: number, ctx: DrilldownContext): readonly Block[] {
  if (restBytes < 0) return [text(ctx, L.over, { overBytes: -restBytes })]
  const { arcBytes, balloonBytes } = candidatesOf(ctx.evidence, ctx.facts)
  const noArc = ctx.evidence.gapOf(arcstats.id)?.reason === 'absent'
  const items = [
    ...(arcBytes === null ? (noArc ? [text(ctx, L.noArc)] : []) : [text(ctx, L.arc, { arcBytes })]),
    ...(balloonBytes === null
      ? []
      : [balloonBytes === 0 ? text(ctx, L.noBalloon) : text(ctx, L.balloon, { balloonBytes })]),
    text(ctx, L.drivers),
  ].flatMap((block) => (block.kind === 'text' ? [block.text] : []))
  return [text(ctx, L.candidates, { restBytes }), { kind: 'bullets', items }]
}

function numbersBlocks(mem: Meminfo, ctx: DrilldownContext): readonly Block[] {
  const numbers = toolNumbers(mem)
  const fields = fieldsOf(mem)
  const ratios = numbers.flatMap(({ usedRatio }) => (usedRatio === null ? [] : [usedRatio]))
  const spread = { highRatio: ratios[0] ?? null, lowRatio: ratios.at(-1) ?? null }
  const { available, total: totalBytes } = fields
  const asBytes = Object.fromEntries(
    Object.entries(fields).map(([name, bytes]) => [
      name,
      bytes === null ? null : formatNamed('sizeBytes', bytes),
    ]),
  )
  return [
    table<ToolNumber>(
      ctx,
      L.numbers,
      { totalBytes },
      [
        textColumn(L.tool, ({ tool }) => tool),
        { title: { en: '%', zh: '%' }, align: 'right', cell: percentCell },
        bytesColumn(L.used, ({ usedBytes }) => usedBytes),
        textColumn(L.formula, ({ formula }) => formula),
        textColumn(L.source, ({ source }) => source),
      ],
      numbers,
    ),
    available === null
      ? text(ctx, L.noAvailable, spread)
      : text(ctx, L.spread, {
          ...spread,
          availableBytes: available,
          availableRatio: available / totalBytes,
        }),
    text(ctx, L.fields, asBytes),
  ]
}

function percentCell({ usedRatio }: ToolNumber): string {
  return usedRatio === null ? '–' : formatNamed('usedPercent', usedRatio * 100)
}
