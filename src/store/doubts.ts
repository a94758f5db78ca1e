/** Doubts: verdicts that people called wrong. */
import type { Doubt, DoubtRows, Expected } from '../domain/doubt.ts'
import type { Verdict } from '../domain/finding.ts'
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
    doubts: async (most) => {
      const rows = await db
        .selectFrom('doubt')
        .selectAll()
        .orderBy('atMs', 'desc')
        .orderBy('runId')
        .limit(most)
        .execute()
      // Only putDoubt writes here.
      return rows.map(
        (row): Doubt => ({
          ...row,
          verdict: row.verdict as Verdict | null,
          expected: row.expected as Expected,
        }),
      )
    },
  }
}
