/** `mappings`: how many there are against the limit, in series of one owner and size, and deleted files. */
import type { Drilldown, DrilldownContext } from '../../domain/drilldown.ts'
import type { Block } from '../../domain/report.ts'
import type { Phrase } from '../../domain/words.ts'
import { hostSettings, settingNumber } from '../../parsers/host/settings.ts'
import { maps } from '../../parsers/proc/maps.ts'
import { smaps } from '../../parsers/proc/smaps.ts'
import { processStatus } from '../../parsers/proc/status.ts'
import { bytesColumn, missing, rareBytesColumn, table, text, textColumn } from '../blocks.ts'
import { type Known, knownMappings } from '../known.ts'
import { fileNames } from '../names.ts'
import { type DeletedFile, deletedFiles, type Series, seriesOf } from './series.ts'

const SERIES_SHOWN = 15
const DELETED_SHOWN = 10

export const L = {
  title: { en: 'Mappings by number', zh: '按数量查看映射' },
  count: {
    en: '{count} mappings; vm.max_map_count allows {maxMapCount} ({usedRatio} used).',
    zh: '{count} 个映射；vm.max_map_count 上限 {maxMapCount}（已用 {usedRatio}）。',
  },
  countAlone: {
    en: '{count} mappings; vm.max_map_count was not read.',
    zh: '{count} 个映射；未读取到 vm.max_map_count。',
  },
  atLeast: {
    en: 'The list was cut: there are more.',
    zh: '列表被截断：实际更多。',
  },
  series: {
    en: 'Series of one owner and size, {shown} of {total}. The kernel joins neighbours of one kind, so these are the least there were.',
    zh: '同一归属、同一大小的映射（{shown}/{total}）。内核会合并相邻的同类映射，因此这是最少的数量。',
  },
  deleted: {
    en: 'Deleted files that are still mapped',
    zh: '已删除但仍被映射的文件',
  },
  owner: { en: 'owner', zh: '归属' },
  number: { en: 'maps', zh: '映射数' },
  each: { en: 'each', zh: '每个' },
  total: { en: 'reserved', zh: '预留' },
  held: { en: 'held', zh: '占用' },
  file: { en: 'file', zh: '文件' },
} as const satisfies Record<string, Phrase>

export const DRILLDOWNS: readonly Drilldown[] = [
  {
    name: 'mappings',
    title: L.title,
    class: 'look',
    args: 'none',
    scope: 'process',
    wants: [maps, smaps, hostSettings, processStatus],
    answer(ctx) {
      const known = knownMappings(ctx.evidence)
      if (known === null) return [missing(ctx, maps)]
      return [...countText(known, ctx), seriesTable(known, ctx), ...deletedTable(known, ctx)]
    },
  },
]

function countText({ count, atLeast }: Known, ctx: DrilldownContext): readonly Block[] {
  const max = settingNumber(ctx.evidence.get(hostSettings), 'vmMaxMapCount')
  const said =
    max === null
      ? text(ctx, L.countAlone, { count })
      : text(ctx, L.count, { count, maxMapCount: max, usedRatio: count / Math.max(1, max) })
  return atLeast ? [said, text(ctx, L.atLeast)] : [said]
}

function seriesTable(known: Known, ctx: DrilldownContext): Block {
  const all = seriesOf(known)
  const names = fileNames(all.map(({ owner }) => owner.name))
  const shown = all.slice(0, SERIES_SHOWN)
  return table<Series>(
    ctx,
    L.series,
    { shown: shown.length, total: all.length },
    [
      textColumn(L.owner, ({ owner }) => names.get(owner.name) ?? owner.name),
      { title: L.number, align: 'right', cell: ({ count }) => String(count) },
      bytesColumn(L.each, ({ sizeBytes }) => sizeBytes),
      bytesColumn(L.total, ({ totalBytes }) => totalBytes),
      rareBytesColumn(L.held, ({ heldBytes }) => heldBytes),
    ],
    shown,
  )
}

function deletedTable(known: Known, ctx: DrilldownContext): readonly Block[] {
  const files = deletedFiles(known)
  if (files.length === 0) return []
  return [
    table<DeletedFile>(
      ctx,
      L.deleted,
      {},
      [
        textColumn(L.file, ({ path }) => path),
        bytesColumn(L.total, ({ sizeBytes }) => sizeBytes),
        rareBytesColumn(L.held, ({ heldBytes }) => heldBytes),
      ],
      files.slice(0, DELETED_SHOWN),
    ),
  ]
}
