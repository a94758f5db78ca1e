/** One OOM kill in full: what happened and why in words, whom, what the memory was, who held it, and the zones. */
import { formatBytes } from '../../domain/bytes.ts'
import type { DrilldownContext } from '../../domain/drilldown.ts'
import type { Block } from '../../domain/report.ts'
import { formatNamed, type Phrase, say, type Text, type WordTable } from '../../domain/words.ts'
import type { OomEvent, OomZone } from '../../parsers/kernel/events.ts'
import { bytesColumn, table, textColumn } from '../blocks.ts'
import { type Accounts, accountsOf, type Part } from './accounts.ts'
import { codeOf } from './codes.ts'
import { eventFields } from './eventFields.ts'
import { figuresOf } from './figures.ts'
import { type Holder, holdersOf } from './holders.ts'
import type { Told } from './recurrence.ts'
import { unitsOf } from './units.ts'
import type { Clocks } from './when.ts'
import { WORDS } from './words.ts'

const HOLDERS_SHOWN = 10
const ZONES_SHOWN = 8
/** Parts of the whole under this share are the kernel's rounding. */
const SHOWN_RATIO = 0.002

export const L = {
  which: { en: 'Kill {number} of {count}.', zh: '第 {number} 次，共 {count} 次。' },
  accounts: {
    en: 'What the {wholeBytes} were, by the accounts of the kernel',
    zh: '内核账目：这 {wholeBytes} 分别是什么',
  },
  part: { en: 'part', zh: '部分' },
  size: { en: 'size', zh: '大小' },
  share: { en: 'share', zh: '占比' },
  holders: {
    en: 'What the tasks of the table ({count}) held, by name: anonymous memory and swap; pages that forks share count in each',
    zh: '任务表（{count} 个任务）按名称汇总：匿名内存 + swap；fork 之间共享的页重复计入',
  },
  holdersRss: {
    en: 'What the tasks of the table ({count}) held, by name: RSS and swap; shared pages count in each task, so sums may exceed the memory',
    zh: '任务表（{count} 个任务）按名称汇总：RSS + swap；共享页在每个任务中重复计入，合计可能超过实际内存',
  },
  name: { en: 'name', zh: '名称' },
  tasks: { en: 'tasks', zh: '数量' },
  held: { en: 'held', zh: '占用' },
  largest: { en: 'largest', zh: '最大' },
  pid: { en: 'its PID', zh: '其 PID' },
  unit: { en: 'group', zh: 'cgroup' },
  zones: {
    en: 'Zones: a request fails where free is at or below min (low) and the reserve',
    zh: '各内存区：free 不高于 min（low）加保留量时，申请失败',
  },
  zone: { en: 'zone', zh: '区' },
  free: { en: 'free', zh: 'free' },
  low: { en: 'low', zh: 'low' },
  min: { en: 'min', zh: 'min' },
  managed: { en: 'managed', zh: 'managed' },
  order: { en: 'largest block', zh: '最大连续块' },
} as const satisfies Record<string, Phrase>

export const PART_WORDS: WordTable<Part> = {
  tasks: { en: 'tasks, anonymous', zh: '任务匿名内存' },
  shared: { en: 'shared, tmpfs', zh: '共享内存与 tmpfs' },
  files: { en: 'files, can be given back', zh: '文件缓存（可回收）' },
  kernel: { en: 'kernel', zh: '内核' },
  hugepages: { en: 'huge pages set aside', zh: '预留大页' },
  free: { en: 'free', zh: '空闲' },
  rest: { en: 'in no account', zh: '未计入' },
}

export function eventBlocks(
  one: Told,
  count: number,
  clocks: Clocks,
  ctx: DrilldownContext,
): readonly Block[] {
  const { event } = one
  const words = WORDS[codeOf(one)]
  const numbers = figuresOf(one, ctx)
  const story: Text = [
    ...(count === 1 ? [] : [...say(L.which, { number: String(one.number), count }, ctx.lang), ' ']),
    ...say(words.what, numbers, ctx.lang),
    ' ',
    ...say(words.why, numbers, ctx.lang),
  ]
  const accounts = accountsOf(event)
  return [
    { kind: 'text', text: story },
    eventFields(one, clocks, ctx),
    ...(accounts === null ? [] : [accountTable(accounts, ctx)]),
    ...(event.tasks.length === 0 ? [] : [holderTable(event, ctx)]),
    ...(one.cause.shortage === null ? [] : [zoneTable(event.zones, ctx)]),
  ]
}

function accountTable({ wholeBytes, parts }: Accounts, ctx: DrilldownContext): Block {
  const rows = Object.entries(parts)
    .map(([part, bytes]) => ({ part: part as Part, bytes }))
    .filter(({ part, bytes }) => part === 'tasks' || bytes >= SHOWN_RATIO * wholeBytes)
    .sort((a, b) => b.bytes - a.bytes)
  return table<{ readonly part: Part; readonly bytes: number }>(
    ctx,
    L.accounts,
    { wholeBytes },
    [
      textColumn(L.part, ({ part }) => PART_WORDS[part][ctx.lang]),
      bytesColumn(L.size, ({ bytes }) => bytes),
      {
        title: L.share,
        align: 'right',
        cell: ({ bytes }) => formatNamed('shareRatio', bytes / wholeBytes),
      },
    ],
    rows,
  )
}

function holderTable(event: OomEvent, ctx: DrilldownContext): Block {
  const split = event.tasks.some((task) => task.rssAnonBytes !== null)
  const units = unitsOf(event, ctx.evidence)
  return table<Holder>(
    ctx,
    split ? L.holders : L.holdersRss,
    { count: event.tasks.length },
    [
      textColumn(L.name, ({ name }) => name),
      { title: L.tasks, align: 'right', cell: (of) => String(of.count) },
      bytesColumn(L.held, ({ bytes }) => bytes),
      {
        title: L.largest,
        align: 'right',
        cell: ({ largestBytes, count }) => (count === 1 ? '' : formatBytes(largestBytes)),
        idle: '',
      },
      { title: L.pid, align: 'right', cell: ({ largest }) => String(largest.pid) },
      {
        title: { en: 'adj', zh: 'adj' },
        align: 'right',
        cell: ({ largest }) => String(largest.oomScoreAdj ?? '–'),
        idle: '0',
      },
      { ...textColumn(L.unit, (of) => units(of)), idle: '' },
    ],
    holdersOf(event.tasks).slice(0, HOLDERS_SHOWN),
  )
}

function zoneTable(zones: readonly OomZone[], ctx: DrilldownContext): Block {
  return table<OomZone>(
    ctx,
    L.zones,
    {},
    [
      textColumn(L.zone, ({ node, zone }) => `${node} ${zone}`),
      bytesColumn(L.free, ({ freeBytes }) => freeBytes),
      bytesColumn(L.min, ({ minBytes }) => minBytes),
      bytesColumn(L.low, ({ lowBytes }) => lowBytes),
      bytesColumn(L.managed, ({ managedBytes }) => managedBytes),
      { title: L.order, align: 'right', cell: largestOrder },
    ],
    zones.slice(0, ZONES_SHOWN),
  )
}

function largestOrder({ freeBlocks }: OomZone): string {
  if (freeBlocks === null) return '–'
  const order = freeBlocks.findLastIndex((count) => count > 0)
  return order < 0 ? '–' : `order ${order}`
}
