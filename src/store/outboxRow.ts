/** An outbox row as the domain knows it and as the table holds it. */
import { createHash } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { OutboxRow } from '../domain/store.ts'
import { fromJson } from './json.ts'
import type { Db, OutboxTable } from './tables.ts'

export async function bySlot(db: Db, owner: string, slot: string): Promise<OutboxRow | null> {
  return orNull(
    await db
      .selectFrom('outbox')
      .selectAll()
      .where('owner', '=', owner)
      .where('slot', '=', slot)
      .executeTakeFirst(),
  )
}

/** The same slot always has the same id, so that a post found in a channel leads back to its row. 60 bits. */
export function outboxId(owner: string, slot: string): string {
  return createHash('sha256').update(`${owner}\0${slot}`).digest('hex').slice(0, 15)
}

/** The message as it reads back from the database: undefined members and the like are gone. */
export function plainJson<T>(value: T): T {
  return fromJson<T>(JSON.stringify(value))
}

export function orNull(row: Selectable<OutboxTable> | undefined): OutboxRow | null {
  return row === undefined ? null : fromRow(row)
}

export function fromRow(row: Selectable<OutboxTable>): OutboxRow {
  const { seq: _seq, queuedAtMs: _queuedAtMs, ...rest } = row
  return {
    ...rest,
    lang: row.lang as OutboxRow['lang'],
    state: row.state as OutboxRow['state'],
    message: fromJson<OutboxRow['message']>(row.message),
    inDoubt: row.inDoubt === 1,
    posted: row.posted === null ? null : fromJson<OutboxRow['posted']>(row.posted),
  }
}
