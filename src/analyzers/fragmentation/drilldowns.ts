/** `buddy`: what is free in which size, and whether a miss is shortage or fragmentation. */
import type { Drilldown, DrilldownContext } from '../../domain/drilldown.ts'
import type { Block } from '../../domain/report.ts'
import { formatNamed, type Phrase } from '../../domain/words.ts'
import { type BuddyZone, buddyinfo } from '../../parsers/proc/buddyinfo.ts'
import { pagetypeinfo } from '../../parsers/proc/pagetypeinfo.ts'
import { zoneinfo } from '../../parsers/proc/zoneinfo.ts'
import { bytesColumn, missing, type TableColumn, table, text, textColumn } from '../blocks.ts'
import { pageBytesOf } from '../pageBytes.ts'
import { extfragIndex, freePages, pagesFrom } from './extfrag.ts'

/** Zones beside each other: what fits a thread's width. The largest are shown, all are in the list of zones. */
const ZONES_SHOWN = 4

export const L = {
  title: { en: 'Free memory by block size', zh: '按块大小查看空闲内存' },
  orders: {
    en: 'Free memory by block size. "from here" is what a request of that size can draw on, in all zones. Pages in the per-CPU lists are not in here.',
    zh: '按块大小列出的空闲内存。“可用”是该大小的申请在所有 zone 中可动用的总量。per-CPU 列表中的页不在其中。',
  },
  zones: {
    en: 'Zones. The largest block that is free, and the index of a huge page (2 MiB): towards 1 is fragmentation, towards 0 lack of memory, a dash where one is free',
    zh: '各 zone：最大空闲块，以及大页（2 MiB）申请的碎片指数：趋近 1 为碎片，趋近 0 为内存不足，有空闲大页则为横线',
  },
  marks: {
    en: 'Watermarks: below low the kernel reclaims in the background, below min tasks reclaim themselves',
    zh: '水位：低于 low 时后台回收，低于 min 时由申请内存的任务直接回收',
  },
  types: {
    en: 'Page blocks by what they are kept for: only movable ones can be compacted',
    zh: '按用途统计的 pageblock：只有 movable 的可以规整',
  },
  calm: {
    en: 'Empty lists of large blocks are normal on a machine that has run for a while: they matter only where something fails or waits for them.',
    zh: '机器运行一段时间后，大块列表为空是正常现象：只有在申请失败或因此等待时才是问题。',
  },
  order: { en: 'order', zh: 'order' },
  block: { en: 'block', zh: '块大小' },
  from: { en: 'from here', zh: '可用' },
  zone: { en: 'zone', zh: 'zone' },
  free: { en: 'free', zh: '空闲' },
  largest: { en: 'largest', zh: '最大块' },
  index: { en: 'index', zh: '指数' },
  percpu: { en: 'per-CPU', zh: 'per-CPU' },
  unmovable: { en: 'unmovable', zh: '不可移动' },
  movable: { en: 'movable', zh: '可移动' },
  other: { en: 'other', zh: '其他' },
} as const satisfies Record<string, Phrase>

const asIs = (name: string): Phrase => ({ en: name, zh: name })

export const DRILLDOWNS: readonly Drilldown[] = [
  {
    name: 'buddy',
    title: L.title,
    class: 'look',
    args: 'none',
    scope: 'host',
    wants: [buddyinfo, zoneinfo],
    // Older kernels walk every list under the zone's lock without a bound: a large host would feel it.
    deeper: ({ facts }) => (isBounded(facts.kernel) ? [pagetypeinfo] : []),
    answer(ctx) {
      const zones = ctx.evidence.get(buddyinfo)?.zones ?? []
      if (zones.length === 0) return [missing(ctx, buddyinfo)]
      return [
        ordersTable(zones, ctx),
        zonesTable(zones, ctx),
        ...marksTable(ctx),
        ...typesTable(ctx),
        text(ctx, L.calm),
      ]
    },
  },
]

/** From 5.4 on the kernel stops counting a list at 100000. */
function isBounded(kernel: string | null): boolean {
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(kernel ?? '') ?? []
  return Number(major ?? 0) > 5 || (Number(major ?? 0) === 5 && Number(minor ?? 0) >= 4)
}

const pageOf = (ctx: DrilldownContext): number => pageBytesOf(ctx.facts, ctx.evidence)

function ordersTable(zones: readonly BuddyZone[], ctx: DrilldownContext): Block {
  const pageBytes = pageOf(ctx)
  const orders = Math.max(...zones.map(({ freeBlocks }) => freeBlocks.length))
  const shown = [...zones]
    .sort((a, b) => freePages(b.freeBlocks) - freePages(a.freeBlocks))
    .slice(0, ZONES_SHOWN)
  const several = new Set(zones.map(({ node }) => node)).size > 1
  const columns = shown.map(
    (zone): TableColumn<number> =>
      bytesColumn(
        asIs(several ? `${zone.node}:${zone.zone}` : zone.zone),
        (order) => (zone.freeBlocks[order] ?? 0) * 2 ** order * pageBytes,
      ),
  )
  return table<number>(
    ctx,
    L.orders,
    {},
    [
      { title: L.order, align: 'right', cell: String },
      bytesColumn(L.block, (order) => 2 ** order * pageBytes),
      ...columns,
      bytesColumn(
        L.from,
        (order) =>
          zones.reduce((sum, { freeBlocks }) => sum + pagesFrom(freeBlocks, order), 0) * pageBytes,
      ),
    ],
    Array.from({ length: orders }, (_, order) => order),
  )
}

function zonesTable(zones: readonly BuddyZone[], ctx: DrilldownContext): Block {
  const pageBytes = pageOf(ctx)
  const hugeOrder = Math.log2((2 * 1024 * 1024) / pageBytes)
  return table<BuddyZone>(
    ctx,
    L.zones,
    {},
    [
      textColumn(L.zone, ({ node, zone }) => `${node}:${zone}`),
      bytesColumn(L.free, ({ freeBlocks }) => freePages(freeBlocks) * pageBytes),
      bytesColumn(L.largest, ({ freeBlocks }) => {
        const order = freeBlocks.findLastIndex((blocks) => blocks > 0)
        return order < 0 ? null : 2 ** order * pageBytes
      }),
      {
        title: L.index,
        align: 'right',
        cell: ({ freeBlocks }) => {
          const index = extfragIndex(freeBlocks, hugeOrder)
          return index < 0 ? '–' : index.toFixed(2)
        },
      },
    ],
    zones,
  )
}

function marksTable(ctx: DrilldownContext): readonly Block[] {
  const zones = (ctx.evidence.get(zoneinfo)?.zones ?? []).filter(
    ({ pages }) => (pages.managed ?? pages.present ?? pages.free ?? 0) > 0,
  )
  if (zones.length === 0) return []
  const pageBytes = pageOf(ctx)
  type Zone = (typeof zones)[number]
  const pages = (title: Phrase, of: (zone: Zone) => number | undefined): TableColumn<Zone> =>
    bytesColumn(title, (zone) => {
      const count = of(zone)
      return count === undefined ? null : count * pageBytes
    })
  return [
    table<Zone>(
      ctx,
      L.marks,
      {},
      [
        textColumn(L.zone, ({ node, zone }) => `${node}:${zone}`),
        pages(L.free, (zone) => zone.pages.free),
        pages(L.percpu, (zone) => zone.pagesetsPages),
        pages(asIs('min'), (zone) => zone.pages.min),
        pages(asIs('low'), (zone) => zone.pages.low),
        pages(asIs('high'), (zone) => zone.pages.high),
      ],
      zones,
    ),
  ]
}

function typesTable(ctx: DrilldownContext): readonly Block[] {
  const rows = ctx.evidence.get(pagetypeinfo)?.blocks ?? []
  if (rows.length === 0) return []
  type Row = (typeof rows)[number]
  const count = (row: Row, type: string): number =>
    row.types.find((one) => one.type === type)?.pageBlocks ?? 0
  const share = (title: Phrase, of: (row: Row) => number): TableColumn<Row> => ({
    title,
    align: 'right',
    cell: (row) => {
      const all = row.types.reduce((sum, { pageBlocks }) => sum + pageBlocks, 0)
      return all === 0 ? '–' : formatNamed('shareRatio', of(row) / all)
    },
  })
  return [
    table<Row>(
      ctx,
      L.types,
      {},
      [
        textColumn(L.zone, ({ node, zone }) => `${node}:${zone}`),
        share(L.movable, (row) => count(row, 'Movable')),
        share(L.unmovable, (row) => count(row, 'Unmovable')),
        share(L.other, (row) =>
          row.types
            .filter(({ type }) => type !== 'Movable' && type !== 'Unmovable')
            .reduce((sum, { pageBlocks }) => sum + pageBlocks, 0),
        ),
      ],
      rows,
    ),
  ]
}
