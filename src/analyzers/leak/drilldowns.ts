/** `growth`: what the history says about this subject, with every figure that the verdict rests on. */

import { formatBytes } from '../../domain/bytes.ts'
import type { Drilldown, DrilldownContext } from '../../domain/drilldown.ts'
import type { Growth } from '../../domain/growth.ts'
import type { Block } from '../../domain/report.ts'
import type { SampleRow } from '../../domain/sample.ts'
import { displayName } from '../../domain/subject.ts'
import { formatDuration } from '../../domain/time.ts'
import { formatNamed, type Phrase, say, type Text, type WordTable } from '../../domain/words.ts'
import { foretold } from '../../growth/foretold.ts'
import { type Life, livesOf } from '../../growth/lives.ts'
import { type GrowthMetric, metricOf, metricValue } from '../../growth/metric.ts'
import { seriesOf } from '../../growth/series.ts'
import { processStat } from '../../parsers/proc/stat.ts'
import { processStatus } from '../../parsers/proc/status.ts'
import { bytesColumn, bytesOrDash, table, text, textColumn, utcColumn } from '../blocks.ts'
import { otherFigures, verdictBlock } from './says.ts'

/** Lives and readings that are listed; older ones are in the store. */
const ROWS_SHOWN = 12

export const L = {
  title: { en: 'Growth over time', zh: '内存增长' },
  metric: { en: 'Judged by', zh: '依据指标' },
  rate: { en: 'Rate', zh: '增长速率' },
  interval: { en: 'About between', zh: '大约在' },
  risen: { en: 'Change', zh: '变化量' },
  points: { en: 'Readings', zh: '采样数' },
  span: { en: 'Over', zh: '时间跨度' },
  since: { en: 'Since', zh: '起始时间' },
  eta: { en: 'Time to limit', zh: '距触及上限' },
  lives: { en: 'Lives', zh: '生命周期数' },
  none: {
    en: 'No usable reading of this process yet, so nothing can be said about growth.',
    zh: '尚无该进程的可用采样，无法判断增长情况。',
  },
  livesCaption: {
    en: 'Lives of {subject}, newest last',
    zh: '{subject} 的各次生命周期（最新在最后）',
  },
  started: { en: 'started, UTC', zh: '启动（UTC）' },
  pid: { en: 'pid', zh: 'PID' },
  first: { en: 'first', zh: '首值' },
  last: { en: 'last', zh: '末值' },
  peak: { en: 'peak', zh: '峰值' },
  count: { en: 'readings', zh: '采样数' },
  readingsCaption: { en: 'Newest readings of this life', zh: '本次生命周期的最近采样' },
  at: { en: 'UTC', zh: 'UTC' },
} as const satisfies Record<string, Phrase>

export const METRIC_WORDS: WordTable<GrowthMetric> = {
  anonAndSwapBytes: { en: 'anon + swap', zh: '匿名 + swap' },
  anonBytes: { en: 'anon', zh: '匿名内存' },
  rssBytes: { en: 'RSS', zh: 'RSS' },
  unavailableBytes: { en: 'not available', zh: '不可用内存' },
  unreclaimableBytes: { en: 'unreclaimable', zh: '不可回收' },
}

const growth: Drilldown = {
  name: 'growth',
  title: L.title,
  class: 'look',
  args: 'none',
  scope: 'process',
  groups: true,
  // Read anew, so that the answer holds the present level too.
  wants: [processStatus, processStat],
  answer(ctx) {
    if (ctx.growth === null) return [text(ctx, L.none)]
    return [
      { kind: 'fields', fields: fieldsOf(ctx.growth, ctx) },
      verdictBlock(ctx.growth, ctx),
      ...tablesOf(ctx),
    ]
  },
}

export const DRILLDOWNS: readonly Drilldown[] = [growth]

type Field = { readonly label: Text; readonly value: Text }

function fieldsOf(of: Growth, ctx: DrilldownContext): readonly Field[] {
  const perDay = (bytes: number | null): string =>
    bytes === null ? '–' : formatNamed('bytesPerDay', bytes)
  const field = (label: Phrase, value: Text): Field => ({ label: say(label, {}, ctx.lang), value })
  const eta = foretold(of)
  const until =
    eta === null
      ? []
      : [`${formatDuration(eta.seconds * 1000)} (${eta.limitName}, ${formatBytes(eta.limitBytes)})`]
  const interval = of.slopeLo === null ? [] : [`${perDay(of.slopeLo)} – ${perDay(of.slopeHi)}`]
  return [
    field(L.metric, [metricWord(of.metric, ctx)]),
    field(L.rate, [perDay(of.slopeBytesPerDay)]),
    ...interval.map((value) => field(L.interval, [value])),
    field(L.risen, [bytesOrDash(of.risenBytes)]),
    field(L.points, [String(of.points)]),
    field(L.span, [formatDuration(of.spanSec * 1000)]),
    field(L.since, of.since === null ? ['–'] : [{ timeMs: of.since }]),
    field(L.lives, [String(of.incarnations)]),
    ...until.map((value) => field(L.eta, [value])),
  ]
}

function metricWord(metric: string, ctx: DrilldownContext): string {
  const words: Readonly<Record<string, Phrase>> = METRIC_WORDS
  return words[metric]?.[ctx.lang] ?? metric
}

function tablesOf(ctx: DrilldownContext): readonly Block[] {
  const rows = ctx.history.filter((row) => row.kind === 'process')
  const lives = livesOf(rows, ctx.nowMs)
  // The present life is the one that was seen last: the run's own sample is the newest of all.
  const present = [...lives].sort((a, b) => b.lastAtMs - a.lastAtMs)[0]
  if (present === undefined) return []
  const metric = metricOf(present.rows, 'anonAndSwapBytes')
  const bytesOf = (life: Life): readonly number[] =>
    seriesOf(life.rows, metric, ctx.nowMs).points.map(([, bytes]) => bytes)
  const livesTable = table<Life>(
    ctx,
    L.livesCaption,
    { subject: displayName(ctx.subject) },
    [
      utcColumn(L.started, (life) => life.startedAtMs ?? life.firstAtMs),
      textColumn(L.pid, (life) => String(life.rows[0]?.pid ?? '–')),
      bytesColumn(L.first, (life) => bytesOf(life)[0] ?? null),
      bytesColumn(L.last, (life) => bytesOf(life).at(-1) ?? null),
      bytesColumn(L.peak, (life) =>
        bytesOf(life).reduce<number | null>((max, bytes) => Math.max(max ?? 0, bytes), null),
      ),
      { title: L.count, align: 'right', cell: (life) => String(life.rows.length) },
    ],
    lives.slice(-ROWS_SHOWN),
  )
  const readings = table<SampleRow>(
    ctx,
    L.readingsCaption,
    {},
    [
      utcColumn(L.at, (row) => row.atMs),
      bytesColumn(METRIC_WORDS[metric], (row) => metricValue(row, metric)),
      bytesColumn(METRIC_WORDS.rssBytes, (row) => metricValue(row, 'rssBytes')),
    ],
    present.rows.slice(-ROWS_SHOWN),
  )
  return [livesTable, ...otherFigures(present.rows, ctx), readings]
}
