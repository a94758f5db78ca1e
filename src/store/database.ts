/** The file: who may read it, how SQLite is set, and how it is closed. */
import { chmodSync, closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { LIMITS } from '../domain/limits.ts'
import type { Log } from '../domain/ports.ts'
import { StoreRefusal } from './refusal.ts'
import type { Db, Tables } from './tables.ts'

/** Captures hold argument lines and paths of hosts: nobody but the bot's user reads them. */
const FOLDER_MODE = 0o700
const FILE_MODE = 0o600
/** A terminal's write beside the bot's waits this long for its turn. */
const BUSY_TIMEOUT_MS = 5000

export type Sqlite = Database.Database

export interface Opened {
  readonly db: Db
  /** The connection beneath: for work of many small statements, while nothing else holds it (rollup.ts). */
  readonly sqlite: Sqlite
  /** A second connection that only reads, each time what was committed: for rows by the thousand, as arrays. */
  readonly reader: Sqlite
  /** Bytes of the database's pages, in use or free. */
  bytes(): number
  /** Bytes of the journal beside it, which is read and written as one with it. */
  walBytes(): number
  /** Gives freed pages back to the file system, a bounded number a call; true while more are there. */
  shrink(): boolean
  /** Empties the journal into the file. False while somebody still reads of before. */
  checkpoint(): boolean
  close(): Promise<void>
}

/** Opens or makes the file. Throws StoreRefusal `database-unreadable`. */
export function openDatabase(file: string, log: Log): Opened {
  try {
    prepareFile(file, log)
    const sqlite = new Database(file, { timeout: BUSY_TIMEOUT_MS })
    try {
      setUp(sqlite)
      const reader = new Database(file, { readonly: true, timeout: BUSY_TIMEOUT_MS })
      boundCache(reader)
      return opened(file, sqlite, reader)
    } catch (cause) {
      sqlite.close()
      throw cause
    }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new StoreRefusal('database-unreadable', { file, reason }, cause)
  }
}

function opened(file: string, sqlite: Sqlite, reader: Sqlite): Opened {
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: sqlite }) })
  return {
    db,
    sqlite,
    reader,
    bytes: () => pragmaNumber(sqlite, 'page_count') * pragmaNumber(sqlite, 'page_size'),
    walBytes: () => statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0,
    shrink: () => {
      const before = pragmaNumber(sqlite, 'freelist_count')
      if (before > 0) sqlite.pragma(`incremental_vacuum(${SHRINK_PAGES})`)
      const after = pragmaNumber(sqlite, 'freelist_count')
      // A file that was made without incremental vacuum keeps its free pages: nothing is left to do then.
      return after > 0 && after < before
    },
    checkpoint: () => pragmaNumber(sqlite, 'wal_checkpoint(TRUNCATE)') === 0,
    close: async () => {
      reader.close()
      sqlite.pragma('optimize')
      await db.destroy()
    },
  }
}

/** 4 MiB of 4 KiB pages: well under 100 ms. */
const SHRINK_PAGES = 1024

/** SQLite gives the journal and shared memory files the database's own mode. */
function prepareFile(file: string, log: Log): void {
  const folder = dirname(file)
  if (!existsSync(folder)) mkdirSync(folder, { recursive: true, mode: FOLDER_MODE })
  // A folder that was there may be shared on purpose (/tmp): its mode is its owner's business, said but not changed.
  else if ((statSync(folder).mode & 0o077) !== 0)
    log.warn('store.folder-open-to-others', { folder })
  makePrivate(file)
}

/** Makes the file if it is not there, and closes it to all but its owner. */
export function makePrivate(file: string): void {
  closeSync(openSync(file, 'a', FILE_MODE))
  chmodSync(file, FILE_MODE)
}

function setUp(sqlite: Sqlite): void {
  // Takes effect only before the first table, and only before the journal's mode is set.
  sqlite.pragma('auto_vacuum = INCREMENTAL')
  sqlite.pragma('journal_mode = WAL')
  sqlite.pragma('synchronous = NORMAL')
  sqlite.pragma('foreign_keys = ON')
  // What is deleted is overwritten: evidence that is past its time must not linger in free pages.
  sqlite.pragma('secure_delete = ON')
  sqlite.pragma('temp_store = MEMORY')
  boundCache(sqlite)
}

/** better-sqlite3 is built with 16 MB for each connection; the kernel's page cache has the file anyway. */
function boundCache(sqlite: Sqlite): void {
  sqlite.pragma(`cache_size = -${LIMITS.storeCacheBytes / 1024}`)
}

function pragmaNumber(sqlite: Sqlite, name: string): number {
  return Number(sqlite.pragma(name, { simple: true }))
}
