/**
 * The task table of an OOM report, read by its header, because its columns changed often: `nr_ptes` (3.x), `nr_pmds`
 * (4.0), `pgtables_bytes` (4.16), `rss_anon rss_file rss_shmem` (6.8), `cpu oom_adj` (2.6). Source: dump_tasks in
 * mm/oom_kill.c. A row that does not fit its header is a loss, never a shifted column.
 */
import type { LossLog } from '../../domain/parsed.ts'
import { scaled, signed } from './figures.ts'

/** A row as printed: pages where the kernel prints pages, because the page size may be known only later. */
export interface TaskRow {
  readonly pid: number
  readonly tgid: number | null
  readonly uid: number | null
  readonly name: string
  readonly totalVmPages: number | null
  readonly rssPages: number
  readonly rssAnonPages: number | null
  readonly rssFilePages: number | null
  readonly rssShmemPages: number | null
  readonly pageTablesBytes: number | null
  readonly pageTablesPages: number | null
  readonly swapPages: number | null
  readonly oomScoreAdj: number | null
}

export interface TaskTable {
  readonly columns: readonly string[]
  readonly row: RegExp
}

const KNOWN = new Set(
  'pid uid tgid total_vm rss rss_anon rss_file rss_shmem nr_ptes nr_pmds nr_puds pgtables_bytes swapents cpu oom_adj oom_score_adj name'.split(
    ' ',
  ),
)
/** Words of a header that must be known, so that no other message is taken for one. */
const KNOWN_WORDS = 3
const MAX_COLUMNS = 32

/** Reads a header line; null when it is none. */
export function readTaskHeader(message: string): TaskTable | null {
  if (!/^[[\] A-Za-z_]{12,400}$/.test(message)) return null
  const bracketed = /\[ *(\w+) *\]/.exec(message)?.[1]
  const columns = message.replace(/[[\]]/g, ' ').trim().split(/ +/)
  const known = columns.filter((column) => KNOWN.has(column)).length
  if (known < KNOWN_WORDS || columns.length > MAX_COLUMNS) return null
  if (!columns.includes('pid') && !columns.includes('rss')) return null
  return { columns, row: rowOf(columns, bracketed) }
}

/** The name alone is text, may hold blanks, or be empty. All others are numbers, so that a row of other columns does not fit. */
function rowOf(columns: readonly string[], bracketed: string | undefined): RegExp {
  const parts = columns.map((column, i) => {
    const blanks = i === 0 ? '' : ' +'
    if (column === 'name') return i === columns.length - 1 ? '(?: +(.*))?' : `${blanks}(.*?)`
    if (column === bracketed) return `${blanks}\\[ *(-?\\d+)\\]`
    return `${blanks}(-?\\d+)`
  })
  return new RegExp(`^${parts.join('')} *$`)
}

/** Columns that all kernels print; one that a header lacks was renamed or cut. */
const ALWAYS = ['pid', 'uid', 'tgid', 'total_vm', 'rss', 'name'] as const

/** The columns that a header should have and has not. */
export function missingColumns(table: TaskTable): readonly string[] {
  return ALWAYS.filter((column) => !table.columns.includes(column))
}

/** A row has its pid in brackets, or is numbers from its start. */
const LOOKS_LIKE_ROW = /^\[ *\d+\] +-?\d+ +/
/** A number at the edge of a name means that the row has a column more than the header. */
const NUMBER_FIRST = /^-?\d+ /
const NUMBER_LAST = / -?\d+$/

/** Reads a row; null when the message is none, or is one that does not fit (a loss). */
export function readTaskRow(
  table: TaskTable,
  message: string,
  line: number,
  losses: LossLog,
): TaskRow | null {
  const cells = table.row.exec(message)
  if (cells === null) {
    if (LOOKS_LIKE_ROW.test(message)) losses.add('bad-line', line, message)
    return null
  }
  const of = (column: string): string | undefined => {
    const at = table.columns.indexOf(column)
    return at < 0 ? undefined : cells[at + 1]
  }
  const name = of('name') ?? ''
  const last = table.columns.at(-1) === 'name'
  if (NUMBER_FIRST.test(name) || (!last && NUMBER_LAST.test(name))) {
    losses.add('bad-line', line, message)
    return null
  }
  return rowFrom(of, (cell) => losses.add('bad-number', line, cell))
}

function rowFrom(
  of: (column: string) => string | undefined,
  bad: (cell: string) => void,
): TaskRow | null {
  const count = (column: string, read = unsigned): number | null => {
    const cell = of(column)
    if (cell === undefined) return null
    const number = read(cell)
    if (number === null) bad(`${column} ${cell}`)
    return number
  }
  const pid = count('pid')
  const [anon, file, shmem] = [count('rss_anon'), count('rss_file'), count('rss_shmem')]
  const parts = anon === null || file === null || shmem === null ? null : anon + file + shmem
  const rss = of('rss') === undefined ? parts : count('rss')
  if (rss !== null && rss > MOST_PAGES) bad(`rss ${rss}`)
  if (pid === null || rss === null || rss > MOST_PAGES) return null
  const tables = ['nr_ptes', 'nr_pmds', 'nr_puds'].map((column) => count(column))
  const known = tables.filter((pages) => pages !== null)
  return {
    pid,
    tgid: count('tgid'),
    uid: count('uid'),
    name: of('name') ?? '',
    totalVmPages: count('total_vm'),
    rssPages: rss,
    rssAnonPages: anon,
    rssFilePages: file,
    rssShmemPages: shmem,
    pageTablesBytes: count('pgtables_bytes'),
    pageTablesPages: known.length === 0 ? null : known.reduce((sum, pages) => sum + pages, 0),
    swapPages: count('swapents'),
    oomScoreAdj: count('oom_score_adj', signed),
  }
}

/** More than any machine has; within it a size in bytes is exact for every page size. */
const MOST_PAGES = 2 ** 34

function unsigned(digits: string): number | null {
  return scaled(digits, 1)
}
