/** What each host was when it was last looked at: one row a host, the newest look alone. */
import type { Facts } from '../domain/facts.ts'
import type { Store } from '../domain/store.ts'
import { fromJson } from './json.ts'
import type { Db } from './tables.ts'

export function hostFactsStore(db: Db): Pick<Store, 'keepFacts' | 'knownFacts'> {
  return {
    keepFacts: async (host, { facts, atMs }) => {
      const body = JSON.stringify(facts)
      await db
        .insertInto('host_facts')
        .values({ host, atMs, body })
        // Two processes share the store: an older look does not replace a newer one.
        .onConflict((conflict) =>
          conflict.column('host').doUpdateSet({ atMs, body }).where('host_facts.atMs', '<=', atMs),
        )
        .execute()
    },
    knownFacts: async () => {
      const rows = await db.selectFrom('host_facts').selectAll().execute()
      return new Map(
        rows.map(({ host, atMs, body }) => [host, { atMs, facts: fromJson<Facts>(body) }]),
      )
    },
  }
}
