/** `who`: which program of the host grew, said with as much doubt as there were looks. */
import type { ComponentSnapshot } from '../../domain/components.ts'
import type { Drilldown, DrilldownContext } from '../../domain/drilldown.ts'
import type { Block } from '../../domain/report.ts'
import type { Params, Phrase } from '../../domain/words.ts'
import {
  type ComponentRanking,
  NAMED_SHARE,
  type RankedComponent,
  rankComponents,
} from '../../growth/components/rank.ts'
import { firstArgs } from '../../parsers/proc/firstArgs.ts'
import { meminfo } from '../../parsers/proc/meminfo.ts'
import { processes } from '../../parsers/proc/processes.ts'
import { bytesColumn, missing, table, text, textColumn } from '../blocks.ts'

/** A score of less says that it may be over already. */
const NAMED_SCORE = 0.5
/** A part's rise below this is no reason to name it, whatever its share. */
const NAMED_RISE_BYTES = 8 * 1024 * 1024

export const L = {
  title: { en: 'Who grew', zh: '谁在增长' },
  one: {
    en: 'This is the first look at the programs of {host} since its boot: who grew is told from the second on. Each check keeps one, at most one in five minutes.',
    zh: '这是 {host} 本次启动后第一次记录各程序的占用，从第二次起才能看出谁在增长。每次检查都会记录，间隔至少五分钟。',
  },
  none: {
    en: 'In {snapshots} looks over {spanSeconds} no program of {host} grew.',
    zh: '{spanSeconds} 内的 {snapshots} 次记录中，{host} 没有程序在增长。',
  },
  difference: {
    en: 'Between {snapshots} looks over {spanSeconds}: candidates, the likeliest first. So few looks name no culprit.',
    zh: '{spanSeconds} 内 {snapshots} 次记录之间的差异：候选者按可能性排列。记录太少，不能认定是谁。',
  },
  trend: {
    en: 'In {snapshots} looks over {spanSeconds}, the likeliest first',
    zh: '{spanSeconds} 内 {snapshots} 次记录，按可能性排列',
  },
  program: { en: 'program', zh: '程序' },
  first: { en: 'then', zh: '当时' },
  last: { en: 'now', zh: '现在' },
  rise: { en: 'grew by', zh: '增加' },
  share: { en: 'share', zh: '占比' },
  count: { en: 'count', zh: '数量' },
  explained: {
    en: 'In use and swapped out grew by {risenBytes} in that time. No program accounts for {unexplainedBytes} of it: the kernel, shared memory, tmpfs, or a program that has ended.',
    zh: '同期占用与换出的内存共增加 {risenBytes}，其中 {unexplainedBytes} 不属于任何程序：内核、共享内存、tmpfs，或已结束的程序。',
  },
  allExplained: {
    en: 'In use and swapped out grew by {risenBytes} in that time; the programs together account for all of it.',
    zh: '同期占用与换出的内存共增加 {risenBytes}，各程序的增加足以解释全部。',
  },
  fell: {
    en: 'In use and swapped out did not grow in that time: what grew stands beside what was given back.',
    zh: '同期占用与换出的内存总体没有增加：有程序增长，也有内存被归还。',
  },
  cut: {
    en: '{cut} of the looks did not name all programs: what they lack is not taken for nothing.',
    zh: '其中 {cut} 次记录没有列出全部程序，缺少的部分不按 0 计算。',
  },
} as const satisfies Record<string, Phrase>

export const WHO: Drilldown = {
  name: 'who',
  title: L.title,
  class: 'look',
  args: 'none',
  scope: 'host',
  wants: [processes, firstArgs, meminfo],
  answer(ctx) {
    if (!ctx.evidence.has(processes.id)) return [missing(ctx, processes)]
    return told(ctx, ctx.components, rankComponents(ctx.components))
  },
}

/** The program that the growth is put down to; null where so many looks, or so small a share, allow no name. */
export function growerOf(snapshots: readonly ComponentSnapshot[]): RankedComponent | null {
  const { confidence, candidates } = rankComponents(snapshots)
  const [first] = candidates
  if (first === undefined || confidence === 'none' || confidence === 'difference') return null
  const sure = first.score === null || first.score >= NAMED_SCORE
  const large = first.share >= NAMED_SHARE && riseOf(first) >= NAMED_RISE_BYTES
  return sure && large ? first : null
}

export function nameOf({ path }: RankedComponent): string {
  return path.join(' / ')
}

export function riseOf({ firstBytes, lastBytes }: RankedComponent): number {
  return lastBytes - firstBytes
}

function told(
  ctx: DrilldownContext,
  snapshots: readonly ComponentSnapshot[],
  ranking: ComponentRanking,
): readonly Block[] {
  const { confidence, candidates } = ranking
  const spanMs = (snapshots.at(-1)?.atMs ?? 0) - (snapshots[0]?.atMs ?? 0)
  const cut = snapshots.filter(({ complete }) => !complete).length
  const params: Params = {
    host: ctx.subject.host,
    snapshots: ranking.snapshots,
    spanSeconds: spanMs / 1000,
  }
  if (confidence === 'none') return [text(ctx, L.one, params)]
  const incomplete = cut === 0 ? [] : [text(ctx, L.cut, { cut })]
  if (candidates.length === 0) return [text(ctx, L.none, params), ...incomplete]
  return [
    table(ctx, confidence === 'difference' ? L.difference : L.trend, params, COLUMNS, candidates),
    ...restOf(ctx, ranking),
    ...incomplete,
  ]
}

const COLUMNS = [
  textColumn<RankedComponent>(L.program, nameOf),
  bytesColumn<RankedComponent>(L.first, ({ firstBytes }) => firstBytes),
  bytesColumn<RankedComponent>(L.last, ({ lastBytes }) => lastBytes),
  bytesColumn<RankedComponent>(L.rise, riseOf),
  {
    title: L.share,
    align: 'right',
    cell: ({ share }: RankedComponent) => `${Math.round(share * 100)} %`,
  },
  {
    title: L.count,
    align: 'right',
    cell: ({ count: { first, last } }: RankedComponent) =>
      first === last ? '' : `${first} → ${last}`,
    idle: '',
  },
] as const

function restOf(ctx: DrilldownContext, ranking: ComponentRanking): readonly Block[] {
  const { totalRiseBytes: risenBytes, unexplainedBytes } = ranking
  if (risenBytes === null || unexplainedBytes === null) return []
  if (risenBytes <= 0) return [text(ctx, L.fell)]
  return [
    unexplainedBytes > 0
      ? text(ctx, L.explained, { risenBytes, unexplainedBytes })
      : text(ctx, L.allExplained, { risenBytes }),
  ]
}
