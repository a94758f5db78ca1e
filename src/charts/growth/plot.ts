/** The drawing area in px, and the way from time and bytes to it. */
import type { Horizon } from './horizon.ts'

export const HEIGHT = 380
/** Where the data are drawn, from top to bottom; above it is the lane of the restarts. */
const TOP = 92
const BOTTOM = 343
/** A second row under the axis, for dates, takes this much. */
export const AXIS_ROW = 17

export interface Plot {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
  x(atMs: number): number
  y(bytes: number): number
}

/** Gives the plot between two sides in px, over one or two rows of axis labels. */
export function plotOf(
  horizon: Pick<Horizon, 'fromMs' | 'endMs' | 'topBytes'>,
  left: number,
  right: number,
  rows: 1 | 2,
): Plot {
  const { fromMs, endMs, topBytes } = horizon
  const bottom = BOTTOM - (rows - 1) * AXIS_ROW
  return {
    left,
    right,
    top: TOP,
    bottom,
    x: (atMs) => left + ((atMs - fromMs) / (endMs - fromMs)) * (right - left),
    y: (bytes) => bottom - (bytes / topBytes) * (bottom - TOP),
  }
}
