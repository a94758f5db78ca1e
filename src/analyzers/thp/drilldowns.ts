/** `thp`: the settings of transparent huge pages, what the kernel did with them, and the mappings that hold them. */
import type { Drilldown, DrilldownContext } from '../../domain/drilldown.ts'
import type { Block } from '../../domain/report.ts'
import type { Phrase } from '../../domain/words.ts'
import { smaps } from '../../parsers/proc/smaps.ts'
import { vmstat } from '../../parsers/proc/vmstat.ts'
import { thp } from '../../parsers/sys/thp.ts'
import { bytesColumn, missing, table, text, textColumn } from '../blocks.ts'

const SHOWN = 10

export const L = {
  title: { en: 'Transparent huge pages', zh: '透明大页' },
  settings: {
    en: 'enabled {enabled}, defrag {defrag}, shmem {shmem}; khugepaged fills up to {emptyPages} of 512 empty small pages to make a huge one.',
    zh: 'enabled {enabled}，defrag {defrag}，shmem {shmem}；khugepaged 最多补齐 512 个小页中的 {emptyPages} 个空页来合成大页。',
  },
  counters: {
    en: 'Since boot: {faults} huge pages by faults, {fallbacks} fell back to small ones, {collapsed} made by khugepaged, {split} split again.',
    zh: '开机以来：缺页分配大页 {faults} 次，退化为小页 {fallbacks} 次，khugepaged 合成 {collapsed} 次，拆分 {split} 次。',
  },
  mappings: {
    en: 'Mappings with huge pages, the largest {shown} of {count}. "asked" is where the program wants them itself (madvise); how much of a huge page is used is not told anywhere',
    zh: '含大页的映射，最大的 {shown} 个（共 {count} 个）。“自申请”表示程序自己用 madvise 申请；大页中实际用了多少，内核没有提供',
  },
  none: { en: 'No mapping of this process holds huge pages.', zh: '该进程没有映射占用大页。' },
  range: { en: 'address', zh: '地址' },
  owner: { en: 'mapping', zh: '映射' },
  asked: { en: 'asked', zh: '自申请' },
  yes: { en: 'yes', zh: '是' },
} as const satisfies Record<string, Phrase>

const asIs = (name: string): Phrase => ({ en: name, zh: name })

export const DRILLDOWNS: readonly Drilldown[] = [
  {
    name: 'thp',
    title: L.title,
    class: 'look',
    args: 'none',
    scope: 'host',
    wants: [thp, vmstat],
    deeper: ({ pid }) => (pid === null ? [] : [smaps]),
    answer: (ctx) => [...settings(ctx), ...counters(ctx), ...mappings(ctx)],
  },
]

function settings(ctx: DrilldownContext): readonly Block[] {
  const of = ctx.evidence.get(thp)
  if (of === null) return [missing(ctx, thp)]
  const { enabled, defrag, shmemEnabled: shmem, maxPtesNone: emptyPages } = of
  return [text(ctx, L.settings, { enabled, defrag, shmem, emptyPages })]
}

function counters(ctx: DrilldownContext): readonly Block[] {
  const of = ctx.evidence.get(vmstat)
  if (of?.thpFaultAlloc === undefined) return []
  return [
    text(ctx, L.counters, {
      faults: of.thpFaultAlloc,
      fallbacks: of.thpFaultFallback ?? null,
      collapsed: of.thpCollapseAlloc ?? null,
      // One counter before 4.5.
      split: of.thpSplitPage ?? of.thpSplit ?? null,
    }),
  ]
}

function mappings(ctx: DrilldownContext): readonly Block[] {
  const of = ctx.evidence.get(smaps)
  if (of === null) return ctx.pid === null ? [] : [missing(ctx, smaps)]
  const holding = of.mappings
    .filter(({ anonHugePagesBytes }) => anonHugePagesBytes > 0)
    .sort((a, b) => b.anonHugePagesBytes - a.anonHugePagesBytes)
  if (holding.length === 0) return [text(ctx, L.none)]
  const shown = holding.slice(0, SHOWN)
  type Row = (typeof shown)[number]
  return [
    table<Row>(
      ctx,
      L.mappings,
      { shown: shown.length, count: holding.length },
      [
        textColumn(L.range, ({ start }) => start),
        textColumn(L.owner, ({ path }) => (path === '' ? '[anon]' : path)),
        bytesColumn(asIs('RSS'), ({ rssBytes }) => rssBytes),
        bytesColumn(asIs('huge'), ({ anonHugePagesBytes }) => anonHugePagesBytes),
        textColumn(L.asked, ({ vmFlags }) => (vmFlags.includes('hg') ? L.yes[ctx.lang] : '')),
      ],
      shown,
    ),
  ]
}
