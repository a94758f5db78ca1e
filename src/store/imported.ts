/** What others kept of a subject's past: when they were asked, and the points that they told. */
import { sql } from 'kysely'
import type { Imported, ImportedPoint, ImportSource } from '../domain/imported.ts'
import type { Store } from '../domain/store.ts'
import type { Db } from './tables.ts'
import { inTransaction } from './transaction.ts'

/** Rows of one insert: three parameters each, far below SQLite's 32,766. */
const INSERT_ROWS = 1000

export function importedStore(
  db: Db,
): Pick<Store, 'importAskedAtMs' | 'keepImported' | 'imported'> {
  return {
    importAskedAtMs: async (subject, source) => {
      const row = await db
        .selectFrom('imported_source')
        .select('askedAtMs')
        .where('subject', '=', subject)
        .where('source', '=', source)
        .executeTakeFirst()
      return row?.askedAtMs ?? null
    },
    keepImported: (subject, source, told, nowMs) =>
      inTransaction(db, async (tx) => {
        const sourceId = await asked(tx, subject, source, nowMs)
        for (const one of told) await replace(tx, sourceId, one)
      }),
    imported: (subject, sinceMs, limit) => imported(db, subject, sinceMs, limit),
  }
}

async function asked(
  tx: Db,
  subject: string,
  source: ImportSource,
  askedAtMs: number,
): Promise<number> {
  const { id } = await tx
    .insertInto('imported_source')
    .values({ subject, source, askedAtMs: Math.round(askedAtMs) })
    .onConflict((conflict) =>
      conflict.columns(['subject', 'source']).doUpdateSet((is) => ({
        askedAtMs: is.fn('max', ['imported_source.askedAtMs', 'excluded.askedAtMs']),
      })),
    )
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Points of the span are told anew, so the same again changes nothing, and a life that has ended gets its key. */
async function replace(tx: Db, sourceId: number, { metric, points }: Imported): Promise<void> {
  const [first, last] = [points[0], points.at(-1)]
  if (first === undefined || last === undefined) return
  await sql`delete from imported_point where (lifeId, atMs) in (
    select point.lifeId, point.atMs from imported_life as life
    cross join imported_point as point on point.lifeId = life.id
    where life.sourceId = ${sourceId} and life.metric = ${metric}
    and point.atMs between ${Math.round(first.atMs)} and ${Math.round(last.atMs)})`.execute(tx)
  const rows: { lifeId: number; atMs: number; value: number }[] = []
  for (const [life, held] of byLife(points)) {
    const lifeId = await lifeOf(tx, sourceId, metric, life)
    rows.push(
      ...held.map(({ atMs, value }) => ({
        lifeId,
        atMs: Math.round(atMs),
        value: Math.round(value),
      })),
    )
  }
  const safe = rows.filter(({ value }) => Number.isSafeInteger(value))
  for (let from = 0; from < safe.length; from += INSERT_ROWS) {
    await tx
      .insertInto('imported_point')
      .values(safe.slice(from, from + INSERT_ROWS))
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
  await sql`delete from imported_life where sourceId = ${sourceId}
    and not exists (select 1 from imported_point where lifeId = imported_life.id)`.execute(tx)
}

function byLife(points: readonly ImportedPoint[]): ReadonlyMap<string, readonly ImportedPoint[]> {
  const lives = new Map<string, ImportedPoint[]>()
  for (const point of points) {
    const held = lives.get(point.life)
    if (held === undefined) lives.set(point.life, [point])
    else held.push(point)
  }
  return lives
}

async function lifeOf(tx: Db, sourceId: number, metric: string, life: string): Promise<number> {
  const { id } = await tx
    .insertInto('imported_life')
    .values({ sourceId, metric, life })
    // Nothing changes; "do nothing" would give no id.
    .onConflict((conflict) =>
      conflict.columns(['sourceId', 'metric', 'life']).doUpdateSet({ life }),
    )
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

async function imported(
  db: Db,
  subject: string,
  sinceMs: number,
  limit: number,
): Promise<readonly Imported[]> {
  const { rows } = await sql<ImportedPoint & { source: ImportSource; metric: string }>`
    select source.source, life.metric, life.life, point.atMs, point.value
    from imported_source as source
    cross join imported_life as life on life.sourceId = source.id
    cross join imported_point as point on point.lifeId = life.id and point.atMs >= ${sinceMs}
    where source.subject = ${subject}
    order by point.atMs desc
    limit ${limit}`.execute(db)
  const all = new Map<string, Imported & { readonly points: ImportedPoint[] }>()
  for (const { source, metric, life, atMs, value } of rows.toReversed()) {
    const key = `${source} ${metric}`
    const held = all.get(key) ?? { subject, source, metric, points: [] }
    held.points.push({ atMs, value, life })
    all.set(key, held)
  }
  return [...all.values()]
}
