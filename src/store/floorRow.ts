/** Readings of one life in one part of the time -> the one row that stands for them. Pure. */
import { COUNTERS, METRICS, type SampleKind } from '../domain/sample.ts'
import { floorOf } from '../growth/floors.ts'
import { judgedBytes } from '../growth/metric.ts'

export type Columns = Readonly<Record<string, number | null>>

/** What each rollup row holds beside its keys and its metrics. */
export const FLOOR_COLUMNS = [
  'firstAtMs',
  'lastAtMs',
  'readings',
  'judgedFloorBytes',
  'judgedLeastBytes',
  'judgedMostBytes',
] as const

/** Of samples: each metric's floor (growth/floors.ts), a counter's last value; least and most of what growth is judged by. */
export function floorOfReadings(kind: SampleKind, rows: readonly Columns[]): Columns {
  const instants = known(rows, 'atMs')
  const judged = rows.flatMap((row) => judgedBytes(kind, row) ?? [])
  return {
    firstAtMs: Math.min(...instants),
    lastAtMs: Math.max(...instants),
    readings: rows.length,
    ...judgedColumns(judged, judged, judged),
    ...metricFloors(kind, rows),
  }
}

/** Of hours: the floor of their floors, so that an hour that was watched each second weighs no more than others. */
export function floorOfHours(kind: SampleKind, hours: readonly Columns[]): Columns {
  return {
    firstAtMs: Math.min(...known(hours, 'firstAtMs')),
    lastAtMs: Math.max(...known(hours, 'lastAtMs')),
    readings: known(hours, 'readings').reduce((sum, count) => sum + count, 0),
    ...judgedColumns(
      known(hours, 'judgedFloorBytes'),
      known(hours, 'judgedLeastBytes'),
      known(hours, 'judgedMostBytes'),
    ),
    ...metricFloors(kind, hours),
  }
}

function judgedColumns(
  floors: readonly number[],
  least: readonly number[],
  most: readonly number[],
): Columns {
  if (floors.length === 0)
    return { judgedFloorBytes: null, judgedLeastBytes: null, judgedMostBytes: null }
  return {
    judgedFloorBytes: rounded(floors),
    judgedLeastBytes: Math.min(...least),
    judgedMostBytes: Math.max(...most),
  }
}

function metricFloors(kind: SampleKind, rows: readonly Columns[]): Columns {
  const counters: readonly string[] = COUNTERS[kind]
  const floors: Record<string, number | null> = {}
  for (const metric of METRICS[kind]) {
    const values = known(rows, metric)
    if (values.length === 0) floors[metric] = null
    else floors[metric] = counters.includes(metric) ? Math.max(...values) : rounded(values)
  }
  return floors
}

function rounded(values: readonly number[]): number {
  return Math.round(floorOf(Float64Array.from(values)))
}

function known(rows: readonly Columns[], column: string): readonly number[] {
  return rows.flatMap((row) => row[column] ?? [])
}
