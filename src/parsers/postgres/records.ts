/**
 * The structured forms of a PostgreSQL log: csvlog (columns by their place, as documented: it has no header), the csv
 * of Greenplum (other columns, the process as `p4242`), and jsonlog (15).
 */

import { NO_STAMP } from '../kernel/stamp.ts'
import { lineTime } from '../log/lineTime.ts'
import type { Level, PostgresEntry } from './entry.ts'
import { severityOf } from './severity.ts'

type Columns = Readonly<
  Record<
    'user' | 'database' | 'pid' | 'level' | 'state' | 'message' | 'detail' | 'hint' | 'statement',
    number
  >
>

const CSVLOG: Columns = {
  user: 1,
  database: 2,
  pid: 3,
  level: 11,
  state: 12,
  message: 13,
  detail: 14,
  hint: 15,
  statement: 19,
}
const GREENPLUM: Columns = {
  user: 1,
  database: 2,
  pid: 3,
  level: 16,
  state: 17,
  message: 18,
  detail: 19,
  hint: 20,
  statement: 24,
}

/** True for a line with which a record of csvlog begins. */
export function beginsCsv(line: string): boolean {
  return /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(?:\.\d{1,6})? [A-Z0-9+:-]{1,8},/.test(line)
}

/** Cells of a csv record; null while a quoted cell is still open, so that the record goes on in the next line. */
export function csvCells(record: string): readonly string[] | null {
  const cells: string[] = []
  let at = 0
  while (at <= record.length) {
    if (record.charCodeAt(at) !== QUOTE) {
      const end = record.indexOf(',', at)
      cells.push(record.slice(at, end < 0 ? record.length : end))
      if (end < 0) return cells
      at = end + 1
      continue
    }
    const end = closingQuote(record, at + 1)
    if (end < 0) return null
    cells.push(record.slice(at + 1, end).replaceAll('""', '"'))
    at = end + 2
    if (end + 1 >= record.length) return cells
  }
  return cells
}

const QUOTE = 34

function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from)
  while (at >= 0 && text.charCodeAt(at + 1) === QUOTE) at = text.indexOf('"', at + 2)
  return at
}

/** A record of csvlog as an entry; null when its columns are not those. */
export function csvEntry(cells: readonly string[], line: number): PostgresEntry | null {
  const greenplum = /^p\d+$/.test(cells[3] ?? '')
  const columns = greenplum ? GREENPLUM : CSVLOG
  const of = (name: keyof Columns): string | null => cells[columns[name]] || null
  const severity = severityOf(of('level') ?? '')
  if (severity === null || !isLevel(severity)) return null
  return {
    line,
    at: lineTime(cells[0] ?? '') ?? NO_STAMP,
    pid: pidOf(of('pid')),
    user: of('user'),
    database: of('database'),
    level: severity,
    sqlState: of('state'),
    message: of('message') ?? '',
    detail: of('detail'),
    hint: of('hint'),
    statement: of('statement'),
  }
}

/** A line of jsonlog as an entry; null when it is none. */
export function jsonEntry(text: string, line: number): PostgresEntry | null {
  let record: unknown
  try {
    record = JSON.parse(text)
  } catch {
    // Cut or not JSON: it is no entry.
    return null
  }
  if (typeof record !== 'object' || record === null) return null
  const of = (name: string): string | null => {
    const value = (record as Readonly<Record<string, unknown>>)[name]
    return typeof value === 'string' || typeof value === 'number' ? String(value) : null
  }
  const severity = severityOf(of('error_severity') ?? '')
  if (severity === null || !isLevel(severity)) return null
  return {
    line,
    at: lineTime(of('timestamp') ?? '') ?? NO_STAMP,
    pid: pidOf(of('pid')),
    user: of('user'),
    database: of('dbname'),
    level: severity,
    sqlState: of('state_code'),
    message: of('message') ?? '',
    detail: of('detail'),
    hint: of('hint'),
    statement: of('statement'),
  }
}

function pidOf(text: string | null): number | null {
  const digits = /^p?(\d{1,10})$/.exec(text ?? '')?.[1]
  return digits === undefined ? null : Number(digits)
}

function isLevel(severity: string): severity is Level {
  return severity === severity.toUpperCase()
}
