/** The hosts of an order's round -> their picture as data, worst first. */
import { formatBytes } from '../domain/bytes.ts'
import type { FleetChart } from '../domain/chart.ts'
import { type Verdict, verdictRank } from '../domain/finding.ts'
import type { GrowthVerdict } from '../domain/growth.ts'
import { LIMITS } from '../domain/limits.ts'
import type { Report } from '../domain/report.ts'
import type { SampleRow } from '../domain/sample.ts'
import { formatDuration, isoUtc, SECOND_MS } from '../domain/time.ts'
import { type Lang, type Params, type Phrase, plain, say } from '../domain/words.ts'
import { foretold } from '../growth/foretold.ts'
import { PAST_MS, pastParts, usedNow } from './hostPast.ts'
import { FLEET_WORDS } from './words/fleet.ts'

export interface FleetHost {
  readonly host: string
  readonly verdict: Verdict
  /** Null where the host could not be checked. */
  readonly report: Report | null
  /** Its readings, oldest first, this round's included. */
  readonly rows: readonly SampleRow[]
}

export interface FleetInput {
  readonly hosts: readonly FleetHost[]
  /** The finding of the round, in the drawn and in the reader's language. */
  readonly title: Phrase
  readonly dueAtMs: number
  readonly lang: Lang
  /** The language of what is drawn. */
  readonly drawnLang: Lang
}

/** One host is told by its own line. */
const LEAST_HOSTS = 2
/** Parts of the week: three hours each. */
const PARTS = 56
/** Rows that are read aloud. */
const ALT_ROWS = 5
/** A ten-thousandth of the memory is less than a pixel. */
const DIGITS = 4
const NOTHING = '–'
const GROWING: readonly GrowthVerdict[] = ['leaking', 'growing-not-yet-proved']

/** Null where fewer than two hosts told how full they are. */
export function fleetChart(of: FleetInput): FleetChart | null {
  const all = of.hosts.map((one) => ({ ...one, used: one.report && usedNow(one.report) }))
  if (all.filter(({ used }) => used !== null).length < LEAST_HOSTS) return null
  const worst = all.toSorted(
    (a, b) =>
      verdictRank(a.verdict) - verdictRank(b.verdict) ||
      (b.used ?? 0) - (a.used ?? 0) ||
      a.host.localeCompare(b.host),
  )
  const shown = worst.slice(0, LIMITS.fleetRows)
  const more = worst.length - shown.length || null
  const rows = shown.map((one) => rowOf(one, of))
  const word = (phrase: Phrase, params: Params = {}): string =>
    plain(say(phrase, params, of.drawnLang))
  const dueAt = isoUtc(of.dueAtMs).slice(0, 16).replace('T', ' ')
  return {
    kind: 'fleet',
    title: of.title[of.drawnLang],
    subtitle: word(FLEET_WORDS.subtitle, { dueAt, shown: more && shown.length }),
    alt: altOf(shown, more, of),
    tone: toneOf(shown[0]?.verdict ?? 'unknown'),
    columns: {
      host: word(FLEET_WORDS.host),
      used: word(FLEET_WORDS.used),
      past: word(FLEET_WORDS.past, { spanMs: PAST_MS }),
      change: word(FLEET_WORDS.change),
      full: word(FLEET_WORDS.full),
    },
    rows,
    others: more === null ? '' : word(FLEET_WORDS.others, { others: more }),
  }
}

type Read = FleetHost & { readonly used: number | null }

function rowOf(one: Read, { dueAtMs, drawnLang }: FleetInput): FleetChart['rows'][number] {
  const { change, full } = paceOf(one.report)
  const untilMs = one.report?.atMs ?? dueAtMs
  return {
    host: one.host,
    tone: toneOf(one.verdict),
    used: one.used,
    note: one.used === null ? FLEET_WORDS.unread[drawnLang] : '',
    past: pastParts(one.rows, untilMs, PARTS).map((part) => part && Number(part.toFixed(DIGITS))),
    change: change ?? (isJudged(one.report) ? FLEET_WORDS.flat[drawnLang] : NOTHING),
    grows: change !== null,
    full: full ?? NOTHING,
  }
}

/** What it grows a day and when it is full, where that may be said. */
function paceOf(report: Report | null): {
  readonly change: string | null
  readonly full: string | null
} {
  const growth = report?.growth ?? null
  if (growth === null || !GROWING.includes(growth.verdict)) return { change: null, full: null }
  const slope = growth.slopeBytesPerDay ?? 0
  if (slope <= 0) return { change: null, full: null }
  const eta = foretold(growth)
  return {
    change: `+${formatBytes(slope)}`,
    full: eta === null ? null : formatDuration(eta.seconds * SECOND_MS),
  }
}

/** Of what has too few readings nothing is known: it is not flat. */
function isJudged(report: Report | null): boolean {
  return report?.growth != null && report.growth.verdict !== 'insufficient-data'
}

function altOf(shown: readonly Read[], more: number | null, { title, lang }: FleetInput): string {
  const told = shown.slice(0, ALT_ROWS).map(({ host, used, report }) => {
    if (used === null) return plain(say(FLEET_WORDS.altUnread, { host }, lang))
    return plain(say(FLEET_WORDS.altRow, { host, usedRatio: used, ...paceOf(report) }, lang))
  })
  const worst = told.join(lang === 'zh' ? '；' : '; ')
  return plain(say(FLEET_WORDS.alt, { title: title[lang], worst, others: more }, lang))
}

function toneOf(verdict: Verdict): FleetChart['tone'] {
  return verdict === 'critical' || verdict === 'warning' ? verdict : 'calm'
}
