/**
 * Rows by the thousand, as arrays: given to an aggregate of this code as its arguments. SQLite's binding hands those
 * over in one go, where it sets the cells of a row of its own one by one (three times the time of the whole query).
 */
import type { Cells } from './columns.ts'
import type { Sqlite } from './database.ts'
import { statement } from './statements.ts'

/** Where the rows of a connection's query go while it runs. */
const taken = new WeakMap<Sqlite, Cells[]>()

/**
 * The rows of a query, in its order. `query` must end in a limit: only then does SQLite keep the order of what an
 * aggregate is given. Columns by their names in the query; all numbers or null.
 */
export function cellsOf(
  reader: Sqlite,
  { columns, query }: { readonly columns: readonly string[]; readonly query: string },
  values: Readonly<Record<string, number>>,
): readonly Cells[] {
  const rows: Cells[] = []
  if (!taken.has(reader)) addAggregate(reader)
  taken.set(reader, rows)
  statement(reader, `select take_cells(${columns.join(', ')}) from (${query})`).get(values)
  taken.set(reader, [])
  return rows
}

function addAggregate(reader: Sqlite): void {
  reader.aggregate('take_cells', {
    start: 0,
    varargs: true,
    directOnly: true,
    step: (count: number, ...cells: (number | null)[]) => {
      taken.get(reader)?.push(cells)
      return count + 1
    },
  })
}
