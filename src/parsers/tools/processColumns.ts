/** The columns of ps, top and smem: what each header word is called here, and how its cells are read. */
import { KIB } from '../../domain/bytes.ts'
import { digitsOf } from '../text/words.ts'
import { decimalOf, sizeOf } from './sizes.ts'

/** One process as printed: only what the table has columns for. Sizes in bytes. */
export type ProcessCells = Readonly<Record<string, string | number>>

/** `size`: kB or with a letter; `count`: a whole number; `percent`; `text` as it stands. */
type Kind = 'size' | 'count' | 'percent' | 'text'

const KNOWN: Readonly<Record<Kind, string>> = {
  size: 'VSZ VSIZE RSS RSZ RES VIRT SHR SWAP USS PSS SIZE TRS DRS CODE DATA USED RSAN RSFD RSLK RSSH PSAN PSFD PSSH VSS',
  count:
    'PID PPID TGID LWP TID SPID NLWP THCNT NTH C NI PRI CP SZ MINFL MAJFL MIN_FLT MAJ_FLT NMAJ NMIN VMJ VMN NDRT MAPS P CPU',
  percent: '%CPU %MEM %VSZ',
  text: 'USER UID RUSER EUSER TTY TT STAT S START STIME STARTED TIME TIME+ ELAPSED WCHAN F CLS COMMAND CMD ARGS NAME UNIT CGROUP LABEL PR GROUP EUID RUID',
}

const KINDS = new Map(
  Object.entries(KNOWN).flatMap(([kind, names]) =>
    names.split(' ').map((name) => [name, kind as Kind] as const),
  ),
)

/** Names that need more than small letters: units last, and pages where the tool counts in pages. */
const RENAMED: Readonly<Record<string, string>> = {
  SZ: 'szPages',
  'TIME+': 'time',
  TT: 'tty',
  CMD: 'command',
  ARGS: 'command',
  MIN_FLT: 'minFlt',
  MAJ_FLT: 'majFlt',
}

/** `Ss`, `S<Ll`, `t`, `S <` of busybox: PROCESS STATE CODES of ps(1). */
const STATE = /^[A-Ztx][A-Za-z<+> ]{0,6}$/
/** `9:07`, `61:24.20`, `3-04:05:06`, `123h`, in any locale: it begins with a digit. */
const CLOCK = /^\d[\d:.,\-a-zA-Z]{0,19}$/
/** Texts of one form: in another place stands another column's cell. */
const FORMS: Readonly<Record<string, RegExp>> = {
  STAT: STATE,
  S: STATE,
  TIME: CLOCK,
  'TIME+': CLOCK,
}

export interface Column {
  readonly header: string
  readonly name: string
  readonly kind: Kind
  /** Of a text: null where it may be any. */
  readonly form: RegExp | null
}

/** The column of one header word; a word that is not known is kept as text under its own name. */
function columnOf(word: string): Column {
  const header = word.toUpperCase()
  const kind = KINDS.get(header) ?? 'text'
  const plain = RENAMED[header] ?? header.toLowerCase().replace(/[^a-z0-9]+/g, '')
  const unit = kind === 'size' ? 'Bytes' : kind === 'percent' ? 'Percent' : ''
  return { header, name: plain + unit, kind, form: FORMS[header] ?? null }
}

/** A header: known words, the pid among them; a row has numbers. smem and htop write `User` and `Command`. */
export function isProcessHeader(line: string): boolean {
  if (!line.includes('PID')) return false
  const words = line.trim().split(/\s+/)
  const known = words.filter((word) => KINDS.has(word.toUpperCase())).length
  const foreign = words.some((word) => /^\d+$|^[A-Z][a-z]+$/.test(word))
  return words.includes('PID') && known >= 2 && !foreign
}

/**
 * Of two columns named COMMAND the first is the name of the program, the second its command line. top translates its
 * header (`ZEIT+ BEFEHL`): the last column of a table with VIRT is the command whatever it is called.
 */
export function columnsOf(line: string): readonly Column[] {
  const words = line.trim().split(/\s+/)
  const last = words.at(-1) ?? ''
  const translated = words.includes('VIRT') && !KINDS.has(last.toUpperCase())
  const columns = (translated ? words.with(-1, 'COMMAND') : words).map(columnOf)
  return columns.map((column, i) => {
    const again = columns.findLastIndex(({ name }) => name === column.name) > i
    return again && column.name === 'command' ? { ...column, name: 'comm' } : column
  })
}

/**
 * Cells under their columns; a dash or question mark is nothing. Null when a number cannot be read, or a text is none of its
 * column's: the row was split in the wrong places.
 */
export function processCells(
  columns: readonly Column[],
  cells: readonly string[],
): ProcessCells | null {
  const row: Record<string, string | number> = {}
  for (let i = 0; i < columns.length; i += 1) {
    const column = columns[i]
    const text = cells[i] ?? ''
    if (column === undefined) continue
    const { name, kind } = column
    if (!isOfForm(column, text)) return null
    if (kind === 'text') row[name] = text
    else if (text !== '-' && text !== '?') {
      const number = readAs(kind, text)
      if (number === null) return null
      row[name] = number
    }
  }
  return row
}

/** Whether a text is of its column's form, if that has one, or nothing. */
export function isOfForm({ form }: Column, text: string): boolean {
  return form === null || text === '' || text === '-' || text === '?' || form.test(text)
}

/** Whether every cell is of its column's kind: tells a row that was split in the wrong places. */
export function fits(columns: readonly Column[], cells: readonly string[]): boolean {
  return columns.every((column, i) => {
    const { kind } = column
    const text = cells[i] ?? ''
    if (!isOfForm(column, text)) return false
    return kind === 'text' || text === '-' || text === '?' || readAs(kind, text) !== null
  })
}

function readAs(kind: Kind, text: string): number | null {
  switch (kind) {
    case 'size':
      return sizeOf(text, KIB)
    case 'percent':
      if (text.startsWith('-')) return null
      return decimalOf(text.endsWith('%') ? text.slice(0, -1) : text)
    case 'count':
      return countOf(text)
    case 'text':
      return null
  }
}

function countOf(text: string): number | null {
  const count = digitsOf(text)
  if (count >= 0) return count
  return /^-\d{1,15}$/.test(text) ? Number(text) : null
}
