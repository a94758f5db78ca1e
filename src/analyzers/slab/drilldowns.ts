/** `slab`: the kernel's object caches by size, and whether they can be given back. */
import type { Drilldown, DrilldownContext } from '../../domain/drilldown.ts'
import type { Block } from '../../domain/report.ts'
import { formatNamed, type Phrase } from '../../domain/words.ts'
import { meminfo } from '../../parsers/proc/meminfo.ts'
import { slabinfo } from '../../parsers/proc/slabinfo.ts'
import { bytesColumn, missing, table, text, textColumn } from '../blocks.ts'
import { pageBytesOf } from '../pageBytes.ts'
import { bySize, holdsOf, isReclaimable, type SizedCache } from './caches.ts'

const SHOWN = 15

export const L = {
  title: { en: 'Kernel object caches (slab)', zh: '内核对象缓存（slab）' },
  levels: {
    en: 'Slab {slabBytes}: {sReclaimableBytes} can be given back, {sUnreclaimBytes} cannot.',
    zh: 'Slab {slabBytes}：可回收 {sReclaimableBytes}，不可回收 {sUnreclaimBytes}。',
  },
  caches: {
    en: 'The largest {shown} of {count} caches, by pages taken; all together {sumBytes}. Reclaimable is told by the name',
    zh: '按占用页数排序，最大的 {shown} 个缓存（共 {count} 个），合计 {sumBytes}。是否可回收按名称判断',
  },
  cache: { en: 'cache', zh: '缓存' },
  size: { en: 'size', zh: '大小' },
  objects: { en: 'objects', zh: '对象数' },
  used: { en: 'used', zh: '使用率' },
  holds: { en: 'holds', zh: '内容' },
  back: { en: 'reclaim', zh: '可回收' },
  yes: { en: 'yes', zh: '是' },
} as const satisfies Record<string, Phrase>

export const DRILLDOWNS: readonly Drilldown[] = [
  {
    name: 'slab',
    title: L.title,
    class: 'look',
    args: 'none',
    scope: 'host',
    wants: [slabinfo, meminfo],
    answer(ctx) {
      const mem = ctx.evidence.get(meminfo)
      const levels = mem === null ? [] : [text(ctx, L.levels, mem)]
      const slabs = ctx.evidence.get(slabinfo)
      return [
        ...levels,
        slabs === null
          ? missing(ctx, slabinfo)
          : cachesTable(bySize(slabs.caches, pageBytesOf(ctx.facts, ctx.evidence)), ctx),
      ]
    },
  },
]

function cachesTable(caches: readonly SizedCache[], ctx: DrilldownContext): Block {
  const shown = caches.slice(0, SHOWN)
  return table<SizedCache>(
    ctx,
    L.caches,
    {
      shown: shown.length,
      count: caches.length,
      sumBytes: caches.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    },
    [
      textColumn(L.cache, ({ name }) => name),
      bytesColumn(L.size, ({ sizeBytes }) => sizeBytes),
      {
        title: L.objects,
        align: 'right',
        cell: ({ numObjs }) => formatNamed('objects', numObjs),
      },
      {
        title: L.used,
        align: 'right',
        cell: ({ activeObjs, numObjs }) =>
          numObjs === 0 ? '–' : formatNamed('usedRatio', activeObjs / numObjs),
      },
      textColumn(L.back, ({ name }) => (isReclaimable(name) ? L.yes[ctx.lang] : '')),
      textColumn(L.holds, ({ name }) => holdsOf(name)?.[ctx.lang] ?? ''),
    ],
    shown,
  )
}
