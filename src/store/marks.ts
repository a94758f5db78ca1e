/** Marks: moments that people named, by host. */
import type { Store } from '../domain/store.ts'
import type { Db } from './tables.ts'

type MarkMethods = 'putMark' | 'dropMark' | 'mark' | 'marks'

export function markStore(db: Db): Pick<Store, MarkMethods> {
  return {
    putMark: async (mark) => {
      const { id } = await db
        .insertInto('mark')
        .values(mark)
        .returning('id')
        .executeTakeFirstOrThrow()
      return { ...mark, id }
    },
    dropMark: async (id) => {
      const { numDeletedRows } = await db.deleteFrom('mark').where('id', '=', id).executeTakeFirst()
      return numDeletedRows > 0n
    },
    mark: async (id) =>
      (await db.selectFrom('mark').selectAll().where('id', '=', id).executeTakeFirst()) ?? null,
    marks: ({ host, fromMs, untilMs }, most) =>
      db
        .selectFrom('mark')
        .selectAll()
        .where('host', '=', host)
        .where('atMs', '>=', fromMs)
        .where('atMs', '<', untilMs)
        .orderBy('atMs', 'desc')
        .orderBy('id', 'desc')
        .limit(most)
        .execute(),
  }
}
