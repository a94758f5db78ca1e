/** When a limit is met: from the upper level of the newest readings, because peaks meet a limit, not floors. */
import type { Forecast } from '../domain/detected.ts'
import { DAY_MS, SECOND_MS } from '../domain/time.ts'
import type { RunOutlook } from './run.ts'

/** Two-sided 95 %: what is printed covers what it says only when doubled (measured: 80 % undoubled). */
export const INTERVAL = 1.96 * 2
/** An end of the interval beyond ten years is "open", not a date. */
const SAYABLE_SECONDS = (3650 * DAY_MS) / SECOND_MS

/** Null without a limit. */
export function forecast(
  { rate, rateError }: Pick<RunOutlook, 'rate' | 'rateError'>,
  peak: number,
  limitBytes: number | null,
): Forecast | null {
  if (limitBytes === null || rate <= 0) return null
  const room = Math.max(0, limitBytes - peak)
  const slowest = rate - INTERVAL * rateError
  const hi = slowest > 0 ? room / slowest : Number.POSITIVE_INFINITY
  return {
    seconds: room / rate,
    lo: room / (rate + INTERVAL * rateError),
    hi: hi <= SAYABLE_SECONDS ? hi : null,
  }
}
