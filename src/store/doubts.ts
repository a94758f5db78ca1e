/** Doubts: verdicts that people called wrong. */
import type { DoubtRows } from '../domain/doubt.ts'
import type { Db } from './tables.ts'

export function doubtStore(db: Db): DoubtRows {
  return {
    putDoubt: async (doubt) => {
      await db
        .insertInto('doubt')
        .values(doubt)
        .onConflict((is) => is.columns(['runId', 'by']).doUpdateSet(doubt))
        .execute()
    },
    doubts: (most) =>
      db
        .selectFrom('doubt')
        .selectAll()
        .orderBy('atMs', 'desc')
        .orderBy('runId')
        .limit(most)
        .execute(),
  }
}
