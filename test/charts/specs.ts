/** Specs as reports make them, for the tests of charts and raster. */
import { GIB, MIB } from '../../src/domain/bytes.ts'
import type { GrowthChart, StackChart } from '../../src/domain/chart.ts'
import { DAY_MS, HOUR_MS, SECOND_MS } from '../../src/domain/time.ts'

/** Fri 20 Nov 2026 08:00:00 UTC. */
export const NOW_MS = Date.UTC(2026, 10, 20, 8)

/** A calm spec without limit, restarts and forecast. */
export function specOf(parts: Partial<GrowthChart>): GrowthChart {
  return {
    kind: 'growth',
    title: 'RSS is flat at 312 MiB',
    subtitle: 'db1 · redis-server · pid 1201',
    alt: 'RSS is flat',
    tone: 'calm',
    series: [],
    limit: null,
    floors: [],
    floorLabel: 'floors',
    restarts: [],
    restartLabel: 'restart',
    forecast: null,
    zone: 'UTC',
    ...parts,
  }
}

/** Points from `startMs` on, one every `everyMs`. */
export function points(startMs: number, everyMs: number, values: readonly (number | null)[]) {
  return values.map((bytes, index) => [startMs + index * everyMs, bytes] as const)
}

/** 14 days of steady growth: 1 GiB at first, 200 MiB/day, hourly. */
export function fortnight(parts: Partial<GrowthChart> = {}): GrowthChart {
  const values = Array.from({ length: 14 * 24 + 1 }, (_, hour) => GIB + (hour / 24) * 200 * MIB)
  return specOf({
    title: 'RSS grows 200 MiB/day',
    series: [{ label: 'RSS', points: points(NOW_MS - 14 * DAY_MS, HOUR_MS, values) }],
    ...parts,
  })
}

/** A watch of 5 minutes at 5 seconds. */
export function watch(parts: Partial<GrowthChart> = {}): GrowthChart {
  const values = Array.from({ length: 61 }, (_, at) => (200 + at) * MIB)
  return specOf({
    title: 'RSS grows 12 MiB/min',
    series: [{ label: 'RSS', points: points(NOW_MS - 300 * SECOND_MS, 5 * SECOND_MS, values) }],
    ...parts,
  })
}

/** The forecast of `fortnight`, with the instant at which it meets a limit. */
export function forecastTo(limitBytes: number): NonNullable<GrowthChart['forecast']> {
  const nowBytes = GIB + 14 * 200 * MIB
  return {
    fromMs: NOW_MS - 14 * DAY_MS,
    fromBytes: GIB,
    bytesPerDay: 200 * MIB,
    band: null,
    limitAtMs: NOW_MS + ((limitBytes - nowBytes) / (200 * MIB)) * DAY_MS,
  }
}

/** A stack of bands given as sizes look by look, from the bottom up; the last one is the rest. */
export function stackOf(
  rows: readonly (readonly [label: string, note: string, sizes: readonly (number | null)[]])[],
  everyMs: number,
  parts: Partial<StackChart> = {},
): StackChart {
  const looks = rows[0]?.[2].length ?? 0
  return {
    kind: 'stack',
    title: 'CacheMemoryContext explains 88 % of the growth',
    subtitle: 'pg-main-2 · pid 20911 · contexts 961 MiB → 5.2 GiB in 7 d, 240 looks',
    alt: 'what grew',
    tone: 'calm',
    atMs: Array.from({ length: looks }, (_, i) => NOW_MS - (looks - 1 - i) * everyMs),
    bands: rows.map(([label, note, bytes], i) => ({
      label,
      note,
      bytes,
      rest: i > 0 && i === rows.length - 1,
    })),
    line: null,
    restarts: [],
    restartLabel: 'restart',
    zone: 'UTC',
    ...parts,
  }
}
