/**
 * A long history in bounded reads: the newest readings as they were taken, before them the floors of whole hours. The
 * life that is judged has its own share, so that workers which come and go do not crowd it out.
 */
import { type RawBuilder, sql } from 'kysely'
import { LIMITS } from '../domain/limits.ts'
import type { SampleKind, SampleRow } from '../domain/sample.ts'
import type { PastOf } from '../domain/store.ts'
import { HOUR_MS } from '../domain/time.ts'
import { type Columns, floorOfReadings } from './floorRow.ts'
import { byLife } from './rollup.ts'
import { floorRowOf, readingOf, type StoredRow, sampleTable } from './sampleRow.ts'
import type { Db } from './tables.ts'

/** Which lives of a subject are read. */
interface Scope extends PastOf {
  readonly subjectId: number
  readonly lives: RawBuilder<unknown>
}

/** Oldest first. */
export async function past(db: Db, of: PastOf): Promise<readonly SampleRow[]> {
  const subject = await db
    .selectFrom('subject')
    .select('id')
    .where('key', '=', of.subject)
    .executeTakeFirst()
  if (subject === undefined) return []
  const own = await ownLife(db, subject.id, of.incarnation)
  const scopes =
    own === null ? [sql`true`] : [sql`row.incarnationId = ${own}`, sql`row.incarnationId != ${own}`]
  const parts: SampleRow[] = []
  for (const lives of scopes) {
    parts.push(...(await partOf(db, { ...of, subjectId: subject.id, lives })))
  }
  return parts.sort((a, b) => a.atMs - b.atMs)
}

async function ownLife(db: Db, subjectId: number, key: string | null): Promise<number | null> {
  if (key === null) return null
  const row = await db
    .selectFrom('incarnation')
    .select('id')
    .where('subjectId', '=', subjectId)
    .where('key', '=', key)
    .executeTakeFirst()
  return row?.id ?? null
}

async function partOf(db: Db, scope: Scope): Promise<readonly SampleRow[]> {
  const { subject, kind, fromMs, untilMs } = scope
  const readings = await select(db, scope, sampleTable(kind), fromMs, untilMs, LIMITS.pastReadings)
  const edgeMs = edgeOf(readings, untilMs)
  const floors = await select(db, scope, `${kind}_hour`, fromMs, edgeMs, LIMITS.pastFloors)
  const made = new Map(floors.map((row) => [keyOf(row), row]))
  for (const row of await notRolledUp(db, scope, edgeMs)) made.set(keyOf(row), row)
  return [
    ...[...made.values()].map((row) => floorRowOf(subject, kind, HOUR_MS, row)).reverse(),
    ...readings
      .filter((row) => row.atMs >= edgeMs)
      .map((row) => readingOf(subject, kind, row))
      .reverse(),
  ]
}

/** Where floors end and readings begin: a whole hour, so that no reading counts twice. */
function edgeOf(newestFirst: readonly StoredRow[], untilMs: number): number {
  const oldestMs = newestFirst.at(-1)?.atMs ?? untilMs
  const before = Math.floor(oldestMs / HOUR_MS) * HOUR_MS
  // More readings than are given: the hour in which they begin is told by its floor, if it is not all there is.
  const cut = newestFirst.length === LIMITS.pastReadings && before < oldestMs
  return cut && before + HOUR_MS <= (newestFirst[0]?.atMs ?? 0) ? before + HOUR_MS : before
}

function select(
  db: Db,
  { subjectId, lives }: Scope,
  table: string,
  fromMs: number,
  untilMs: number,
  limit: number,
): Promise<readonly StoredRow[]> {
  return sql<StoredRow>`
    select row.*, incarnation.key as incarnation, incarnation.startedAtMs, incarnation.pid
    from ${sql.table(table)} as row join incarnation on incarnation.id = row.incarnationId
    where row.subjectId = ${subjectId} and ${lives} and row.atMs >= ${fromMs} and row.atMs < ${untilMs}
    order by row.atMs desc, row.incarnationId desc limit ${limit}`
    .execute(db)
    .then(({ rows }) => rows)
}

/** Floors of hours that changed since they were rolled up (or never were: no bot has run): made from their readings. */
async function notRolledUp(db: Db, scope: Scope, untilMs: number): Promise<readonly StoredRow[]> {
  const { subjectId, kind, lives, fromMs } = scope
  const { rows } = await sql<StoredRow>`
    select row.*, incarnation.key as incarnation, incarnation.startedAtMs, incarnation.pid
    from rollup_due cross join ${sql.table(sampleTable(kind))} as row on row.subjectId = rollup_due.subjectId
      and row.atMs >= rollup_due.atMs and row.atMs < rollup_due.atMs + ${HOUR_MS}
    join incarnation on incarnation.id = row.incarnationId
    where rollup_due.subjectId = ${subjectId} and rollup_due.partMs = ${HOUR_MS}
      and rollup_due.atMs >= ${fromMs} and rollup_due.atMs < ${untilMs} and ${lives}
    order by rollup_due.atMs desc, row.atMs desc limit ${LIMITS.pastReadings}`.execute(db)
  return byHour(rows).map((hour) => hourRow(kind, hour))
}

function byHour(rows: readonly StoredRow[]): readonly (readonly StoredRow[])[] {
  const hours = new Map<number, StoredRow[]>()
  for (const row of rows) {
    const hour = Math.floor(row.atMs / HOUR_MS)
    const held = hours.get(hour)
    if (held === undefined) hours.set(hour, [row])
    else held.push(row)
  }
  // Those are columns of stored rows, grouped as they came.
  return [...hours.values()].flatMap((hour) => [
    ...(byLife(hour).values() as Iterable<readonly StoredRow[]>),
  ])
}

function hourRow(kind: SampleKind, readings: readonly StoredRow[]): StoredRow {
  const any = readings[0] as StoredRow
  const floors: Columns = floorOfReadings(kind, readings)
  const atMs = Math.floor(any.atMs / HOUR_MS) * HOUR_MS
  // A row of the rollup's columns and its life's: the index signature hides the latter.
  return { ...any, ...floors, atMs } as StoredRow
}

function keyOf({ atMs, incarnationId }: StoredRow): string {
  return `${atMs} ${incarnationId}`
}
