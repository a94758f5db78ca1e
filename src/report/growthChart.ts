/** History -> the growth chart as data, its title the finding (design 9). */

import { formatBytes, formatRate } from '../domain/bytes.ts'
import type { GrowthChart } from '../domain/chart.ts'
import type { GrowthVerdict } from '../domain/growth.ts'
import type { ImportedShare } from '../domain/imported.ts'
import { LIMITS } from '../domain/limits.ts'
import type { Mark } from '../domain/mark.ts'
import type { Report } from '../domain/report.ts'
import type { SampleKind, SampleRow } from '../domain/sample.ts'
import { displayName } from '../domain/subject.ts'
import { DAY_MS, formatDuration, SECOND_MS } from '../domain/time.ts'
import { type Lang, type Params, type Phrase, plain, say } from '../domain/words.ts'
import { foretold } from '../growth/foretold.ts'
import { begunMs, type Life, livesOf, restartsOf } from '../growth/lives.ts'
import { growthMetric, metricValue } from '../growth/metric.ts'
import { CHART_LINES, TITLE_LINE } from './chartLines.ts'
import { importedText } from './importedText.ts'
import { chartMarks } from './marks.ts'
import { UI_WORDS } from './words/ui.ts'

export interface ChartInput {
  readonly report: Omit<Report, 'charts'>
  /** The subject's rows, oldest first, this run's included. */
  readonly rows: readonly SampleRow[]
  /** What of the rows others had kept: said below the title. */
  readonly imported: ImportedShare | null
  readonly limit: { readonly bytes: number; readonly name: string } | null
  /** What people marked on the host. */
  readonly marks: readonly Mark[]
  readonly lang: Lang
  /** Of the words inside of the picture; English where it is not said. */
  readonly drawnLang?: Lang
}

/** A change below this share of the level is drawn and told as flat. */
const FLAT_RATIO = 0.01

/** Verdicts that a rate may be told with; of too few points it is a difference over time. */
const GROWING: readonly GrowthVerdict[] = ['leaking', 'growing-not-yet-proved', 'insufficient-data']

/** Null when there is not one reading to draw. */
export function growthChart(input: ChartInput): GrowthChart | null {
  const { kind } = input.report.subject
  return kind === 'core' ? null : chartOf({ ...input, kind })
}

interface Drawn extends ChartInput {
  readonly kind: SampleKind
}

function chartOf(input: Drawn): GrowthChart | null {
  const { report } = input
  const lives = ownLives(livesOf(input.rows, report.atMs), report.incarnation?.key ?? null)
  const rows = lives
    .flatMap((life) => life.rows)
    .sort((a, b) => a.atMs - b.atMs)
    .slice(-LIMITS.historySamples)
  const lines = CHART_LINES[input.kind]
    .map(([label, metric]) => ({ label, points: pointsOf(rows, metric) }))
    .filter((line) => line.points.some(([, bytes]) => bytes !== null && bytes > 0))
  const first = rows[0]
  const last = rows.at(-1)
  if (lines.length === 0 || first === undefined || last === undefined) return null
  const { drawnLang = 'en' } = input
  const drawn = titleOf({ ...input, lang: drawnLang }, rows)
  const title = titleOf(input, rows).title
  const subtitle = subtitleOf(input, last.atMs - first.atMs)
  const marked = chartMarks(input.marks, first.atMs, last.atMs, input.lang)
  return {
    kind: 'growth',
    title: drawn.title,
    subtitle: subtitleOf({ ...input, lang: drawnLang }, last.atMs - first.atMs),
    alt: `${title}. ${subtitle}. ${lines.map((line) => `${line.label} ${lastBytes(line.points)}`).join(', ')}.${marked.alt && ` ${marked.alt}`}`,
    tone: drawn.tone,
    series: lines,
    limit: limitOf(input, lines),
    floors: report.growth?.floors ?? [],
    floorLabel: UI_WORDS.floors[drawnLang],
    restarts: restartsOf(lives),
    restartLabel: UI_WORDS.restart[drawnLang],
    marks: marked.marks,
    forecast: forecastOf(input, rows),
    zone: 'UTC',
  }
}

/** The present life and those that ended before it began: a sibling that runs beside it is another line. */
function ownLives(lives: readonly Life[], present: string | null): readonly Life[] {
  const now = lives.find((life) => life.key === present)
  return now === undefined
    ? lives
    : lives.filter((life) => life === now || life.lastAtMs <= begunMs(now))
}

type Points = readonly (readonly [number, number | null])[]

function pointsOf(rows: readonly SampleRow[], metric: string): Points {
  return rows.map((row) => [
    row.atMs,
    metric === 'unavailableBytes'
      ? metricValue(row, metric)
      : ((row.values as Readonly<Record<string, number | null>>)[metric] ?? null),
  ])
}

function lastBytes(points: Points): string {
  const last = points.findLast(([, bytes]) => bytes !== null)
  return last?.[1] == null ? '–' : formatBytes(last[1])
}

function titleOf(input: Drawn, rows: readonly SampleRow[]): Pick<GrowthChart, 'title' | 'tone'> {
  const { report, lang } = input
  const { growth } = report
  // One reading draws no fault: what the run found stands in its words.
  const { verdict } = report
  const isFault = rows.length > 1 && (verdict === 'critical' || verdict === 'warning')
  const tone = isFault ? verdict : 'calm'
  const [metric, judged] = TITLE_LINE[input.kind]
  const text = (phrase: Phrase, params: Params): string =>
    plain(say(phrase, { metric, ...params }, lang))
  if (
    growth !== null &&
    GROWING.includes(growth.verdict) &&
    growth.slopeBytesPerDay !== null &&
    growth.slopeBytesPerDay > 0 &&
    growth.points >= 3
  ) {
    const eta = foretold(growth)
    const params = {
      rate: formatRate(growth.slopeBytesPerDay),
      // `memory.max /app` is named in full at its line.
      limit: eta?.limitName.split(' ')[0] ?? null,
      etaSeconds: eta?.seconds ?? null,
    }
    return {
      title: text(eta === null ? UI_WORDS.chartGrows : UI_WORDS.chartGrowsEta, params),
      tone,
    }
  }
  return {
    title: changeTitle(rows, judged, report.incarnation?.key ?? null, text),
    tone,
  }
}

/** What the present life's line did, in words that claim no trend. */
function changeTitle(
  rows: readonly SampleRow[],
  metric: string,
  life: string | null,
  text: (phrase: Phrase, params: Params) => string,
): string {
  const points = pointsOf(
    rows.filter((row) => life === null || row.incarnation === life),
    metric,
  ).filter(([, bytes]) => bytes !== null)
  const first = points[0]
  const last = points.at(-1)
  if (first === undefined || last === undefined)
    return text(UI_WORDS.chartFlat, { levelBytes: null })
  const levelBytes = last[1] ?? 0
  const change = levelBytes - (first[1] ?? 0)
  if (points.length === 1) return text(UI_WORDS.chartOne, { levelBytes })
  if (Math.abs(change) < FLAT_RATIO * Math.max(levelBytes, 1))
    return text(UI_WORDS.chartFlat, { levelBytes })
  const phrase = change > 0 ? UI_WORDS.chartRose : UI_WORDS.chartFell
  return text(phrase, { risenBytes: Math.abs(change), spanSeconds: (last[0] - first[0]) / 1000 })
}

function subtitleOf(input: Drawn, spanMs: number): string {
  const { report, lang } = input
  const phrase = SUBTITLES[input.kind]
  const pid = report.incarnation?.pid
  const words = plain(
    say(
      phrase,
      {
        subject: displayName(report.subject).slice(0, 60),
        pid: pid == null ? null : String(pid),
        host: report.subject.host,
        span: spanMs === 0 ? 'UTC' : `${formatDuration(spanMs)}, UTC`,
      },
      lang,
    ),
  )
  const past = importedText(input.imported, lang)
  return past === null ? words : `${words} · ${past}`
}

const SUBTITLES = {
  process: UI_WORDS.chartSub,
  host: UI_WORDS.chartSubHost,
  cgroup: UI_WORDS.chartSubGroup,
} as const

/** The host's whole memory is no limit to draw for a small process: it would press the lines flat. */
function limitOf(
  input: ChartInput,
  lines: readonly { readonly points: Points }[],
): GrowthChart['limit'] {
  // A host's own limit is its memory, whatever limit the tightest of its groups has.
  const eta = input.report.growth?.eta ?? null
  const host = input.report.subject.kind === 'host'
  const limit = host ? eta && { bytes: eta.limitBytes, name: eta.limitName } : input.limit
  if (limit === null) return null
  const top = Math.max(...lines.flatMap((line) => line.points.map(([, bytes]) => bytes ?? 0)))
  if (limit.name === 'MemTotal' && top < limit.bytes / 10) return null
  return { label: limit.name, bytes: limit.bytes }
}

function forecastOf(input: Drawn, rows: readonly SampleRow[]): GrowthChart['forecast'] {
  const { growth } = input.report
  const last = rows.at(-1)
  if (
    growth === null ||
    last === undefined ||
    growth.slopeBytesPerDay === null ||
    growth.slopeBytesPerDay <= 0
  )
    return null
  if (growth.verdict !== 'growing-not-yet-proved' && growth.verdict !== 'leaking') return null
  const values = last.values as Readonly<Record<string, number | null>>
  const fromBytes =
    input.report.subject.kind === 'process'
      ? (values['rssBytes'] ?? values['anonBytes'] ?? null)
      : metricValue(last, growthMetric(input.kind))
  if (fromBytes === null) return null
  const eta = foretold(growth)
  return {
    fromMs: last.atMs,
    fromBytes,
    bytesPerDay: growth.slopeBytesPerDay,
    band:
      growth.slopeLo === null || growth.slopeHi === null
        ? null
        : { lowPerDay: growth.slopeLo, highPerDay: growth.slopeHi },
    limitAtMs:
      eta === null || eta.seconds * SECOND_MS > FORESEEN_MS
        ? null
        : last.atMs + eta.seconds * SECOND_MS,
  }
}

/** A straight line is not drawn to a date further off than this. */
const FORESEEN_MS = 365 * DAY_MS
