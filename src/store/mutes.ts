/** Mutes: one row for each subject and code; the newest word counts. */
import type { Store } from '../domain/store.ts'
import type { Db } from './tables.ts'

type MuteMethods = 'putMute' | 'dropMutes' | 'mutes'

export function muteStore(db: Db): Pick<Store, MuteMethods> {
  return {
    putMute: async (mute) => {
      const { untilMs, by, atMs } = mute
      await db
        .insertInto('mute')
        .values(mute)
        .onConflict((conflict) =>
          conflict.columns(['subject', 'code']).doUpdateSet({ untilMs, by, atMs }),
        )
        .execute()
    },
    dropMutes: async (subject, code, nowMs) => {
      const of = db.deleteFrom('mute').where('subject', '=', subject).where('untilMs', '>', nowMs)
      const { numDeletedRows } = await (code === null
        ? of
        : of.where('code', '=', code)
      ).executeTakeFirst()
      return Number(numDeletedRows)
    },
    mutes: (nowMs) =>
      db
        .selectFrom('mute')
        .selectAll()
        .where('untilMs', '>', nowMs)
        .orderBy('untilMs')
        .orderBy('subject')
        .orderBy('code')
        .execute(),
  }
}
