/** What readers of series give: points as they were written, nothing judged, and what could not be read. */
import type { Loss } from '../../domain/parsed.ts'

/** Which life of its subject a point is of, in the file's own words. */
export type LifeWord = string | number

export interface FoundSeries {
  readonly id: string
  /** First line it stands in, from 1. */
  readonly line: number
  /** Epoch milliseconds, as they came: not in order, perhaps impossible. */
  readonly atMs: readonly number[]
  readonly values: readonly number[]
  /** One for each point; null where the file does not tell lives. */
  readonly lives: readonly LifeWord[] | null
  /** What the values may rise to, in their unit. */
  readonly limit: number | null
  /** What of it was left out. */
  readonly losses: readonly Loss[]
}

/** The kind's name, as in `read --as series`. */
export const SERIES = 'series'

/** Points that one series is judged by; of more, every second is kept, again and again, so that the span stays whole. */
export const SERIES_POINTS = 20_000
/** Points of one table that are held until its end, for all its columns: two numbers each. */
export const TABLE_POINTS = 5_000_000
/** Series of one file. */
export const SERIES_IN_FILE = 100_000
/** An id is shown in tables and JSON: longer ones are a mistake. */
const ID_CHARS = 500

/** An id fit to print in one line. */
export function seriesId(text: string): string {
  const id = text.replace(/\s+/g, ' ').trim()
  return id.length <= ID_CHARS ? id : `${id.slice(0, ID_CHARS)}…`
}
