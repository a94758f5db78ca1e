/**
 * What `smem` prints: processes, users (-u), mappings (-m) or the whole system (-w), with -k, -p and -t. Format: the
 * script smem itself.
 *
 * ```
 *   PID User     Command                         Swap      USS      PSS      RSS
 * 10171 root     /usr/sbin/apache2 -k start       348      144      248     1328
 *  2374 hong     tmux: server                       0      460      511     5700
 * -------------------------------------------------------------------------------
 *     2 2                                         348      604      759     7028
 * ```
 *
 * Sizes are in kB, with a letter under -k, shares of all memory under -p. USS is what would come free if the process
 * ended; PSS shares out what several map, so PSS alone may be added up.
 */
import { KIB } from '../../domain/bytes.ts'
import { LossLog, type Parsed, type Told, value } from '../../domain/parsed.ts'
import type { Also, Format } from '../../domain/source.ts'
import { processes } from '../proc/processes.ts'
import { eachLine, noValue } from '../text/lines.ts'
import { cellsOf } from './cells.ts'
import type { ProcessCells } from './processColumns.ts'
import { asProcessRows } from './processRows.ts'
import { decimalOf, sizeOf } from './sizes.ts'

interface Smem {
  /** `pid`, `user`, `command`, `map`, `pids`, `ussBytes`, `pssPercent`: the columns that the table has. */
  readonly rows: readonly ProcessCells[]
  /** The row of -t: how many processes and users, and sums. */
  readonly totals: ProcessCells | null
}

const ID = 'smem'
const SIZES = 'swap uss pss rss vss avguss avgpss avgrss used cache noncache'.split(' ')
const COUNTS = 'pid pids count maps avgpids'.split(' ')
const TEXTS = 'user name command map area'.split(' ')
const WIDE = 'command map area name'.split(' ')

export const smem: Format<Smem> = {
  id: ID,
  mask: 'args',
  signs: {
    begins:
      /^(?=[^a-z]*[a-z])\s*(?:(?:PID|PIDs|User|Name|Command|Maps?|Count|Swap|AVG[A-Z]{3}|[UPRV]SS)\s+)+(?:[UPRV]SS|Swap)\s*$|^Area\s+Used\s+Cache\s+Noncache\s*$/,
    goesOn: /^\s*\S.{0,200}?(?:\s+\d[\d.,]{0,16}[KMGT%]?){3,8}\s*$|^-{10,}\s*$/,
    names: /^smem/,
  },
  parse,
  also: ({ rows }: Smem): readonly Also[] =>
    rows.every((row) => typeof row['pid'] === 'number')
      ? [{ format: processes, value: { processes: asProcessRows(rows) } }]
      : [],
}

function parse(text: string, told: Told): Parsed<Smem> {
  const losses = new LossLog(ID)
  const rows: ProcessCells[] = []
  let totals: ProcessCells | null = null
  let columns: readonly string[] = []
  let ended = false
  eachLine(text, told, losses, (line, number) => {
    const words = line.trim().split(/\s+/)
    if (words[0] === '') return
    if (isHeader(words)) {
      columns = words.map((word) => word.toLowerCase())
      for (const word of words.filter((one) => !isKnown(one.toLowerCase()))) {
        losses.add('missing-field', number, word)
      }
      ended = false
    } else if (columns.length > 0 && /^-{3,}$/.test(line.trim())) ended = true
    else {
      const row = ended ? totalsOf(columns, words) : rowOf(columns, line)
      if (row === null) losses.add('bad-line', number, line)
      else if (ended) totals = row
      else rows.push(row)
    }
  })
  return rows.length === 0 ? noValue(ID, text, told) : value({ rows, totals }, losses.all())
}

function isKnown(name: string): boolean {
  return SIZES.includes(name) || COUNTS.includes(name) || TEXTS.includes(name)
}

function isHeader(words: readonly string[]): boolean {
  const known = words.filter((word) => isKnown(word.toLowerCase()))
  const named = known.some((word) => TEXTS.includes(word.toLowerCase()))
  return named && known.length >= 3 && !words.some((word) => /\d/.test(word))
}

function rowOf(columns: readonly string[], line: string): ProcessCells | null {
  const wide = columns.findIndex((name) => WIDE.includes(name))
  return valuesOf(columns, cellsOf(line, columns.length, wide < 0 ? null : wide))
}

/** Names have no total, so their places are empty. */
function totalsOf(columns: readonly string[], words: readonly string[]): ProcessCells | null {
  const counted = columns.filter((name) => !WIDE.includes(name))
  const named = counted.map((name) => (name === 'user' ? 'users' : name === 'pid' ? 'count' : name))
  return words.length === counted.length ? valuesOf(named, words) : null
}

/** Null when a number under a known column cannot be read: the row was not what the header says. */
function valuesOf(
  columns: readonly string[],
  cells: readonly string[] | null,
): ProcessCells | null {
  if (cells === null) return null
  const row: Record<string, string | number> = {}
  for (const [i, name] of columns.entries()) {
    const text = cells[i] ?? ''
    // No account has a slash in its name: a cell is missing before it.
    if (name === 'user' && text.includes('/')) return null
    if (TEXTS.includes(name)) row[name] = text
    else if (name === 'users' || COUNTS.includes(name) || SIZES.includes(name)) {
      const [key, number] = numberOf(name, text)
      if (number === null) return null
      row[key] = number
    }
  }
  return row
}

function numberOf(name: string, text: string): readonly [string, number | null] {
  if (!SIZES.includes(name)) return [name, /^\d{1,9}$/.test(text) ? Number(text) : null]
  if (!text.endsWith('%')) return [`${name}Bytes`, sizeOf(text, KIB)]
  return [`${name}Percent`, text.startsWith('-') ? null : decimalOf(text.slice(0, -1))]
}
