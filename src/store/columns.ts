/**
 * Metrics as the tables hold them: `rssBytes` is the column `rssKib`. A size that is no whole number of kibibytes is
 * kept exactly, as bytes below zero.
 */
import { KIB } from '../domain/bytes.ts'
import { METRICS, type SampleKind } from '../domain/sample.ts'

/** Kibibytes of a size; the name of anything else. */
export type ColumnOf<M extends string> = M extends `${infer Name}Bytes` ? `${Name}Kib` : M

/** A row by the metrics' own names and units. */
export type Values = Readonly<Record<string, number | null>>

/** What is read of a row: the values of the columns that were asked for, in their order. */
export type Cells = readonly (number | null)[]

const isSize = (metric: string): boolean => metric.endsWith('Bytes')

export function columnOf(metric: string): string {
  return isSize(metric) ? metric.replace(/Bytes$/, 'Kib') : metric
}

/** A whole number, as its column holds it. */
export function packed(metric: string, value: number | null): number | null {
  if (value === null || !isSize(metric)) return value
  // Nothing that is measured is below zero: the sign is free to tell the unit.
  return value % KIB === 0 && value >= 0 ? value / KIB : -Math.abs(value)
}

/** Bytes of what is packed as a size. */
export function unpackedSize(kib: number): number {
  return kib < 0 ? -kib : kib * KIB
}

/** What each rollup row holds beside its keys and its metrics. */
const FLOOR_VALUES = [
  'firstAtMs',
  'lastAtMs',
  'readings',
  'judgedFloorBytes',
  'judgedLeastBytes',
  'judgedMostBytes',
] as const

/** Columns of a table in the order in which they are read, and their values by the metrics' names. */
export interface Layout {
  readonly names: readonly string[]
  readonly columns: readonly string[]
  /** From cells that begin with these columns at `from`. */
  values(cells: Cells, from: number): Record<string, number | null>
}

function layoutOf(names: readonly string[]): Layout {
  const units = names.map((name) => (isSize(name) ? KIB : 1))
  // Copied and filled: an object that grows by thirty names, one by one, is made thirty times.
  const blank: Record<string, number | null> = Object.fromEntries(names.map((name) => [name, null]))
  return {
    names,
    columns: names.map(columnOf),
    values(cells, from) {
      const values = { ...blank }
      for (let i = 0; i < names.length; i += 1) {
        const value = cells[from + i] ?? null
        const unit = units[i] ?? 1
        if (value !== null) values[names[i] as string] = value < 0 ? -value : value * unit
      }
      return values
    },
  }
}

export const FLOOR_LAYOUT = layoutOf(FLOOR_VALUES)

/** Looked up once: a history has a hundred thousand values. */
export const METRIC_LAYOUT: Readonly<Record<SampleKind, Layout>> = {
  process: layoutOf(METRICS.process),
  host: layoutOf(METRICS.host),
  cgroup: layoutOf(METRICS.cgroup),
}
