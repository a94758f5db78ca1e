/**
 * Tables are read by their headers: with columns in another order, left out, named otherwise or put in between,
 * every value that is told is the right one, and what is not told any more is a stated loss.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { TABLES, type Table } from './tables.ts'

type Told = Readonly<Record<string, unknown>>

/** The values that the table tells, by column; null where nothing could be read. */
function told(table: Table, header: readonly string[], rows: readonly (readonly string[])[]) {
  const { label = '', separator = '  ', begins = label === '' ? '' : `${label}  ` } = table
  const before = label === '' ? '' : `${label}  `
  const lines = [
    begins + header.join(separator),
    ...rows.map((cells) => before + cells.join(separator)),
  ]
  const text = `${(table.before ?? []).map((line) => `${line}\n`).join('')}${lines.join('\n')}\n`
  const parsed = table.format.parse(text, { cut: false })
  if ('error' in parsed) return null
  return { values: table.tell(parsed.value), lost: parsed.losses.length > 0 }
}

function pick<T>(cells: readonly T[], order: readonly number[]): readonly T[] {
  return order.flatMap((i) => cells.slice(i, i + 1))
}

function whole(table: Table): Told {
  const read = told(table, table.header, table.rows)
  expect(read?.lost).toBe(false)
  return read?.values ?? {}
}

/** Every value that is told is right; what is missing besides `gone` is lost in words or not told at all. */
function hold(read: ReturnType<typeof told>, right: Told, gone: string | null): void {
  if (read === null) return
  for (const [column, value] of Object.entries(read.values)) {
    if (value === null || value === undefined) {
      if (column !== gone) expect(read.lost, column).toBe(true)
    } else expect([column, value]).toEqual([column, right[column]])
  }
}

describe.each(TABLES.map((table) => [table.name, table] as const))('%s', (_, table) => {
  const right = whole(table)
  const order = fc.shuffledSubarray([...table.header.keys()], { minLength: table.header.length })
  // Not a share of the length: doubles are seldom anywhere but near 0.
  const place = fc.nat({ max: table.header.length - 1 })

  test('every column of the table is told', () => {
    expect(Object.values(right).filter((value) => value === null || value === undefined)).toEqual(
      [],
    )
    expect(Object.keys(right).length).toBeGreaterThanOrEqual(Math.min(4, table.header.length))
  })

  test('columns in another order', () => {
    fc.assert(
      fc.property(order, (mixed) => {
        const rows = table.rows.map((row) => pick(row, mixed))
        hold(told(table, pick(table.header, mixed), rows), right, null)
      }),
    )
  })

  test('a column left out', () => {
    fc.assert(
      fc.property(place, (i) => {
        const rows = table.rows.map((row) => row.toSpliced(i, 1))
        hold(told(table, table.header.toSpliced(i, 1), rows), right, table.header[i] ?? null)
      }),
    )
  })

  test('a column left out of the rows alone', () => {
    fc.assert(
      fc.property(place, (i) => {
        const rows = table.rows.map((row) => row.toSpliced(i, 1))
        const read = told(table, table.header, rows)
        if (read !== null) expect(read.lost || same(read.values, right)).toBe(true)
        hold(read, right, null)
      }),
    )
  })

  test('a column named otherwise', () => {
    fc.assert(
      fc.property(place, (i) => {
        const header = table.header.with(i, 'wobble')
        hold(told(table, header, table.rows), right, table.header[i] ?? null)
      }),
    )
  })

  test('a column put in between', () => {
    fc.assert(
      fc.property(place, fc.constantFrom('7', '1.5', '99999', 'x'), (i, text) => {
        const rows = table.rows.map((row) => row.toSpliced(i, 0, text))
        hold(told(table, table.header.toSpliced(i, 0, 'wobble'), rows), right, null)
      }),
    )
  })
})

function same(values: Told, right: Told): boolean {
  return JSON.stringify(values) === JSON.stringify(right)
}
