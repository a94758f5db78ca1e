/** What a growth verdict says in a thread, whole sentences; and the figures of the process beside the judged one. */
import type { DrilldownContext } from '../../domain/drilldown.ts'
import type { Growth, GrowthVerdict } from '../../domain/growth.ts'
import type { Block } from '../../domain/report.ts'
import type { SampleRow } from '../../domain/sample.ts'
import { formatNamed, type Phrase, type WordTable } from '../../domain/words.ts'
import { detectGrowth } from '../../growth/detect.ts'
import { table, text, textColumn } from '../blocks.ts'

export const SAYS: WordTable<GrowthVerdict> = {
  leaking: {
    en: 'Leaking: of 100 series like this one {score} are leaks. What else fits best: {rival} ({rivalPercent}).',
    zh: '泄漏：形态如此的 100 个序列中有 {score} 个是泄漏。其次吻合的是：{rival}（{rivalPercent}）。',
  },
  'growing-not-yet-proved': {
    en: 'Growing, not proved to be a leak: a cache that fills looks the same until it bends (leaks among series like this one: {score} of 100).',
    zh: '在增长，但未证实是泄漏：正在填充的缓存在触顶之前看起来一模一样（此类序列 100 个中有 {score} 个是泄漏）。',
  },
  plateaued: {
    en: 'It rose and has levelled off: a warm-up or a cache that is full. That clears it only for the work it did since.',
    zh: '先上升后趋平：预热完成或缓存已满；仅说明在此后的负载下没有继续增长。',
  },
  'sawtooth-stable': {
    en: 'Up and down like a collector, and what is left after each fall does not rise.',
    zh: '如垃圾回收般起伏，且每次回落后的残留没有上升。',
  },
  stable: {
    en: 'No sure growth in this span. That does not clear the process: slow or event-driven leaks may not show in it.',
    zh: '该时段内未见明确增长，但这并不能排除泄漏：缓慢或由事件触发的泄漏在此时段内可能看不出来。',
  },
  'insufficient-data': {
    en: 'No verdict yet: {moreSamples} more readings of this life are needed.',
    zh: '尚无结论：本次生命周期内还需要 {moreSamples} 次采样。',
  },
}

export const SHAPES: Readonly<Record<string, Phrase>> = {
  const: { en: 'no growth', zh: '无增长' },
  step: { en: 'one step', zh: '一次阶跃' },
  step2: { en: 'two steps', zh: '两次阶跃' },
  saturating: { en: 'a warm-up', zh: '预热' },
  fill: { en: 'a cache that filled', zh: '已填满的缓存' },
  ramp: { en: 'a rise that ended', zh: '已结束的上升' },
  'warmup+line': { en: 'a warm-up', zh: '预热' },
  'step+line': { en: 'one step', zh: '一次阶跃' },
}

export function verdictBlock(of: Growth, ctx: DrilldownContext): Block {
  const [shape, weight] = of.rival ?? ['const', 0]
  return text(ctx, SAYS[of.verdict], {
    score: Math.round((of.score ?? 0) * 100),
    rival: SHAPES[shape]?.[ctx.lang] ?? shape,
    rivalPercent: weight * 100,
    moreSamples: of.needs?.moreSamples ?? 0,
  })
}

export const L = {
  caption: { en: 'Other figures of this life', zh: '本次生命周期的其他指标' },
  figure: { en: 'figure', zh: '指标' },
  verdict: { en: 'over time', zh: '趋势' },
  rate: { en: 'a day', zh: '每天' },
  now: { en: 'now', zh: '当前' },
} as const satisfies Record<string, Phrase>

export const VERDICTS: WordTable<GrowthVerdict> = {
  leaking: { en: 'rises for good', zh: '持续上升' },
  'growing-not-yet-proved': { en: 'rises', zh: '上升' },
  plateaued: { en: 'rose, level', zh: '升后持平' },
  'sawtooth-stable': { en: 'up and down', zh: '起伏' },
  stable: { en: 'level', zh: '持平' },
  'insufficient-data': { en: 'too few', zh: '数据不足' },
}

/** By the columns of a sample; bytes and plain counts. */
const FIGURES = [
  'rssBytes',
  'pssBytes',
  'swapBytes',
  'heapBytes',
  'mappings',
  'threads',
  'openFiles',
]

interface Figure {
  readonly name: string
  readonly verdict: GrowthVerdict
  readonly slopePerDay: number | null
  readonly now: number
}

/** A table of what else was read of this life, each judged for itself; none where nothing else was. */
export function otherFigures(rows: readonly SampleRow[], ctx: DrilldownContext): readonly Block[] {
  const figures = FIGURES.flatMap((name) => figureOf(name, rows, ctx.nowMs) ?? [])
  if (figures.length === 0) return []
  const amount = (of: Figure, value: number): string =>
    of.name.endsWith('Bytes')
      ? formatNamed('bytes', value)
      : formatNamed('count', Math.round(value))
  const named = (of: Figure): string => of.name.replace(/Bytes$/, '')
  return [
    table<Figure>(
      ctx,
      L.caption,
      {},
      [
        textColumn(L.figure, named),
        textColumn(L.verdict, (of) => VERDICTS[of.verdict][ctx.lang]),
        {
          title: L.rate,
          align: 'right',
          cell: (of) => (of.slopePerDay === null ? '–' : amount(of, of.slopePerDay)),
        },
        { title: L.now, align: 'right', cell: (of) => amount(of, of.now) },
      ],
      figures,
    ),
  ]
}

function figureOf(name: string, rows: readonly SampleRow[], nowMs: number): Figure | null {
  const known = rows.flatMap(({ atMs, values }) => {
    const value = (values as Readonly<Record<string, number | null>>)[name] ?? null
    return value === null ? [] : [[atMs, value] as const]
  })
  const last = known.at(-1)
  if (last === undefined) return null
  const { verdict, slopePerDay } = detectGrowth({
    atMs: known.map(([at]) => at),
    values: known.map(([, value]) => value),
    lives: null,
    limitBytes: null,
    nowMs,
  })
  return { name, verdict, slopePerDay, now: last[1] }
}
