/** Durations and instants as people type and read them. Instants are epoch milliseconds unless the name says otherwise. */

export const SECOND_MS = 1000
export const MINUTE_MS = 60 * SECOND_MS
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS

const UNIT_MS = { s: SECOND_MS, m: MINUTE_MS, h: HOUR_MS, d: DAY_MS } as const
const DURATION = /^(\d{1,6})(s|m|h|d)$/

/** Reads `5s`, `10m`, `6h`, `30d`; gives milliseconds, or null when the word is no duration. */
export function parseDuration(word: string): number | null {
  const [, count, unit] = DURATION.exec(word) ?? []
  if (count === undefined || unit === undefined) return null
  const ms = Number(count) * UNIT_MS[unit as keyof typeof UNIT_MS]
  return ms > 0 ? ms : null
}

/** Gives the largest two units that matter: `3 d 4 h`, `2 min 5 s`, `850 ms`. */
export function formatDuration(ms: number): string {
  if (!Number.isFinite(ms)) return '?'
  const whole = Math.max(0, Math.round(ms))
  if (whole < SECOND_MS) return `${whole} ms`
  if (whole < 10 * SECOND_MS) return `${(whole / SECOND_MS).toFixed(1).replace(/\.0$/, '')} s`
  const parts: readonly (readonly [number, string])[] = [
    [Math.floor(whole / DAY_MS), 'd'],
    [Math.floor((whole % DAY_MS) / HOUR_MS), 'h'],
    [Math.floor((whole % HOUR_MS) / MINUTE_MS), 'min'],
    [Math.floor((whole % MINUTE_MS) / SECOND_MS), 's'],
  ]
  const first = parts.findIndex(([count]) => count > 0)
  return parts
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ')
}

/** ISO 8601 in UTC, without milliseconds: `2026-11-20T08:00:00Z`. */
export function isoUtc(atMs: number): string {
  return new Date(atMs).toISOString().replace(/\.\d{3}Z$/, 'Z')
}
