/** Verdicts on series that somebody brought: one line each for programs, a table for people. */
import { formatRate } from '../domain/bytes.ts'
import type { Detected } from '../domain/detected.ts'
import type { GrowthVerdict } from '../domain/growth.ts'
import type { Block, Message } from '../domain/report.ts'
import { DAY_MS, formatDuration, HOUR_MS, isoUtc, SECOND_MS } from '../domain/time.ts'
import { type Lang, type Params, type Phrase, plain, say, type Text } from '../domain/words.ts'
import { foretold } from '../growth/foretold.ts'
import { SERIES_WORDS } from './words/series.ts'
import { GROWTH_WORDS } from './words/ui.ts'

/** What of one series is kept until the end: a file may hold many. */
export interface SeriesRow {
  readonly id: string
  readonly limit: number | null
  readonly detected: Pick<
    Detected,
    'verdict' | 'score' | 'slopePerDay' | 'slopeLo' | 'slopeHi' | 'sinceMs' | 'untilMs' | 'eta'
  > & { readonly basis: Pick<Detected['basis'], 'points' | 'spanSec'> }
}

/** `{id, verdict, score, slopeBytesPerDay, since, until, eta}`: null for what is not known. */
export function seriesJson({ id, limit, detected }: SeriesRow): unknown {
  const judged = detected.verdict !== 'insufficient-data'
  return {
    id,
    verdict: detected.verdict,
    score: judged ? rounded(detected.score, SCORE_DIGITS) : null,
    slopeBytesPerDay: rounded(detected.slopePerDay, SLOPE_DIGITS),
    since: iso(detected.sinceMs),
    until: iso(detected.untilMs),
    eta:
      detected.eta === null || limit === null
        ? null
        : {
            seconds: Math.round(detected.eta.seconds),
            lo: Math.round(detected.eta.lo),
            hi: rounded(detected.eta.hi, 0),
            limitBytes: limit,
            limitName: LIMIT,
          },
  }
}

const SCORE_DIGITS = 4
/** Values may be percents as well as bytes. */
const SLOPE_DIGITS = 4

function rounded(number: number | null, digits: number): number | null {
  return number === null ? null : Number(number.toFixed(digits))
}

/** What the series' own limit is called. */
const LIMIT = 'limit'

export interface SeriesAnswer {
  /** The worst, sorted. */
  readonly rows: readonly SeriesRow[]
  readonly counts: Readonly<Record<GrowthVerdict, number>>
  /** What was left out, for surfaces without a second stream. */
  readonly notes: readonly Text[]
  readonly exit: number
  readonly lang: Lang
}

export function seriesMessage(of: SeriesAnswer): Message {
  const { rows, counts, lang } = of
  const series = Object.values(counts).reduce((sum, count) => sum + count, 0)
  const head = headOf(of, series)
  const mark = counts.leaking > 0 ? 'warning' : of.exit === 0 ? 'ok' : 'unknown'
  const blocks: readonly Block[] = [
    { kind: 'headline', mark, text: head },
    ...(rows.length === 0 ? [] : [tableOf(rows, series, lang)]),
    ...(counts.leaking === 0
      ? []
      : [{ kind: 'text', text: say(SERIES_WORDS.proof, {}, lang) } as const]),
    ...(of.notes.length === 0 ? [] : [{ kind: 'context', items: of.notes } as const]),
  ]
  return { text: plain(head), blocks }
}

function headOf({ rows, counts, lang }: SeriesAnswer, series: number): Text {
  const [first] = rows
  if (first === undefined) return say(SERIES_WORDS.headNone, {}, lang)
  if (series === 1) {
    const verdict = GROWTH_WORDS[first.detected.verdict][lang]
    return say(SERIES_WORDS.headOne, { id: first.id, verdict }, lang)
  }
  return say(
    SERIES_WORDS.head,
    {
      series,
      leaking: counts.leaking,
      growing: counts['growing-not-yet-proved'],
      calm: counts.plateaued + counts.stable + counts['sawtooth-stable'],
      few: counts['insufficient-data'],
    },
    lang,
  )
}

function tableOf(rows: readonly SeriesRow[], series: number, lang: Lang): Block {
  const some = rows.length < series
  const caption = say(
    some ? SERIES_WORDS.captionSome : SERIES_WORDS.caption,
    { shown: rows.length, series },
    lang,
  )
  const titles = SERIES_WORDS.columns[lang].split(' | ')
  const all = rows.map((row) => cellsOf(row, lang))
  // A column that says nothing in any row is left out: a thread is narrow.
  const used = titles.map((_, i) => i).filter((i) => all.some((cells) => cells[i] !== NOTHING))
  return {
    kind: 'table',
    said: true,
    caption,
    columns: used.map((i) => ({ title: titles[i] ?? '', align: 'left' }) as const),
    rows: all.map((cells) => used.map((i) => cells[i] ?? NOTHING)),
  }
}

const NOTHING = '–'

function cellsOf({ id, limit, detected }: SeriesRow, lang: Lang): readonly string[] {
  const { verdict, basis } = detected
  const text = (phrase: Phrase, params: Params): string => plain(say(phrase, params, lang))
  const span = formatDuration(basis.spanSec * SECOND_MS)
  return [
    id,
    GROWTH_WORDS[verdict][lang],
    rateOf(detected, text),
    sinceOf(detected, text),
    etaOf(detected, limit, text),
    basis.spanSec === 0
      ? String(basis.points)
      : text(SERIES_WORDS.readings, { points: basis.points, span }),
  ]
}

type Say = (phrase: Phrase, params: Params) => string

/** Of what does not grow no rate is told: its interval holds zero. */
function rateOf({ slopePerDay, slopeLo, slopeHi }: SeriesRow['detected'], text: Say): string {
  if (slopePerDay === null || slopeLo === null || slopeHi === null) return NOTHING
  const [rate, low, high] = [slopePerDay, slopeLo, slopeHi].map(formatRate)
  return text(SERIES_WORDS.rate, { rate: rate ?? '', low: low ?? '', high: high ?? '' })
}

function sinceOf({ sinceMs, untilMs }: SeriesRow['detected'], text: Say): string {
  if (sinceMs === null) return NOTHING
  if (untilMs === null) return minute(sinceMs)
  return text(SERIES_WORDS.paused, { since: minute(sinceMs), until: minute(untilMs) })
}

function etaOf({ eta, basis }: SeriesRow['detected'], limit: number | null, text: Say): string {
  if (eta === null || limit === null) return NOTHING
  const told = { ...eta, limitBytes: limit, limitName: LIMIT }
  if (foretold({ eta: told, spanSec: basis.spanSec }) === null) return NOTHING
  const params = {
    etaSeconds: coarse(eta.seconds),
    lowSeconds: coarse(eta.lo),
    highSeconds: eta.hi === null ? null : coarse(eta.hi),
  }
  return text(eta.hi === null ? SERIES_WORDS.etaOpen : SERIES_WORDS.eta, params)
}

const [DAY_SEC, HOUR_SEC] = [DAY_MS / SECOND_MS, HOUR_MS / SECOND_MS]
/** From ten of a unit on, what is below it is more than is known. */
const COARSE_FROM = 10

function coarse(seconds: number): number {
  const unit = [DAY_SEC, HOUR_SEC].find((one) => seconds >= COARSE_FROM * one) ?? 1
  return Math.round(seconds / unit) * unit
}

function minute(atMs: number): string {
  return isoUtc(atMs).slice(0, 16).replace('T', ' ')
}

function iso(atMs: number | null): string | null {
  return atMs === null ? null : isoUtc(atMs)
}
