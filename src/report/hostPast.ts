/** How full a host was of late, by the readings that its own verdict was given on. */
import type { Report } from '../domain/report.ts'
import type { SampleRow } from '../domain/sample.ts'
import { DAY_MS } from '../domain/time.ts'
import { type Lang, say, type Text } from '../domain/words.ts'
import { metricValue } from '../growth/metric.ts'
import { inParts, type Parts, sparkline } from './sparkline.ts'
import { FLEET_WORDS } from './words/fleet.ts'

/** A week holds a weekend. */
export const PAST_MS = 7 * DAY_MS
/** Signs of a line of text: half a day each. */
const SIGNS = 14
/** A change below this share of the memory is drawn as flat. */
const LEAST_SPAN = 0.1
/** Fewer readings are told by their numbers. */
const LEAST_PARTS = 3

type Points = readonly (readonly [atMs: number, share: number])[]

/** Share of the memory in use by time, oldest first; rows of other subjects give none. */
export function sharesOf(rows: readonly SampleRow[]): Points {
  return rows.flatMap((row) => {
    const used = metricValue(row, 'unavailableBytes')
    const total = row.kind === 'host' ? row.values.memTotalBytes : null
    return used === null || total === null || total <= 0 ? [] : [[row.atMs, used / total] as const]
  })
}

/** The share now, by the newest reading; null where the subject is no host or did not tell. */
export function usedNow({ subject, levels }: Report): number | null {
  const total = levels['host.memTotalBytes'] ?? null
  const available = levels['host.memAvailableBytes'] ?? null
  if (subject.kind !== 'host' || total === null || available === null || total <= 0) return null
  return 1 - available / total
}

/** The share of the last week in at most so many parts. */
export function pastParts(rows: readonly SampleRow[], untilMs: number, most: number): Parts {
  return inParts(sharesOf(rows), untilMs - PAST_MS, untilMs, most)
}

/** The week in a few signs with its first and last share; nothing where there are too few readings for a line. */
export function lateText(rows: readonly SampleRow[], untilMs: number, lang: Lang): Text {
  const parts = pastParts(rows, untilMs, SIGNS)
  const known = parts.filter((part) => part !== null)
  const [firstRatio, lastRatio] = [known[0], known.at(-1)]
  if (known.length < LEAST_PARTS || firstRatio === undefined || lastRatio === undefined) return []
  const line = sparkline(parts, LEAST_SPAN)
  return say(FLEET_WORDS.lately, { firstRatio, lastRatio, spanMs: PAST_MS, line }, lang)
}
