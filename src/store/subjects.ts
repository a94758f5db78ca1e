/** Subjects and their incarnations: who the samples are of, and when each was last seen. */
import type { Measured, Store } from '../domain/store.ts'
import { type Subject, subjectKey } from '../domain/subject.ts'
import type { Db } from './tables.ts'

/** Row ids of one life of a subject. */
export interface Life {
  readonly subjectId: number
  readonly incarnationId: number
}

export function subjectStore(db: Db): Pick<Store, 'subjectsOf' | 'subjectOfPid'> {
  return {
    subjectsOf: async (host, limit) => {
      const rows = await db
        .selectFrom('subject')
        .selectAll()
        .where('host', '=', host)
        .orderBy('seenAtMs', 'desc')
        .orderBy('key')
        .limit(limit)
        .execute()
      return rows.map((row) => ({
        subject: { kind: row.kind as Subject['kind'], host: row.host, name: row.name },
        key: row.key,
        seenAtMs: row.seenAtMs,
      }))
    },
    subjectOfPid: async (host, pid) => {
      const row = await db
        .selectFrom('subject')
        .innerJoin('incarnation', 'incarnation.subjectId', 'subject.id')
        .select(['subject.key', 'subject.name'])
        .where('subject.host', '=', host)
        .where('subject.kind', '=', 'process')
        .where('incarnation.pid', '=', pid)
        .orderBy('incarnation.seenAtMs', 'desc')
        .limit(1)
        .executeTakeFirst()
      if (row === undefined) return null
      return { key: row.key, subject: { kind: 'process', host, name: row.name } }
    },
  }
}

/** Writes one subject and its life, or marks both as seen now. Inside measure's transaction. */
export async function seenLife(tx: Db, of: Measured['subjects'][number]): Promise<Life> {
  const atMs = Math.round(of.atMs)
  const { id: subjectId } = await tx
    .insertInto('subject')
    .values({ ...of.subject, key: subjectKey(of.subject), seenAtMs: atMs })
    .onConflict((conflict) =>
      conflict.column('key').doUpdateSet((is) => ({
        seenAtMs: is.fn('max', ['subject.seenAtMs', 'excluded.seenAtMs']),
      })),
    )
    .returning('id')
    .executeTakeFirstOrThrow()
  const { incarnation } = of
  const { id: incarnationId } = await tx
    .insertInto('incarnation')
    .values({
      subjectId,
      key: incarnation.key,
      pid: incarnation.pid,
      startedAtMs: incarnation.startedAtMs === null ? null : Math.round(incarnation.startedAtMs),
      exe: incarnation.exe,
      argsHash: incarnation.argsHash,
      seenAtMs: atMs,
    })
    .onConflict((conflict) =>
      conflict.columns(['subjectId', 'key']).doUpdateSet((is) => ({
        seenAtMs: is.fn('max', ['incarnation.seenAtMs', 'excluded.seenAtMs']),
        // A start computed from the bot's clock wanders by the clock's error: the first one stays.
        startedAtMs: is.fn.coalesce('incarnation.startedAtMs', 'excluded.startedAtMs'),
        // A program may re-execute itself: what it is now counts, unless it could not be read this time.
        exe: is.fn.coalesce('excluded.exe', 'incarnation.exe'),
        argsHash: is.fn.coalesce('excluded.argsHash', 'incarnation.argsHash'),
      })),
    )
    .returning('id')
    .executeTakeFirstOrThrow()
  return { subjectId, incarnationId }
}
