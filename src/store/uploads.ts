/** Files in the chat: remembered by their ids until they are deleted there. */
import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely'
import type { Lifetimes } from '../domain/lifetimes.ts'
import type { UploadCounts, UploadRows } from '../domain/upload.ts'
import type { Db, Tables } from './tables.ts'

/** Written into the statement: SQLite does not look for a bound value in a partial index. */
const KEPT = sql.lit<'kept'>('kept')

export function uploadStore(db: Db, lifetimes: Lifetimes): UploadRows {
  return {
    putUpload: async (upload) => {
      const fresh = {
        dueAtMs: null,
        notBeforeMs: 0,
        attempts: 0,
        state: 'kept',
        error: null,
      } as const
      await db
        .insertInto('upload')
        .values((is) => ({
          ...upload,
          ...fresh,
          owner: is.selectFrom('outbox').select('owner').where('id', '=', upload.outboxId),
        }))
        .onConflict((is) => is.column('fileId').doNothing())
        .execute()
    },
    dropUploads: async (fileIds) => {
      if (fileIds.length > 0) await db.deleteFrom('upload').where('fileId', 'in', fileIds).execute()
    },
    discardUploads: async (fileIds, nowMs) => {
      if (fileIds.length > 0)
        await db
          .updateTable('upload')
          .set({ dueAtMs: nowMs })
          .where('fileId', 'in', fileIds)
          .execute()
    },
    ...tries(db, lifetimes),
    uploadCounts: async (nowMs) => {
      const { rows } = await sql<UploadCounts>`select
        coalesce(sum(state = 'kept' and not isDue), 0) as kept,
        coalesce(sum(state = 'kept' and isDue), 0) as waiting,
        coalesce(sum(state = 'refused'), 0) as refused,
        max(error) as error
        from (select state, error,
          atMs < ${nowMs - lifetimes.uploads} or coalesce(dueAtMs <= ${nowMs}, 0) as isDue from upload)`.execute(
        db,
      )
      return rows[0] ?? { kept: 0, waiting: 0, refused: 0, error: null }
    },
  }
}

function tries(
  db: Db,
  lifetimes: Lifetimes,
): Pick<UploadRows, 'dueUploads' | 'retryUpload' | 'holdUploads'> {
  return {
    dueUploads: (nowMs, limit) =>
      db
        .selectFrom('upload')
        .select(['fileId', 'attempts'])
        .where('state', '=', KEPT)
        .where('notBeforeMs', '<=', nowMs)
        .where((is) => dueBy(is, nowMs - lifetimes.uploads, nowMs))
        .orderBy('atMs')
        .limit(limit)
        .execute(),
    retryUpload: async (fileId, error, notBeforeMs) => {
      await db
        .updateTable('upload')
        .set((is) => ({
          attempts: is('attempts', '+', 1),
          error,
          ...(notBeforeMs === null ? { state: 'refused' as const } : { notBeforeMs }),
        }))
        .where('fileId', '=', fileId)
        .execute()
    },
    holdUploads: async (notBeforeMs) => {
      await db
        .updateTable('upload')
        .set({ notBeforeMs })
        .where('state', '=', KEPT)
        .where('notBeforeMs', '<', notBeforeMs)
        .execute()
    },
  }
}

/** Past its lifetime, or discarded. */
function dueBy(
  is: ExpressionBuilder<Tables, 'upload'>,
  beforeMs: number,
  nowMs: number,
): Expression<SqlBool> {
  return is.or([is('atMs', '<', beforeMs), is('dueAtMs', '<=', nowMs)])
}
