/** Requests for intrusive actions. */
import type { Consent, ConsentRows } from '../domain/consent.ts'
import { type ConsentTable, fromRow, toRow } from './consentRow.ts'
import type { Db } from './tables.ts'

export function consentStore(db: Db): ConsentRows {
  return {
    putConsent: async (consent) => {
      await db.insertInto('consent').values(toRow(consent)).execute()
    },
    consent: async (id) =>
      orNull(await db.selectFrom('consent').selectAll().where('id', '=', id).executeTakeFirst()),
    consentOfNonce: async (hash) =>
      orNull(
        await db
          .selectFrom('consent')
          .selectAll()
          .where((is) => is.or([is('nonceHash', '=', hash), is('usedHash', '=', hash)]))
          .executeTakeFirst(),
      ),
    // One statement: SQLite runs one writer at a time, so that of two presses one finds the row as it was.
    moveConsent: async (before, after) => {
      const { numUpdatedRows } = await db
        .updateTable('consent')
        .set(toRow(after))
        .where('id', '=', before.id)
        .where('state', '=', before.state)
        .where('nonceHash', '=', before.nonceHash)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },
    dueConsents: async (nowMs) =>
      (
        await db
          .selectFrom('consent')
          .selectAll()
          .where('state', 'in', ['asked', 'confirmed', 'kept'])
          .where('expiresAtMs', '<=', nowMs)
          .execute()
      ).map(fromRow),
    strayConsents: async (owner) =>
      (
        await db
          .selectFrom('consent')
          .selectAll()
          .where('state', 'in', ['running', 'removing'])
          .where('owner', '!=', owner)
          .execute()
      ).map(fromRow),
    consentRuns: async (host, sinceMs) => {
      const { n } = await db
        .selectFrom('consent')
        .select((is) => is.fn.countAll<number>().as('n'))
        .where('host', '=', host)
        .where('runAtMs', '>=', sinceMs)
        .executeTakeFirstOrThrow()
      return n
    },
  }
}

function orNull(row: ConsentTable | undefined): Consent | null {
  return row === undefined ? null : fromRow(row)
}
