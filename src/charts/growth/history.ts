/** A growth spec with only what can be drawn: finite numbers, in order, within what clocks and memory can show. */
import type { GrowthChart } from '../../domain/chart.ts'
import type { Sampled } from '../downsample.ts'

export interface Line {
  readonly label: string
  /** Null where a value was asked for and did not come. */
  readonly points: readonly (readonly [atMs: number, bytes: number | null])[]
  /** The newest value; null when there is none at all. */
  readonly last: Sampled | null
}

type Forecast = NonNullable<GrowthChart['forecast']>

export interface History {
  readonly lines: readonly Line[]
  readonly fromMs: number
  readonly toMs: number
  readonly maxBytes: number
  /** Instants within the history, in order. */
  readonly restarts: readonly number[]
  readonly limit: { readonly label: string; readonly bytes: number } | null
  readonly forecast: Forecast | null
  readonly floors: readonly Sampled[]
  /** Within the history, in order. */
  readonly marks: NonNullable<GrowthChart['marks']>
}

/** More lines than this cannot be told apart at 360 px. */
const MOST_LINES = 4
/** No counter of the kernel goes further. */
const MAX_BYTES = 2 ** 64
/** 9999-12-31: years of more digits are a fault of a clock, not a time. */
const MAX_AT_MS = 253_402_300_799_999

/** Gives the history of a spec, or null when there is not one value to draw. */
export function historyOf(spec: GrowthChart): History | null {
  const lines = spec.series.slice(0, MOST_LINES).map(lineOf)
  let fromMs = Number.POSITIVE_INFINITY
  let toMs = Number.NEGATIVE_INFINITY
  let maxBytes = 0
  for (const line of lines) {
    for (const [atMs, bytes] of line.points) {
      fromMs = Math.min(fromMs, atMs)
      toMs = Math.max(toMs, atMs)
      maxBytes = Math.max(maxBytes, bytes ?? 0)
    }
  }
  if (lines.every((line) => line.last === null)) return null
  return {
    lines,
    fromMs,
    toMs,
    maxBytes,
    restarts: spec.restarts.filter((at) => at >= fromMs && at <= toMs).sort((a, b) => a - b),
    marks: (spec.marks ?? [])
      .filter(({ atMs }) => atMs >= fromMs && atMs <= toMs)
      .toSorted((a, b) => a.atMs - b.atMs),
    limit: spec.limit !== null && isSize(spec.limit.bytes) ? spec.limit : null,
    forecast: forecastOf(spec),
    floors: spec.floors.filter(
      ([atMs, bytes]) => atMs >= fromMs && atMs <= toMs && bytes >= 0 && bytes <= maxBytes,
    ),
  }
}

/** Gives a series in order, with a gap for what is no size. */
export function lineOf(series: GrowthChart['series'][number]): Line {
  const points = series.points
    .filter(([atMs]) => isInstant(atMs))
    .map(([atMs, bytes]) => [atMs, bytes !== null && isSize(bytes) ? bytes : null] as const)
    .sort((a, b) => a[0] - b[0])
  let last: Sampled | null = null
  for (const [atMs, bytes] of points) if (bytes !== null) last = [atMs, bytes]
  return { label: series.label, points, last }
}

function forecastOf(spec: GrowthChart): Forecast | null {
  const { forecast } = spec
  if (forecast === null || !isInstant(forecast.fromMs) || !isSize(forecast.fromBytes)) return null
  if (!isRate(forecast.bytesPerDay)) return null
  const { limitAtMs, band } = forecast
  const known = band !== null && isRate(band.lowPerDay) && isRate(band.highPerDay)
  return {
    ...forecast,
    band: known && band.lowPerDay <= band.highPerDay ? band : null,
    limitAtMs: limitAtMs !== null && isInstant(limitAtMs) ? limitAtMs : null,
  }
}

function isRate(bytesPerDay: number): boolean {
  return Math.abs(bytesPerDay) <= MAX_BYTES
}

/** Whether a picture can show it. */
export function isSize(bytes: number): boolean {
  return bytes >= 0 && bytes <= MAX_BYTES
}

/** Whether it is an instant that people have a name for. */
export function isInstant(atMs: number): boolean {
  return atMs >= 0 && atMs <= MAX_AT_MS
}
