/** Cells of stored rows -> rows of history. */
import type { SampleKind, SampleRow } from '../domain/sample.ts'
import { type Cells, FLOOR_LAYOUT, METRIC_LAYOUT, type Values } from './columns.ts'

/** Whose a row is. */
export interface LifeRow {
  readonly key: string
  readonly startedAtMs: number | null
  readonly pid: number | null
}

/** Every row is read with these first, then what its table has of FLOOR_LAYOUT or the uptime, then the metrics. */
export const KEYS = ['incarnationId', 'atMs'] as const
const KEY_COUNT = KEYS.length
const FLOOR_COUNT = FLOOR_LAYOUT.names.length
const READINGS_AT = FLOOR_LAYOUT.names.indexOf('readings')

export function lifeIdOf(cells: Cells): number {
  return cells[0] ?? 0
}

export function atMsOf(cells: Cells): number {
  return cells[1] ?? 0
}

/** Columns of a sample, in the order of its cells. */
export function readingColumns(kind: SampleKind): readonly string[] {
  return [...KEYS, 'hostUptimeSec', ...METRIC_LAYOUT[kind].columns]
}

/** Columns of a rollup row, in the order of its cells. */
export function floorColumns(kind: SampleKind): readonly string[] {
  return [...KEYS, ...FLOOR_LAYOUT.columns, ...METRIC_LAYOUT[kind].columns]
}

/** How many readings a rollup row stands for. */
export function readingsOf(cells: Cells): number {
  return cells[KEY_COUNT + READINGS_AT] ?? 0
}

/** One reading as it was taken. */
export function readingOf(
  subject: string,
  kind: SampleKind,
  life: LifeRow,
  cells: Cells,
): SampleRow {
  // The layout's names are the metrics of this kind.
  return {
    kind,
    subject,
    incarnation: life.key,
    atMs: atMsOf(cells),
    hostUptimeSec: cells[KEY_COUNT] ?? null,
    startedAtMs: life.startedAtMs,
    pid: life.pid,
    values: METRIC_LAYOUT[kind].values(cells, KEY_COUNT + 1),
  } as unknown as SampleRow
}

/** A sample's metrics and its instant. */
export function readingValues(kind: SampleKind, cells: Cells): Values {
  const values = METRIC_LAYOUT[kind].values(cells, KEY_COUNT + 1)
  values['atMs'] = atMsOf(cells)
  return values
}

/** A rollup row's metrics, and what its readings were. */
export function floorValues(kind: SampleKind, cells: Cells): Values {
  return {
    ...FLOOR_LAYOUT.values(cells, KEY_COUNT),
    ...METRIC_LAYOUT[kind].values(cells, KEY_COUNT + FLOOR_COUNT),
  }
}

/** One row that stands for a part of the time, in the middle of its readings. */
export function floorRowOf(
  subject: string,
  kind: SampleKind,
  partMs: number,
  life: LifeRow,
  { of, values }: { readonly of: Values; readonly values: Values },
): SampleRow {
  const [firstAtMs, lastAtMs] = [of['firstAtMs'] ?? 0, of['lastAtMs'] ?? 0]
  const { judgedFloorBytes: floorBytes, judgedLeastBytes: leastBytes } = of
  const { judgedMostBytes: mostBytes } = of
  const whole = floorBytes != null && leastBytes != null && mostBytes != null
  return {
    kind,
    subject,
    incarnation: life.key,
    atMs: Math.round((firstAtMs + lastAtMs) / 2),
    hostUptimeSec: null,
    startedAtMs: life.startedAtMs,
    pid: life.pid,
    values,
    floor: {
      partMs,
      readings: of['readings'] ?? 0,
      firstAtMs,
      lastAtMs,
      judged: whole ? { floorBytes, leastBytes, mostBytes } : null,
    },
  } as unknown as SampleRow
}

/** Cells of a rollup row, apart: what its readings were, and its metrics. */
export function floorParts(
  kind: SampleKind,
  cells: Cells,
): { readonly of: Values; readonly values: Values } {
  return {
    of: FLOOR_LAYOUT.values(cells, KEY_COUNT),
    values: METRIC_LAYOUT[kind].values(cells, KEY_COUNT + FLOOR_COUNT),
  }
}
