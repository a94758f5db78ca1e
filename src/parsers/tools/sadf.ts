/**
 * `sadf -d` about memory: fields between semicolons, one header for each table; and `sadf -p`, one value a line.
 * Format: sysstat format.c and rndr_stats.c, sadf(1).
 *
 * ```
 * # hostname;interval;timestamp;kbmemfree;kbavail;kbmemused;%memused;kbbuffers;kbcached;kbcommit;%commit
 * rhel9;268;2026-02-06 23:00:35 UTC;103612;26864;140552;37.59;0;47036;288092;9.57
 * rhel9;600;2026-02-06 23:10:35 UTC;112516;30008;143104;38.27;0;35640;288476;9.58
 * rhel9;-1;2026-02-06 23:12:01 UTC;LINUX-RESTART	(4 CPU)
 * ```
 *
 * A day that begins with a restart has that line before its header.
 * Times are UTC, of the host's zone with -t, or seconds since 1970 with -U; they stay as printed. Tables about other
 * things are passed over.
 */
import { LossLog, type Parsed, type Told, value } from '../../domain/parsed.ts'
import type { Format } from '../../domain/source.ts'
import { eachLine, noValue } from '../text/lines.ts'
import { wholeNumber } from '../text/numbers.ts'
import { type SarCells, sarColumn } from './sarColumns.ts'

export interface SadfRow {
  readonly host: string | null
  /** As printed: `2026-02-06 23:00:35 UTC`. */
  readonly at: string
  /** Seconds that the row covers; null where it was not told. */
  readonly intervalSeconds: number | null
  readonly values: SarCells
}

export interface Sadf {
  /** What was told of one host at one time, whichever tables it stood in. */
  readonly rows: readonly SadfRow[]
  readonly restarts: readonly SadfRestart[]
}

interface SadfRestart {
  readonly host: string | null
  readonly at: string
}

const ID = 'sadf'

export const sadf: Format<Sadf> = {
  id: ID,
  mask: 'names',
  signs: {
    begins:
      /^# hostname;interval;timestamp;|^[^\s;]+;-1;[^;]+;LINUX-RESTART\b|^[^\s;]+\t-?\d+\t[\d:A-Z -]+\t-\t(?:kb|%|p?g?p?sw?p)\S+\t-?[\d.,]+$/,
    goesOn: /^#? ?[^\s;]+;[^;]+;[^;]+;|^[^\s;]+\t-?\d+\t[\d:A-Z -]+\t/,
    repeats: true,
    names: /^sadf/,
  },
  parse: (text, told) => sadfText(ID, text, told),
}

interface Draft {
  readonly host: string | null
  readonly at: string
  readonly intervalSeconds: number | null
  readonly values: Record<string, number>
}

/** Rows by host and time, in the order in which they came. */
class Rows {
  readonly byKey = new Map<string, Draft>()

  of(host: string | null, at: string, interval: string | null): Draft {
    const key = `${host}\n${at}`
    const known = this.byKey.get(key)
    if (known !== undefined) return known
    const draft: Draft = { host, at, intervalSeconds: wholeNumber(interval ?? ''), values: {} }
    this.byKey.set(key, draft)
    return draft
  }
}

const KEYS = ['hostname', 'interval', 'timestamp']

/** Reads such a text for the format or source of this id. */
export function sadfText(id: string, text: string, told: Told): Parsed<Sadf> {
  const losses = new LossLog(id)
  const rows = new Rows()
  const restarts: SadfRestart[] = []
  let header: readonly string[] | null = null
  eachLine(text, told, losses, (line, number) => {
    if (line.trim() === '') return
    if (line.startsWith('#')) {
      header = headerOf(line, number, losses)
      return
    }
    const cells = line.split(';')
    if (/^LINUX-RESTART\b/.test(cells[3] ?? '')) {
      restarts.push({ host: cells[0] ?? null, at: cells[2] ?? '' })
    } else if (cells.length >= 4 && header !== null) {
      if (/^COM\b/.test(cells[3] ?? '')) return
      else if (!readCells(header, cells, rows, number, losses)) losses.add('bad-line', number, line)
    } else if (!readSingle(line.split('\t'), rows, number, losses)) {
      losses.add('bad-line', number, line)
    }
  })
  const told2 = [...rows.byKey.values()].filter(({ values }) => Object.keys(values).length > 0)
  return told2.length === 0
    ? noValue(id, text, told)
    : value({ rows: told2, restarts }, losses.all())
}

/** Words after the three keys; one that is not about memory is a loss only in a table that is. */
function headerOf(line: string, number: number, losses: LossLog): readonly string[] {
  const words = line
    .replace(/^#\s*/, '')
    .split(';')
    .map((word) => word.trim())
  const fields = words.filter((word) => !KEYS.includes(word))
  if (fields.some((word) => sarColumn(word) !== null)) {
    const strange = fields.filter((word) => sarColumn(word) === null)
    for (const word of [...strange, ...KEYS.filter((key) => !words.includes(key))]) {
      losses.add('missing-field', number, word)
    }
  }
  return words
}

function readCells(
  header: readonly string[],
  cells: readonly string[],
  rows: Rows,
  line: number,
  losses: LossLog,
): boolean {
  const columns = header.map(sarColumn)
  if (!columns.some((column) => column !== null)) return true
  if (cells.length !== header.length) return false
  const [host, interval, at] = KEYS.map((key) => cells[header.indexOf(key)] ?? null)
  if (at === null || at === undefined) return false
  const draft = rows.of(host ?? null, at, interval ?? null)
  for (const [i, column] of columns.entries()) {
    if (column === null) continue
    const number = column.read((cells[i] ?? '').trim())
    if (number === null) losses.add('bad-number', line, cells[i] ?? '')
    else draft.values[column.name] = number
  }
  return true
}

/** `host 600 1593280200 - kbmemfree 123`, of -p. */
function readSingle(cells: readonly string[], rows: Rows, line: number, losses: LossLog): boolean {
  const [host = '', interval = '', at = '', device = '', field = '', text = ''] = cells
  if (cells.length !== 6 || !/^-?\d+$/.test(interval)) return false
  const column = sarColumn(field)
  if (column === null || device !== '-') return true
  const number = column.read(text.trim())
  if (number === null) losses.add('bad-number', line, text)
  else rows.of(host, at, interval).values[column.name] = number
  return true
}
