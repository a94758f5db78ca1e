/** Languages that were set: one row a channel or person, so that there are never more than Slack has of both. */
import type { SetLang } from '../domain/spoken.ts'
import type { Store } from '../domain/store.ts'
import type { Db } from './tables.ts'

type LangMethods = 'putLang' | 'dropLang' | 'langOf' | 'nameChannel' | 'channelNamed'

export function langStore(db: Db): Pick<Store, LangMethods> {
  return {
    putLang: async (set) => {
      const { lang, by, atMs } = set
      await db
        .insertInto('place_lang')
        .values(set)
        .onConflict((conflict) => conflict.column('place').doUpdateSet({ lang, by, atMs }))
        .execute()
    },
    dropLang: async (place) => {
      const { numDeletedRows } = await db
        .deleteFrom('place_lang')
        .where('place', '=', place)
        .executeTakeFirst()
      return numDeletedRows > 0n
    },
    langOf: async (place) => {
      const row = await db
        .selectFrom('place_lang')
        .selectAll()
        .where('place', '=', place)
        .executeTakeFirst()
      return row === undefined ? null : { ...row, lang: row.lang as SetLang['lang'] }
    },
    nameChannel: async (name, channel) => {
      await db
        .insertInto('channel_name')
        .values({ name: bare(name), channel })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ channel }))
        .execute()
    },
    channelNamed: async (name) => {
      const row = await db
        .selectFrom('channel_name')
        .select('channel')
        .where('name', '=', bare(name))
        .executeTakeFirst()
      return row?.channel ?? null
    },
  }
}

/** `#memory` and `memory` are one channel. */
function bare(name: string): string {
  return name.replace(/^#/, '')
}
