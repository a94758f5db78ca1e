/**
 * Samples -> floors of hours, and of these floors of days. What changed is marked when a sample is stored, so a late
 * one is rolled up like any other; each part is made anew from its rows, so doing it twice is doing it once.
 */
import { setImmediate as breathe } from 'node:timers/promises'
import { sql } from 'kysely'
import { METRICS, type SampleKind } from '../domain/sample.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../domain/time.ts'
import { type Columns, FLOOR_COLUMNS, floorOfHours, floorOfReadings } from './floorRow.ts'
import type { Db } from './tables.ts'
import { inTransaction } from './transaction.ts'

/** Rows read by one transaction, and parts made by it: some 20 ms, so that acks and pings hardly wait. */
const ROLL_ROWS = 1000
const ROLL_PARTS = 50
/** Transactions of one call: two seconds of work; what is left is done at the next. */
export const ROLL_CHUNKS = 100
/** A check that began in an hour has stored its readings when the hour is over for so long. */
export const ROLL_GRACE_MS = 5 * MINUTE_MS

/** One pass: hours first, then the days that changed by them. */
export async function rollUp(db: Db, nowMs: number): Promise<void> {
  let left = ROLL_CHUNKS
  for (const partMs of [HOUR_MS, DAY_MS] as const) {
    while (left > 0 && (await inTransaction(db, (tx) => rollSome(tx, partMs, nowMs)))) {
      left -= 1
      await breathe()
    }
  }
}

/** Marks the hour of a sample as changed. Inside measure's transaction. */
export async function markDue(tx: Db, subjectId: number, atMs: number): Promise<void> {
  await mark(tx, subjectId, HOUR_MS, atMs)
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

type PartMs = typeof HOUR_MS | typeof DAY_MS

interface Due {
  readonly subjectId: number
  readonly kind: SampleKind
  readonly atMs: number
}

/** Gives false when nothing is due. */
async function rollSome(tx: Db, partMs: PartMs, nowMs: number): Promise<boolean> {
  const untilMs = partMs === HOUR_MS ? nowMs - HOUR_MS - ROLL_GRACE_MS : nowMs
  const { rows: due } = await sql<Due>`
    select rollup_due.subjectId, subject.kind, rollup_due.atMs
    from rollup_due cross join subject on subject.id = rollup_due.subjectId
    where rollup_due.partMs = ${partMs} and rollup_due.atMs <= ${untilMs}
    order by rollup_due.atMs limit ${ROLL_PARTS}`.execute(tx)
  let rows = 0
  for (const one of due) {
    rows += partMs === HOUR_MS ? await rollHour(tx, one) : await rollDay(tx, one)
    await tx
      .deleteFrom('rollup_due')
      .where('subjectId', '=', one.subjectId)
      .where('partMs', '=', partMs)
      .where('atMs', '=', one.atMs)
      .execute()
    if (rows >= ROLL_ROWS) break
  }
  return due.length > 0
}

async function rollHour(tx: Db, { subjectId, kind, atMs }: Due): Promise<number> {
  const rows = await rowsOf(tx, `${kind}_sample`, subjectId, atMs, HOUR_MS)
  for (const [incarnationId, readings] of byLife(rows)) {
    await put(
      tx,
      `${kind}_hour`,
      { subjectId, atMs, incarnationId },
      floorOfReadings(kind, readings),
      kind,
    )
  }
  await mark(tx, subjectId, DAY_MS, atMs)
  return rows.length
}

async function rollDay(tx: Db, { subjectId, kind, atMs }: Due): Promise<number> {
  const rows = await rowsOf(tx, `${kind}_hour`, subjectId, atMs, DAY_MS)
  for (const [incarnationId, hours] of byLife(rows)) {
    await put(
      tx,
      `${kind}_day`,
      { subjectId, atMs, incarnationId },
      floorOfHours(kind, hours),
      kind,
    )
  }
  return rows.length
}

async function rowsOf(
  tx: Db,
  table: string,
  subjectId: number,
  atMs: number,
  partMs: number,
): Promise<readonly Columns[]> {
  const { rows } = await sql<Columns>`select * from ${sql.table(table)}
    where subjectId = ${subjectId} and atMs >= ${atMs} and atMs < ${atMs + partMs}`.execute(tx)
  return rows
}

export function byLife(rows: readonly Columns[]): ReadonlyMap<number, readonly Columns[]> {
  const lives = new Map<number, Columns[]>()
  for (const row of rows) {
    const life = row['incarnationId'] ?? 0
    const held = lives.get(life)
    if (held === undefined) lives.set(life, [row])
    else held.push(row)
  }
  return lives
}

/** A part whose rows are half purged gives way to what it was when all were there. */
async function put(
  tx: Db,
  table: string,
  keys: { readonly subjectId: number; readonly atMs: number; readonly incarnationId: number },
  floors: Columns,
  kind: SampleKind,
): Promise<void> {
  const names = [...FLOOR_COLUMNS, ...METRICS[kind]]
  const columns = [...Object.keys(keys), ...names]
  const values = [...Object.values(keys), ...names.map((name) => floors[name] ?? null)]
  const set = names.map((name) => sql`${sql.ref(name)} = ${sql.ref(`excluded.${name}`)}`)
  await sql`insert into ${sql.table(table)} (${sql.join(columns.map((name) => sql.ref(name)))})
    values (${sql.join(values)})
    on conflict (subjectId, atMs, incarnationId) do update set ${sql.join(set)}
    where excluded.readings >= ${sql.ref(`${table}.readings`)}`.execute(tx)
}

async function mark(tx: Db, subjectId: number, partMs: PartMs, atMs: number): Promise<void> {
  await tx
    .insertInto('rollup_due')
    .values({ subjectId, partMs, atMs: Math.floor(atMs / partMs) * partMs })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
