/** Our own readings -> what stands out among them: new lives, the extreme, the steepest rise. */
import type { SampleRow } from '../../domain/sample.ts'
import { type Lang, say } from '../../domain/words.ts'
import type { TimelineEvent } from './event.ts'
import { TIMELINE_WORDS } from './words.ts'

type Point = readonly [atMs: number, bytes: number]

/** The metric that a subject's line shows. */
export function metricOf(rows: readonly SampleRow[]): {
  readonly name: string
  readonly label: string
  readonly high: boolean
} {
  return rows[0]?.kind === 'host'
    ? { name: 'memAvailableBytes', label: 'MemAvailable', high: false }
    : { name: 'anonBytes', label: 'anon', high: true }
}

export function pointsOf(rows: readonly SampleRow[], metric: string): readonly Point[] {
  return rows.flatMap((row): readonly Point[] => {
    const bytes = (row.values as Readonly<Record<string, number | null>>)[metric] ?? null
    return bytes === null ? [] : [[row.atMs, bytes]]
  })
}

/** Below this a rise between two readings is not worth a line. */
const RISE_FLOOR_BYTES = 16 * 1024 * 1024
const RISE_RATIO = 0.1

export function readingEvents(
  rows: readonly SampleRow[],
  subject: string,
  lang: Lang,
): readonly TimelineEvent[] {
  const metric = metricOf(rows)
  const points = pointsOf(rows, metric.name)
  return [
    ...lives(rows, subject, lang),
    ...extreme(points, metric, lang),
    ...steepest(points, metric, lang),
  ]
}

function lives(rows: readonly SampleRow[], subject: string, lang: Lang): readonly TimelineEvent[] {
  const seen = new Set(rows[0] === undefined ? [] : [rows[0].incarnation])
  return rows.flatMap((row) => {
    if (seen.has(row.incarnation)) return []
    seen.add(row.incarnation)
    const pid = row.pid === null ? '–' : String(row.pid)
    const what = say(TIMELINE_WORDS.started, { subject, pid }, lang)
    return [
      { atMs: row.startedAtMs ?? row.atMs, lane: 'readings', tone: 'warning', what, kills: 0 },
    ]
  })
}

function extreme(
  points: readonly Point[],
  metric: ReturnType<typeof metricOf>,
  lang: Lang,
): readonly TimelineEvent[] {
  const [first] = points
  if (first === undefined || points.length < 2) return []
  const found = points.reduce((best, point) =>
    (metric.high ? point[1] > best[1] : point[1] < best[1]) ? point : best,
  )
  const words = metric.high ? TIMELINE_WORDS.peak : TIMELINE_WORDS.lowest
  const what = say(words, { metric: metric.label, sizeBytes: found[1] }, lang)
  return [{ atMs: found[0], lane: 'readings', tone: 'calm', what, kills: 0 }]
}

function steepest(
  points: readonly Point[],
  metric: ReturnType<typeof metricOf>,
  lang: Lang,
): readonly TimelineEvent[] {
  if (!metric.high) return []
  let best: { readonly at: Point; readonly risen: number; readonly within: number } | null = null
  points.forEach((point, i) => {
    const before = points[i - 1]
    if (before === undefined) return
    const risen = point[1] - before[1]
    if (risen > (best?.risen ?? 0)) best = { at: point, risen, within: point[0] - before[0] }
  })
  // Assigned in the closure above, which the compiler's narrowing does not follow.
  const found = best as { at: Point; risen: number; within: number } | null
  if (found === null || found.risen < RISE_FLOOR_BYTES || found.risen < RISE_RATIO * found.at[1])
    return []
  const params = {
    metric: metric.label,
    risenBytes: found.risen,
    withinSeconds: found.within / 1000,
  }
  const what = say(TIMELINE_WORDS.rise, params, lang)
  return [{ atMs: found.at[0], lane: 'readings', tone: 'calm', what, kills: 0 }]
}
