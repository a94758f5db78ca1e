/**
 * Samples -> floors of hours, and of these floors of days. What changed is marked when a sample is stored, so a late
 * one is rolled up like any other; each part is made anew from its rows, so doing it twice is doing it once.
 */
import { setImmediate as breathe } from 'node:timers/promises'
import { METRICS, type SampleKind } from '../domain/sample.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../domain/time.ts'
import { type Cells, FLOOR_LAYOUT, METRIC_LAYOUT, packed, type Values } from './columns.ts'
import type { Opened, Sqlite } from './database.ts'
import { floorOfHours, floorOfReadings } from './floorRow.ts'
import { floorColumns, floorValues, lifeIdOf, readingColumns, readingValues } from './sampleRow.ts'
import { statement } from './statements.ts'
import type { Db } from './tables.ts'

/** Rows read by one transaction, and parts made by it: some 20 ms, so that acks and pings hardly wait. */
const ROLL_ROWS = 2000
const ROLL_PARTS = 200
/** Transactions of one call: a second or two of work; what is left is done at the next. */
const ROLL_CHUNKS = 100
/** A check that began in an hour has stored its readings when the hour is over for so long. */
export const ROLL_GRACE_MS = 5 * MINUTE_MS

type PartMs = typeof HOUR_MS | typeof DAY_MS

/** One pass: hours first, then the days that changed by them. */
export async function rollUp({ db, sqlite }: Opened, nowMs: number): Promise<void> {
  let left = ROLL_CHUNKS
  for (const partMs of [HOUR_MS, DAY_MS] as const) {
    while (left > 0 && (await rollSome(db, sqlite, partMs, nowMs))) {
      left -= 1
      await breathe()
    }
  }
}

/** Marks the hour of a sample as changed. Inside measure's transaction. */
export async function markDue(tx: Db, subjectId: number, atMs: number): Promise<void> {
  await tx
    .insertInto('rollup_due')
    .values({ subjectId, partMs: HOUR_MS, atMs: begun(atMs, HOUR_MS) })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Beginning of the oldest part that is not rolled up; null when all are. */
export async function oldestDueMs(db: Db, partMs: PartMs): Promise<number | null> {
  const row = await db
    .selectFrom('rollup_due')
    .select('atMs')
    .where('partMs', '=', partMs)
    .orderBy('atMs')
    .limit(1)
    .executeTakeFirst()
  return row?.atMs ?? null
}

interface Due {
  readonly subjectId: number
  readonly kind: SampleKind
  readonly atMs: number
}

/** Gives false when nothing is due. The connection is held, and the work is done in one go. */
function rollSome(db: Db, sqlite: Sqlite, partMs: PartMs, nowMs: number): Promise<boolean> {
  const untilMs = partMs === HOUR_MS ? nowMs - HOUR_MS - ROLL_GRACE_MS : nowMs
  return db.connection().execute(async () =>
    sqlite
      .transaction(() => {
        const due = oldestDue(sqlite, partMs, untilMs)
        let rows = 0
        for (const one of due) {
          rows += roll(sqlite, partMs, one)
          if (rows >= ROLL_ROWS) break
        }
        return due.length > 0
      })
      .immediate(),
  )
}

function oldestDue(sqlite: Sqlite, partMs: PartMs, untilMs: number): readonly Due[] {
  return statement<Due>(
    sqlite,
    `select rollup_due.subjectId, subject.kind, rollup_due.atMs
      from rollup_due cross join subject on subject.id = rollup_due.subjectId
      where rollup_due.partMs = ? and rollup_due.atMs <= ? order by rollup_due.atMs limit ?`,
  ).all(partMs, untilMs, ROLL_PARTS)
}

/** Gives how many rows were read. */
function roll(sqlite: Sqlite, partMs: PartMs, due: Due): number {
  const { subjectId, kind, atMs } = due
  const hourly = partMs === HOUR_MS
  const rows = rowsOf(sqlite, hourly, due)
  for (const [life, held] of byLife(rows)) {
    const floors = hourly
      ? floorOfReadings(
          kind,
          held.map((cells) => readingValues(kind, cells)),
        )
      : floorOfHours(
          kind,
          held.map((cells) => floorValues(kind, cells)),
        )
    put(sqlite, `${kind}_${hourly ? 'hour' : 'day'}`, kind, [subjectId, atMs, life], floors)
  }
  statement(sqlite, 'delete from rollup_due where subjectId = ? and partMs = ? and atMs = ?').run(
    subjectId,
    partMs,
    atMs,
  )
  if (hourly)
    statement(
      sqlite,
      'insert or ignore into rollup_due (subjectId, partMs, atMs) values (?, ?, ?)',
    ).run(subjectId, DAY_MS, begun(atMs, DAY_MS))
  return rows.length
}

function rowsOf(sqlite: Sqlite, hourly: boolean, { subjectId, kind, atMs }: Due): readonly Cells[] {
  const columns = hourly ? readingColumns(kind) : floorColumns(kind)
  return statement(
    sqlite,
    `select ${columns.join(', ')} from ${kind}_${hourly ? 'sample' : 'hour'}
      where subjectId = ? and atMs >= ? and atMs < ?`,
  )
    .raw()
    .all(subjectId, atMs, atMs + (hourly ? HOUR_MS : DAY_MS)) as readonly Cells[]
}

function byLife(rows: readonly Cells[]): ReadonlyMap<number, readonly Cells[]> {
  const lives = new Map<number, Cells[]>()
  for (const cells of rows) {
    const held = lives.get(lifeIdOf(cells))
    if (held === undefined) lives.set(lifeIdOf(cells), [cells])
    else held.push(cells)
  }
  return lives
}

/** A part whose rows are half purged gives way to what it was when all were there. */
function put(
  sqlite: Sqlite,
  table: string,
  kind: SampleKind,
  keys: readonly number[],
  floors: Values,
): void {
  const names = [...FLOOR_LAYOUT.names, ...METRICS[kind]]
  const columns = [...FLOOR_LAYOUT.columns, ...METRIC_LAYOUT[kind].columns]
  const cells = [...keys, ...names.map((name) => packed(name, floors[name] ?? null))]
  statement(
    sqlite,
    `insert into ${table} (subjectId, atMs, incarnationId, ${columns.join(', ')})
      values (${cells.map(() => '?').join(', ')})
      on conflict (subjectId, atMs, incarnationId)
      do update set ${columns.map((name) => `${name} = excluded.${name}`).join(', ')}
      where excluded.readings >= ${table}.readings`,
  ).run(...cells)
}

function begun(atMs: number, partMs: PartMs): number {
  return Math.floor(atMs / partMs) * partMs
}
