/** Words for when -> When, or what is wrong with them. */
import { validateDetailed } from 'node-cron'
import { LIMITS } from '../domain/limits.ts'
import type { When } from '../domain/order.ts'
import { parseDuration, SECOND_MS } from '../domain/time.ts'
import { instantsOf } from './instants.ts'

type WhenFault =
  | { readonly code: 'interval-too-short'; readonly leastMs: number }
  | { readonly code: 'bad-zone'; readonly zone: string }
  | { readonly code: 'bad-cron'; readonly detail: string }

export type WhenRead = { readonly when: When } | { readonly fault: WhenFault }

/**
 * Reads `5s`, `15m`, `1h` as an interval, all else as a cron expression (crontab(5): five fields, or six with
 * seconds first, or `@daily` and the like) in an IANA zone. Day of month and day of week must both match.
 */
export function validateWhen(text: string, zone: string): WhenRead {
  const everyMs = parseDuration(text.trim())
  if (everyMs !== null) {
    return everyMs < LIMITS.watchIntervalMs ? tooShort() : { when: { kind: 'interval', everyMs } }
  }
  if (!isZone(zone)) return { fault: { code: 'bad-zone', zone } }
  const expression = text.trim().replace(/\s+/g, ' ')
  const { errors, fields } = validateDetailed(expression)
  if (fields === undefined) return { fault: { code: 'bad-cron', detail: errors[0]?.message ?? '' } }
  const firstMs = instantsOf(expression, 'UTC').after(0)
  if (firstMs === null) return { fault: { code: 'bad-cron', detail: 'no such day' } }
  return closestSeconds(fields.second) * SECOND_MS < LIMITS.watchIntervalMs
    ? tooShort()
    : { when: { kind: 'cron', expression, zone } }
}

function tooShort(): WhenRead {
  return { fault: { code: 'interval-too-short', leastMs: LIMITS.watchIntervalMs } }
}

/** Seconds between the two nearest ticks of a minute, the first of the next minute included. */
function closestSeconds(field: readonly number[]): number {
  const seconds = [...field].sort((a, b) => a - b)
  return Math.min(
    ...seconds.map((second, index) => (seconds[index + 1] ?? (seconds[0] ?? 0) + 60) - second),
  )
}

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: zone })
    return true
  } catch (cause) {
    if (cause instanceof RangeError) return false
    throw cause
  }
}
