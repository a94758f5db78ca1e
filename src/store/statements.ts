/** Statements of a connection, prepared once each: preparing one of forty columns takes longer than running it. */
import type { Statement } from 'better-sqlite3'
import type { Sqlite } from './database.ts'

const prepared = new WeakMap<Sqlite, Map<string, Statement>>()

/** The texts are this code's own, so there are few. */
export function statement<Row = unknown>(sqlite: Sqlite, text: string): Statement<unknown[], Row> {
  const known = prepared.get(sqlite) ?? new Map<string, Statement>()
  prepared.set(sqlite, known)
  const held = known.get(text) ?? sqlite.prepare(text)
  known.set(text, held)
  // What a statement gives is told by its text.
  return held as Statement<unknown[], Row>
}
