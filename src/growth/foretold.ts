/** How far ahead a line may be drawn: a minute of readings foretells minutes, not next month. */
import type { Eta, Growth } from '../domain/growth.ts'

/** A line is drawn no further ahead than this many times the span that it was seen for. */
export const HORIZON_SPANS = 16

/** When the limit is met, if that may be said; null beyond the horizon. */
export function foretold(growth: Pick<Growth, 'eta' | 'spanSec'>): Eta | null {
  const { eta } = growth
  return eta !== null && eta.seconds <= HORIZON_SPANS * growth.spanSec ? eta : null
}
