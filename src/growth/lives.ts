/** The lives of one subject in its history: which there were, and when one followed another. */
import type { SampleRow } from '../domain/sample.ts'
import { isPlausible } from './clean.ts'

export interface Life {
  /** The incarnation's key. */
  readonly key: string
  readonly startedAtMs: number | null
  readonly firstAtMs: number
  readonly lastAtMs: number
  /** Oldest first. */
  readonly rows: readonly SampleRow[]
}

/** A start instant comes from the host's uptime seen by the bot's clock: it may be off by about this. */
const CLOCK_SLACK_MS = 2000

/** Lives by their beginning, the oldest first. Rows with bogus instants are left out. */
export function livesOf(rows: readonly SampleRow[], nowMs: number): readonly Life[] {
  const byKey = new Map<string, SampleRow[]>()
  for (const row of rows) {
    if (!isPlausible(row.atMs, nowMs)) continue
    const held = byKey.get(row.incarnation)
    if (held === undefined) byKey.set(row.incarnation, [row])
    else held.push(row)
  }
  return [...byKey]
    .map(([key, held]) => lifeOf(key, held, nowMs))
    .sort((a, b) => begunMs(a) - begunMs(b) || (a.key < b.key ? -1 : 1))
}

/**
 * Instants at which the subject began anew: a life that started after all earlier ones were last seen. Parallel
 * workers (lives that overlap) are no restarts. The start instant where it is known, else the first sample.
 */
export function restartsOf(lives: readonly Life[]): readonly number[] {
  const restarts: number[] = []
  let seenUntilMs: number | null = null
  for (const life of lives) {
    const begun = begunMs(life)
    if (
      seenUntilMs !== null &&
      begun + CLOCK_SLACK_MS > seenUntilMs &&
      life.firstAtMs > seenUntilMs
    ) {
      restarts.push(begun)
    }
    seenUntilMs = Math.max(seenUntilMs ?? life.lastAtMs, life.lastAtMs)
  }
  return restarts
}

/** When a life began, as far as it is known: its start instant, never after its first sample. */
export function begunMs(life: Life): number {
  return Math.min(life.startedAtMs ?? life.firstAtMs, life.firstAtMs)
}

function lifeOf(key: string, held: readonly SampleRow[], nowMs: number): Life {
  const rows = [...held].sort((a, b) => a.atMs - b.atMs)
  // A floor stands in the middle of its readings; the life was seen before and after.
  const firsts = rows.map((row) => row.floor?.firstAtMs ?? row.atMs)
  const lasts = rows.map((row) => row.floor?.lastAtMs ?? row.atMs)
  // Samples of one life may differ by the clocks' noise: the earliest start is taken, whatever the order.
  const starts = rows.flatMap(({ startedAtMs }) =>
    startedAtMs !== null && isPlausible(startedAtMs, nowMs) ? [startedAtMs] : [],
  )
  return {
    key,
    startedAtMs: starts.length === 0 ? null : Math.min(...starts),
    firstAtMs: firsts[0] ?? 0,
    lastAtMs: lasts.at(-1) ?? 0,
    rows,
  }
}
