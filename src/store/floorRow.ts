/** Readings of one life in one part of the time -> the one row that stands for them. Pure. */
import { KIB } from '../domain/bytes.ts'
import { COUNTERS, METRICS, type SampleKind } from '../domain/sample.ts'
import { floorOf } from '../growth/floors.ts'
import { judgedBytes } from '../growth/metric.ts'
import type { Values } from './columns.ts'

/** Of samples: each metric's floor (growth/floors.ts), a counter's last value; least and most of what growth is judged by. */
export function floorOfReadings(kind: SampleKind, rows: readonly Values[]): Values {
  const instants = known(rows, 'atMs')
  const judged = rows.flatMap((row) => judgedBytes(kind, row) ?? [])
  return {
    firstAtMs: Math.min(...instants),
    lastAtMs: Math.max(...instants),
    readings: rows.length,
    ...judgedValues(judged, judged, judged),
    ...metricFloors(kind, rows),
  }
}

/** Of hours: the floor of their floors, so that an hour that was watched each second weighs no more than others. */
export function floorOfHours(kind: SampleKind, hours: readonly Values[]): Values {
  return {
    firstAtMs: Math.min(...known(hours, 'firstAtMs')),
    lastAtMs: Math.max(...known(hours, 'lastAtMs')),
    readings: known(hours, 'readings').reduce((sum, count) => sum + count, 0),
    ...judgedValues(
      known(hours, 'judgedFloorBytes'),
      known(hours, 'judgedLeastBytes'),
      known(hours, 'judgedMostBytes'),
    ),
    ...metricFloors(kind, hours),
  }
}

function judgedValues(
  floors: readonly number[],
  least: readonly number[],
  most: readonly number[],
): Values {
  if (floors.length === 0)
    return { judgedFloorBytes: null, judgedLeastBytes: null, judgedMostBytes: null }
  return {
    judgedFloorBytes: lowOf('judgedFloorBytes', floors),
    judgedLeastBytes: whole('judgedLeastBytes', Math.min(...least)),
    judgedMostBytes: whole('judgedMostBytes', Math.max(...most)),
  }
}

function metricFloors(kind: SampleKind, rows: readonly Values[]): Values {
  const counters: readonly string[] = COUNTERS[kind]
  const floors: Record<string, number | null> = {}
  for (const metric of METRICS[kind]) {
    const values = known(rows, metric)
    if (values.length === 0) floors[metric] = null
    else
      floors[metric] = counters.includes(metric)
        ? whole(metric, Math.max(...values))
        : lowOf(metric, values)
  }
  return floors
}

function lowOf(name: string, values: readonly number[]): number {
  const [only] = values
  if (values.length === 1 && only !== undefined) return whole(name, only)
  return whole(name, floorOf(Float64Array.from(values)))
}

/** Floors are means: nothing is told by what of a size is below a kibibyte. */
function whole(name: string, value: number): number {
  return name.endsWith('Bytes') ? Math.round(value / KIB) * KIB : Math.round(value)
}

function known(rows: readonly Values[], name: string): readonly number[] {
  return rows.flatMap((row) => row[name] ?? [])
}
