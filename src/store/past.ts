/**
 * A long history in bounded reads: the newest readings as they were taken, before them the floors of whole hours. The
 * life that is judged has its own share, so that workers which come and go do not crowd it out.
 */
import { LIMITS } from '../domain/limits.ts'
import { METRICS, type SampleKind, type SampleRow } from '../domain/sample.ts'
import type { PastOf } from '../domain/store.ts'
import { HOUR_MS } from '../domain/time.ts'
import { cellsOf } from './cells.ts'
import { type Cells, FLOOR_LAYOUT, type Values } from './columns.ts'
import type { Sqlite } from './database.ts'
import { floorOfReadings } from './floorRow.ts'
import {
  atMsOf,
  floorColumns,
  floorParts,
  floorRowOf,
  type LifeRow,
  lifeIdOf,
  readingColumns,
  readingOf,
  readingsOf,
  readingValues,
} from './sampleRow.ts'
import { statement } from './statements.ts'

/** Which rows of a subject are read: of one life, of all but one, or of all. */
interface Scope extends PastOf {
  readonly subjectId: number
  readonly lives: '' | 'and row.incarnationId = @life' | 'and row.incarnationId != @life'
  readonly life: number
}

/** Oldest first; all of it as it was at one instant. */
export function past(reader: Sqlite, of: PastOf): readonly SampleRow[] {
  return reader.transaction(() => read(reader, of))()
}

function read(reader: Sqlite, of: PastOf): readonly SampleRow[] {
  const subjectId = statement<number>(reader, 'select id from subject where key = ?')
    .pluck()
    .get(of.subject)
  if (subjectId === undefined) return []
  const own = statement<number>(
    reader,
    'select id from incarnation where subjectId = ? and key = ?',
  )
    .pluck()
    .get(subjectId, of.incarnation)
  const all: Scope = { ...of, subjectId, lives: '', life: own ?? 0 }
  const scopes: readonly Scope[] =
    own === undefined || !hasOthers(reader, all)
      ? [all]
      : [
          { ...all, lives: 'and row.incarnationId = @life' },
          { ...all, lives: 'and row.incarnationId != @life' },
        ]
  const parts = scopes.flatMap((scope) => partOf(reader, scope))
  return scopes.length === 1 ? parts : parts.sort((a, b) => a.atMs - b.atMs)
}

/** Looking for rows of others where there are none would go through all of the subject's. */
function hasOthers(reader: Sqlite, { subjectId, life, fromMs }: Scope): boolean {
  return (
    statement(
      reader,
      'select 1 from incarnation where subjectId = ? and id != ? and seenAtMs >= ? limit 1',
    ).get(subjectId, life, fromMs) !== undefined
  )
}

function partOf(reader: Sqlite, scope: Scope): readonly SampleRow[] {
  const { subject, kind, untilMs } = scope
  const readings = newest(reader, scope, untilMs)
  const edgeMs = edgeOf(readings, untilMs)
  const lives = livesOf(reader)
  const floorRow = (cells: Cells, of: ReturnType<typeof floorParts>): SampleRow =>
    floorRowOf(subject, kind, HOUR_MS, lives(lifeIdOf(cells)), of)
  const changed = new Map(notRolledUp(reader, scope, edgeMs))
  const held = floorsUntil(reader, scope, edgeMs).filter((cells) => {
    // A late reading of an hour whose others are purged tells less than the floor of all.
    if ((changed.get(hourKey(cells))?.length ?? 0) >= readingsOf(cells)) return false
    changed.delete(hourKey(cells))
    return true
  })
  const floors = [
    ...held.map((cells) => floorRow(cells, floorParts(kind, cells))),
    ...[...changed.values()].map((hour) => floorRow(hour[0] ?? [], hourOf(kind, hour))),
  ].sort((a, b) => a.atMs - b.atMs)
  const kept = readings.filter((cells) => atMsOf(cells) >= edgeMs).reverse()
  return [
    ...floors,
    ...kept.map((cells) => readingOf(subject, kind, lives(lifeIdOf(cells)), cells)),
  ]
}

function hourKey(cells: Cells): string {
  return `${begun(atMsOf(cells))} ${lifeIdOf(cells)}`
}

const begun = (atMs: number): number => Math.floor(atMs / HOUR_MS) * HOUR_MS

/** Where floors end and readings begin: a whole hour, so that no reading counts twice. */
function edgeOf(newestFirst: readonly Cells[], untilMs: number): number {
  const [first, last] = [newestFirst[0], newestFirst.at(-1)]
  const oldestMs = last === undefined ? untilMs : atMsOf(last)
  const before = begun(oldestMs)
  // More readings than are given: the hour in which they begin is told by its floor, if it is not all there is.
  const cut = newestFirst.length === LIMITS.pastReadings && before < oldestMs
  const newestMs = first === undefined ? 0 : atMsOf(first)
  return cut && before + HOUR_MS <= newestMs ? before + HOUR_MS : before
}

function newest(reader: Sqlite, scope: Scope, untilMs: number): readonly Cells[] {
  return select(reader, scope, {
    columns: readingColumns(scope.kind),
    table: `${scope.kind}_sample`,
    untilMs,
    limit: LIMITS.pastReadings,
  })
}

function floorsUntil(reader: Sqlite, scope: Scope, untilMs: number): readonly Cells[] {
  return select(reader, scope, {
    columns: floorColumns(scope.kind),
    table: `${scope.kind}_hour`,
    untilMs,
    limit: LIMITS.pastFloors,
  })
}

/** The newest first. Names of tables and columns are this code's own. */
function select(
  reader: Sqlite,
  { subjectId, lives, life, fromMs }: Scope,
  of: {
    readonly columns: readonly string[]
    readonly table: string
    readonly untilMs: number
    readonly limit: number
  },
): readonly Cells[] {
  const query = `select ${of.columns.join(', ')} from ${of.table} as row
    where row.subjectId = @subjectId ${lives} and row.atMs >= @fromMs and row.atMs < @untilMs
    order by row.atMs desc, row.incarnationId desc limit @limit`
  const values = { subjectId, life, fromMs, untilMs: of.untilMs, limit: of.limit }
  return cellsOf(reader, { columns: of.columns, query }, values)
}

/** Readings of hours that changed since they were rolled up (or never were: no bot has run), by life and hour. */
function notRolledUp(
  reader: Sqlite,
  { subjectId, kind, lives, life, fromMs }: Scope,
  untilMs: number,
): ReadonlyMap<string, readonly Cells[]> {
  const columns = readingColumns(kind)
  const query = `select ${columns.map((name) => `row.${name}`).join(', ')}
      from rollup_due cross join ${kind}_sample as row on row.subjectId = rollup_due.subjectId
        and row.atMs >= rollup_due.atMs and row.atMs < rollup_due.atMs + ${HOUR_MS}
      where rollup_due.subjectId = @subjectId and rollup_due.partMs = ${HOUR_MS}
        and rollup_due.atMs >= @fromMs and rollup_due.atMs < @untilMs ${lives}
      order by rollup_due.atMs desc, row.atMs desc limit @limit`
  const values = { subjectId, life, fromMs, untilMs, limit: LIMITS.pastReadings }
  const rows = cellsOf(reader, { columns, query }, values)
  const hours = new Map<string, Cells[]>()
  for (const cells of rows) {
    const held = hours.get(hourKey(cells))
    if (held === undefined) hours.set(hourKey(cells), [cells])
    else held.push(cells)
  }
  return hours
}

/** As the rollup would hold it. */
function hourOf(kind: SampleKind, readings: readonly Cells[]): ReturnType<typeof floorParts> {
  const floors = floorOfReadings(
    kind,
    readings.map((cells) => readingValues(kind, cells)),
  )
  const some = (names: readonly string[]): Values =>
    Object.fromEntries(names.map((name) => [name, floors[name] ?? null]))
  return { of: some(FLOOR_LAYOUT.names), values: some(METRICS[kind]) }
}

/** Lives by their row ids, each looked up once. */
function livesOf(reader: Sqlite): (id: number) => LifeRow {
  const find = statement<LifeRow>(
    reader,
    'select key, startedAtMs, pid from incarnation where id = ?',
  )
  const known = new Map<number, LifeRow>()
  return (id) => {
    const life = known.get(id) ?? find.get(id) ?? { key: '', startedAtMs: null, pid: null }
    known.set(id, life)
    return life
  }
}
