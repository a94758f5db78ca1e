/** Stored rows -> rows of history. */
import { METRICS, type SampleKind, type SampleRow } from '../domain/sample.ts'
import type { Columns } from './floorRow.ts'

/** A sample's or a rollup's columns, with its life's. */
export type StoredRow = Columns & {
  readonly incarnation: string
  readonly incarnationId: number
  readonly atMs: number
  readonly startedAtMs: number | null
  readonly pid: number | null
}

export function sampleTable(kind: SampleKind): `${SampleKind}_sample` {
  return `${kind}_sample`
}

/** One reading as it was taken. */
export function readingOf(subject: string, kind: SampleKind, row: StoredRow): SampleRow {
  const { incarnation, atMs, startedAtMs, pid } = row
  // The table's columns are the metrics of this kind (held by the conformance test).
  return {
    kind,
    subject,
    incarnation,
    atMs,
    hostUptimeSec: row['hostUptimeSec'] ?? null,
    startedAtMs,
    pid,
    values: valuesOf(kind, row),
  } as unknown as SampleRow
}

/** One row that stands for a part of the time, in the middle of its readings. */
export function floorRowOf(
  subject: string,
  kind: SampleKind,
  partMs: number,
  row: StoredRow,
): SampleRow {
  const { incarnation, startedAtMs, pid } = row
  const [firstAtMs, lastAtMs] = [row['firstAtMs'] ?? row.atMs, row['lastAtMs'] ?? row.atMs]
  const { judgedFloorBytes: floorBytes, judgedLeastBytes: leastBytes } = row
  const { judgedMostBytes: mostBytes } = row
  const whole = floorBytes != null && leastBytes != null && mostBytes != null
  return {
    kind,
    subject,
    incarnation,
    atMs: Math.round((firstAtMs + lastAtMs) / 2),
    hostUptimeSec: null,
    startedAtMs,
    pid,
    values: valuesOf(kind, row),
    floor: {
      partMs,
      readings: row['readings'] ?? 0,
      firstAtMs,
      lastAtMs,
      judged: whole ? { floorBytes, leastBytes, mostBytes } : null,
    },
  } as unknown as SampleRow
}

function valuesOf(kind: SampleKind, row: Columns): Columns {
  const values: Record<string, number | null> = {}
  for (const metric of METRICS[kind]) values[metric] = row[metric] ?? null
  return values
}
