/** Readings of many hosts on one time: equal parts of the span, each host's median in each, against the fleet's. */
import { quantile } from './stats.ts'

/** Parts of the time; every host must have readings in nearly all of them. */
export const PARTS = 40

export type Parts = readonly (number | null)[]

/** The median of each part's readings; null where there are none. */
export function partsOf(
  points: readonly (readonly [number, number])[],
  fromMs: number,
  toMs: number,
): Parts {
  const held: number[][] = Array.from({ length: PARTS }, () => [])
  for (const [at, share] of points) {
    const part = Math.min(PARTS - 1, Math.floor(((at - fromMs) / (toMs - fromMs)) * PARTS))
    if (Number.isFinite(share)) held[part]?.push(share)
  }
  return held.map((values) => (values.length === 0 ? null : quantile(values, 0.5)))
}

/** What is left when the fleet's median of each part is taken away. */
export function againstMedian(rows: readonly Parts[]): readonly Parts[] {
  const medians = Array.from({ length: PARTS }, (_, part) => {
    const values = known(rows.map((row) => row[part] ?? null))
    return values.length === 0 ? 0 : quantile(values, 0.5)
  })
  return rows.map((row) =>
    row.map((value, part) => (value === null ? null : value - (medians[part] ?? 0))),
  )
}

/** What was read. */
export function known(values: Parts): readonly number[] {
  return values.filter((value) => value !== null)
}
