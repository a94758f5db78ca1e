/**
 * What `sar` prints about memory: -r -S -B -W -H -R and -q MEM, of sysstat 5 to 12, in 12 and 24 hours and any
 * language. Tables about other things (`sar -A`) are passed over. Format: sysstat pr_stats.c, sar(1).
 *
 * ```
 * Linux 3.10.0-1160.25.1.el7.x86_64 (server.example.com) 	25/05/21 	_x86_64_	(1 CPU)
 *
 * 16:00:01    kbmemfree kbmemused  %memused kbbuffers  kbcached  kbcommit   %commit  kbactive   kbinact   kbdirty
 * 16:10:01       212980    801800     79.01         0    293512   1247884    122.97    530056    109360         0
 * 16:20:01       214984    799796     78.81         0    293556   1248208    123.00    528032    109352         4
 * Average:       213982    800798     78.91         0    293534   1248046    122.98    529044    109356         2
 *
 * 16:25:12       LINUX RESTART	(1 CPU)
 * ```
 *
 * kbmemused counts buffers and cache up to sysstat 11 and no longer since 12, so it is never taken for what is
 * used up. Times stay as printed: the zone is not told, and the date in the first line has many forms.
 */
import { LossLog, type Parsed, type Told, value } from '../../domain/parsed.ts'
import type { Format } from '../../domain/source.ts'
import { eachLine, noValue } from '../text/lines.ts'
import { optionOf, type SarCells, type SarColumn, sarColumn } from './sarColumns.ts'
import { PlainSarRows, type SarRow } from './sarPlain.ts'

interface SarTable {
  /** The option of sar that prints it: `-r`. */
  readonly option: string
  readonly rows: readonly SarRow[]
  /** Sar's own averages, one for each time the table ended. */
  readonly averages: readonly SarCells[]
}

interface SarRestart {
  readonly at: string
  readonly day: number
}

interface SarDay {
  readonly release: string | null
  readonly host: string | null
  /** As printed. */
  readonly date: string | null
}

interface Sar {
  /** One for each first line, in order; tables and restarts name theirs by its place. */
  readonly days: readonly SarDay[]
  readonly tables: readonly (SarTable & { readonly day: number })[]
  readonly restarts: readonly SarRestart[]
}

const ID = 'sar'

export const sar: Format<Sar> = {
  id: ID,
  mask: 'names',
  signs: {
    begins:
      /^Linux \d\S* \(\S+\)\s+\S+\s+_|^\S{5,16}(?: \S{1,6}){0,2}\s+(?:kbmemfree|kbswpfree|pswpin\/s|pgpgin\/s|kbhugfree|frmpg\/s|%smem-10)\b/,
    goesOn:
      /^\s*$|^Linux \d|^\S{0,4}\d{1,2}[:時时시]\d\d\S*(?: \S{1,6}){0,2}\s+\S|^\p{L}[^\d:]{2,14}[:：](?:(?:\s+-?[\d.,]+[kMGT%]?)+|(?:\s+[%a-z][\w/%-]*){2,})\s*$/u,
    repeats: true,
    names: /^sar?\d*\b/,
  },
  parse,
}

interface Table {
  readonly key: string
  readonly option: string
  readonly day: number
  readonly columns: readonly (SarColumn | null)[]
  /** Words of the time before the columns: two where the clock has twelve hours. */
  readonly timeWords: number
  readonly plain: PlainSarRows
  readonly rows: SarRow[]
  readonly averages: SarCells[]
}

/** The release may be anything; the date and the machine follow the host's name. */
const FIRST_LINE = /^(\w+) (\d\S*) \((\S+)\)\s+(\S+)/
const FIGURE = /^-?\d/
const TIME = /^[^\d\s]{0,40}\d\S{0,80}$/
const AVERAGE = /^(\p{L}[^\d:：]*)[:：]\s+(.*)$/u
const RESTART = /^(?=\S{0,40}\d)(\S{1,40}(?: \S{1,20}){0,2}?)\s+LINUX[ -]RESTART\b/
const COMMENT = /^(?=\S{0,40}\d)\S{1,40}(?: \S{1,20}){0,2}?\s+COM\s/
/** `10:48:00 AM IST` under -t. */
const MOST_TIME_WORDS = 3

function parse(text: string, told: Told): Parsed<Sar> {
  const losses = new LossLog(ID)
  const days: SarDay[] = []
  const tables: Table[] = []
  const restarts: SarRestart[] = []
  /** Null before any header; `other` in a table about something else. */
  let table: Table | 'other' | null = null
  const visit = (line: string, number: number): void => {
    if (line === '') return
    // Most lines are rows of the table at hand.
    if (table !== null && table !== 'other' && readRow(table, line, number, losses)) return
    if (line.trim() === '') return
    const first = FIRST_LINE.exec(line)
    const restart = RESTART.exec(line)?.[1]
    if (first !== null) {
      const [, , release = null, host = null, date = null] = first
      days.push({ release, host, date })
      table = null
    } else if (restart !== undefined) {
      restarts.push({ at: restart, day: Math.max(0, days.length - 1) })
    } else if (COMMENT.test(line)) return
    else if (isHeader(line))
      table = tableFor(line, number, tables, Math.max(0, days.length - 1), losses)
    else if (isAverageHeader(line))
      table = tables.findLast(({ key }) => key.endsWith(afterColon(line))) ?? 'other'
    else if (table !== 'other') losses.add('bad-line', number, line)
  }
  const quick = (of: string, from: number, to: number): boolean =>
    table !== null && table !== 'other' && quickRow(table, of, from, to)
  eachLine(text, told, losses, visit, quick)
  if (!tables.some(({ rows, averages }) => rows.length + averages.length > 0)) {
    return noValue(ID, text, told)
  }
  const of = tables.map(({ option, day, rows, averages }) => ({ option, day, rows, averages }))
  return value({ days, tables: of, restarts }, losses.all())
}

/** A time and then words alone. */
function isHeader(line: string): boolean {
  const [time = '', ...words] = line.trim().split(/\s+/)
  const columns = words.filter((word) => !/^-?[\d.,]+[kKMGTP%]?$/.test(word))
  return TIME.test(time) && words.length > 0 && columns.length === words.length
}

/** Some versions print the header again before the averages. */
function isAverageHeader(line: string): boolean {
  const words = afterColon(line).split(' ')
  return AVERAGE.test(line) && words.every((word) => /^[%a-zA-Z]/.test(word))
}

function afterColon(line: string): string {
  return (AVERAGE.exec(line)?.[2] ?? '').trim().replace(/\s+/g, ' ')
}

/** The same columns on the same day are one table, which sar cuts into pages. */
function tableFor(
  line: string,
  number: number,
  tables: Table[],
  day: number,
  losses: LossLog,
): Table | 'other' {
  const words = line.trim().split(/\s+/)
  const from = words.findIndex((word) => optionOf(word) !== null)
  const option = optionOf(words[from] ?? '')
  if (option === null || from < 1 || from > MOST_TIME_WORDS) return 'other'
  const headers = words.slice(from)
  const key = `${day} ${from} ${headers.join(' ')}`
  const known = tables.find((one) => one.key === key)
  if (known !== undefined) return known
  const columns = headers.map(sarColumn)
  for (const [i, header] of headers.entries()) {
    if (columns[i] === null) losses.add('missing-field', number, header)
  }
  const plain = new PlainSarRows(columns, from)
  const table: Table = { key, option, day, columns, timeWords: from, plain, rows: [], averages: [] }
  tables.push(table)
  return table
}

/** Nearly all lines are plain rows of the table at hand. */
function quickRow({ plain, rows }: Table, text: string, from: number, to: number): boolean {
  const row = plain.row(text, from, to)
  if (row === null) return false
  rows.push(row)
  return true
}

function readRow(table: Table, line: string, number: number, losses: LossLog): boolean {
  const average = line.includes(':') || line.includes('：') ? AVERAGE.exec(line)?.[2] : undefined
  if (average !== undefined && !isAverageHeader(line)) {
    const words = average.trim().split(/\s+/)
    if (words.length !== table.columns.length) return false
    table.averages.push(cellsOf(table.columns, words, number, losses))
    return true
  }
  const words = line.trim().split(/\s+/)
  const time = words.slice(0, table.timeWords)
  // A marker of the half of the day is a word; a number there is a value that slipped.
  const slipped = time.slice(1).some((word) => /^[\d.,%-]+$/.test(word))
  if (words.length !== table.timeWords + table.columns.length || slipped) return false
  if (!time.some((word) => TIME.test(word))) return false
  const figures = words.slice(table.timeWords)
  // A header of as many words, a restart or a comment begins or ends with a word.
  if (!FIGURE.test(figures[0] ?? '') || !FIGURE.test(figures.at(-1) ?? '')) return false
  const values = cellsOf(table.columns, figures, number, losses)
  table.rows.push({ at: time.join(' '), values })
  return true
}

function cellsOf(
  columns: readonly (SarColumn | null)[],
  words: readonly string[],
  line: number,
  losses: LossLog,
): SarCells {
  const cells: Record<string, number> = {}
  for (const [i, column] of columns.entries()) {
    if (column === null) continue
    const number = column.read(words[i] ?? '')
    if (number === null) losses.add('bad-number', line, words[i] ?? '')
    else cells[column.name] = number
  }
  return cells
}
