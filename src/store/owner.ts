/**
 * One bot at a time on one database. The seat is an operating system's lock on a file beside the database, held
 * for as long as the process lives: the kernel lets go of it however the process ends, kill -9 included, and it
 * holds across containers, where a pid says nothing. The row in `seat` only tells who holds it.
 */
import Database from 'better-sqlite3'
import { makePrivate } from './database.ts'
import { StoreRefusal } from './refusal.ts'
import type { Db } from './tables.ts'

export interface Seat {
  release(): void
}

/** Takes the writer's seat. Throws StoreRefusal `bot-already-running` when a live bot has it. */
export async function takeSeat(db: Db, file: string, instance: string): Promise<Seat> {
  makePrivate(`${file}.seat`)
  const lock = new Database(`${file}.seat`, { timeout: 0 })
  try {
    lock.exec('begin exclusive')
  } catch (cause) {
    lock.close()
    if (!isBusy(cause)) throw cause
    const holder = await db.selectFrom('seat').selectAll().executeTakeFirst()
    throw new StoreRefusal(
      'bot-already-running',
      {
        file,
        instance: holder?.instance ?? null,
        pid: holder === undefined ? null : String(holder.pid),
      },
      cause,
    )
  }
  const row = { id: 1, instance, pid: process.pid, takenAtMs: Date.now() }
  await db.replaceInto('seat').values(row).execute()
  return { release: () => lock.close() }
}

function isBusy(cause: unknown): boolean {
  return cause instanceof Database.SqliteError && cause.code.startsWith('SQLITE_BUSY')
}
