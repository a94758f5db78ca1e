/** Components over time: kept with the run that measured them, read back as many as a ranking can use. */
import type { ComponentSnapshot } from '../domain/components.ts'
import { LIMITS } from '../domain/limits.ts'
import type { ComponentsOf } from '../domain/store.ts'
import { packed, unpackedSize } from './columns.ts'
import type { Sqlite } from './database.ts'
import { statement } from './statements.ts'
import type { Life } from './subjects.ts'
import type { Db } from './tables.ts'

/**
 * Keeps a snapshot, unless the life has one that is nearly as new. The largest parts are kept; a snapshot with more is
 * not complete, so that what it does not name is not taken for nothing. Inside measure's transaction.
 */
export async function putComponents(
  tx: Db,
  { subjectId, incarnationId }: Life,
  snapshot: ComponentSnapshot,
): Promise<void> {
  const atMs = Math.round(snapshot.atMs)
  if (await hasNear(tx, { subjectId, incarnationId }, atMs)) return
  const parts = [...snapshot.parts].sort((a, b) => b.bytes - a.bytes).slice(0, LIMITS.components)
  const complete = snapshot.complete && parts.length === snapshot.parts.length ? 1 : 0
  const total = snapshot.totalBytes === null ? null : Math.round(snapshot.totalBytes)
  await tx
    .insertInto('component_snapshot')
    .values({ subjectId, incarnationId, atMs, complete, totalKib: packed(SIZE, total) })
    .execute()
  for (const { path, bytes, count } of parts) {
    const kib = packed(SIZE, Math.round(bytes)) ?? 0
    const nameId = await nameOf(tx, path, atMs)
    await tx
      .insertInto('component_sample')
      .values({ subjectId, incarnationId, atMs, nameId, kib, count })
      // Two names that are one when cut: the larger came first.
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
}

/**
 * Whether one is kept so near that this one tells nothing new. Who looks five times in five minutes is to see the five;
 * as the history gets longer they stand further apart.
 */
async function hasNear(tx: Db, { subjectId, incarnationId }: Life, atMs: number): Promise<boolean> {
  const ofLife = tx
    .selectFrom('component_snapshot')
    .where('subjectId', '=', subjectId)
    .where('incarnationId', '=', incarnationId)
  const first = await ofLife.select(({ fn }) => fn.min('atMs').as('atMs')).executeTakeFirst()
  const spanMs = Math.abs(atMs - (first?.atMs ?? atMs))
  const { componentsEveryMs, componentsSoonestMs } = LIMITS
  const apartMs = Math.min(componentsEveryMs, Math.max(componentsSoonestMs, spanMs / SPARSER))
  const near = await ofLife
    .select('atMs')
    .where('atMs', '>', atMs - apartMs)
    .where('atMs', '<', atMs + apartMs)
    .limit(1)
    .executeTakeFirst()
  return near !== undefined
}

/** A look is worth keeping when it is an eighth of the history away from the next. */
const SPARSER = 8

/** A name of a size, for its packing. */
const SIZE = 'componentBytes'

async function nameOf(tx: Db, path: readonly string[], seenAtMs: number): Promise<number> {
  const short = path.map((part) => part.slice(0, LIMITS.componentNameChars))
  const { id } = await tx
    .insertInto('component_name')
    .values({ name: JSON.stringify(short), seenAtMs })
    .onConflict((conflict) =>
      conflict.column('name').doUpdateSet((is) => ({
        seenAtMs: is.fn('max', ['component_name.seenAtMs', 'excluded.seenAtMs']),
      })),
    )
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

interface SnapshotRow {
  readonly atMs: number
  readonly complete: number
  readonly totalKib: number | null
}

interface PartRow {
  readonly name: string
  readonly kib: number
  readonly count: number
}

/** Of one life, oldest first: some spread over all of the time, and the newest. */
export function components(reader: Sqlite, of: ComponentsOf): readonly ComponentSnapshot[] {
  return reader.transaction(() => read(reader, of))()
}

function read(reader: Sqlite, of: ComponentsOf): readonly ComponentSnapshot[] {
  const life = statement<{ readonly subjectId: number; readonly id: number }>(
    reader,
    `select incarnation.subjectId, incarnation.id from incarnation join subject on subject.id = incarnation.subjectId
    where subject.key = ? and incarnation.key = ?`,
  ).get(of.subject, of.incarnation)
  if (life === undefined) return []
  const all = statement<SnapshotRow>(
    reader,
    `select atMs, complete, totalKib from component_snapshot
    where subjectId = ? and incarnationId = ? and atMs >= ? and atMs < ? order by atMs`,
  ).all(life.subjectId, life.id, of.fromMs, of.untilMs)
  const parts = statement<PartRow>(
    reader,
    `select name, kib, count from component_sample
    cross join component_name on component_name.id = component_sample.nameId
    where subjectId = ? and incarnationId = ? and atMs = ?`,
  )
  return chosen(all).map(({ atMs, complete, totalKib }) => ({
    atMs,
    complete: complete === 1,
    totalBytes: totalKib === null ? null : unpackedSize(totalKib),
    parts: parts.all(life.subjectId, life.id, atMs).map(({ name, kib, count }) => ({
      // Written by nameOf alone.
      path: JSON.parse(name) as readonly string[],
      bytes: unpackedSize(kib),
      count,
    })),
  }))
}

/** Half evenly over the time, half the newest: what began yesterday is told by many, too. */
function chosen(all: readonly SnapshotRow[]): readonly SnapshotRow[] {
  const half = LIMITS.componentSnapshots / 2
  if (all.length <= LIMITS.componentSnapshots) return all
  const older = all.slice(0, -half)
  const [first, last] = [older[0]?.atMs ?? 0, older.at(-1)?.atMs ?? 0]
  const step = Math.max(1, (last - first) / half)
  // The oldest of each stretch: what is compared begins where the looks begin.
  const spread = new Map(
    older.toReversed().map((row) => [Math.floor((row.atMs - first) / step), row]),
  )
  return [...[...spread.values()].toReversed(), ...all.slice(-half)]
}
