/** Rows of a process table whose commands, start times and states may hold blanks. */
import type { ProcessRow } from '../proc/processes.ts'
import { cellsOf } from './cells.ts'
import { type Column, fits, type ProcessCells, processCells } from './processColumns.ts'

/** Stands for a blank inside one cell while the line is taken apart. */
export const JOINT = '\u0001'
/** `Thu Nov 26 02:11:15 2026` of lstart. */
const LONG_START = /(?<!\S)\S{1,12} +\S{1,12} +\d{1,2} \d\d:\d\d:\d\d \d{4}(?=\s|$)/
/** `Nov 20` of start, for what began more than a day ago. */
const SHORT_START = /(^|\s)(\p{L}{3,5}\.?) {1,2}(\d{1,2})(?=\s)/u
/** `S <` and `R N` of busybox. */
const SPLIT_STATE = /(\s[RSDTZIX]) ([<N])(?=\s)/
export const COMMANDS: readonly string[] = ['COMMAND', 'CMD', 'ARGS', 'NAME']
/** Words that a name of 15 characters may have. */
const NAME_WORDS = 6

/** The cells of one line under the columns of `header`; null when it is no such row. */
export function processLine(
  columns: readonly Column[],
  header: string,
  line: string,
): ProcessCells | null {
  const joined = join(columns, line)
  const wide = columns.flatMap(({ header: name }, i) => (COMMANDS.includes(name) ? [i] : []))
  const [first, second] = wide
  const cells =
    first !== undefined && second !== undefined
      ? twoCommands(columns, header, joined, first, second)
      : cellsOf(joined, columns.length, first ?? null)
  if (cells === null) return null
  const whole = joined === line ? cells : cells.map((cell) => cell.replaceAll(JOINT, ' '))
  return processCells(columns, whole)
}

function join(columns: readonly Column[], line: string): string {
  const clean = line.includes(JOINT) ? line.replaceAll(JOINT, ' ') : line
  if (columns.some(({ header }) => header === 'STARTED')) {
    return LONG_START.test(clean)
      ? clean.replace(LONG_START, (all) => all.replaceAll(' ', JOINT))
      : clean.replace(SHORT_START, (_, before: string, month: string, day: string) =>
          [`${before}${month}`, day].join(JOINT),
        )
  }
  const has = columns.some(({ header }) => header === 'STAT')
  return has ? clean.replace(SPLIT_STATE, `$1${JOINT}$2`) : clean
}

/**
 * `ps -eo comm,rss,args`: both may hold blanks. The name takes as few words as leave numbers under the columns of
 * numbers; where nothing stands in between, the places of the header's words tell them apart.
 */
function twoCommands(
  columns: readonly Column[],
  header: string,
  line: string,
  first: number,
  second: number,
): readonly string[] | null {
  if (second === first + 1) {
    const at = header.lastIndexOf(columns[second]?.header ?? '')
    if (at < 1 || line[at - 1] !== ' ' || (line[at] ?? ' ') === ' ') return null
    const left = cellsOf(line.slice(0, at), second, first)
    return left === null ? null : [...left, line.slice(at).trimEnd()]
  }
  const words = line.trim().split(/\s+/)
  for (let taken = 1; taken <= NAME_WORDS; taken += 1) {
    const name = words.slice(first, first + taken).join(JOINT)
    const rest = [...words.slice(0, first), name, ...words.slice(first + taken)].join(' ')
    const cells = cellsOf(rest, columns.length, second)
    if (cells !== null && fits(columns, cells)) return cells
  }
  return null
}

/** What the kernel's process table would say of the same processes; threads of one process are one row. */
export function asProcessRows(rows: readonly ProcessCells[]): readonly ProcessRow[] {
  const byPid = new Map<number, ProcessRow>()
  for (const row of rows) {
    const { pid } = row
    if (typeof pid === 'number' && !byPid.has(pid)) byPid.set(pid, processRow(pid, row))
  }
  return [...byPid.values()]
}

function processRow(pid: number, row: ProcessCells): ProcessRow {
  const number = (...names: readonly string[]): number | null => {
    const found = names.map((name) => row[name]).find((cell) => typeof cell === 'number')
    return typeof found === 'number' ? found : null
  }
  const command = String(row['command'] ?? row['name'] ?? '')
  const rssBytes = number('rssBytes', 'rszBytes', 'resBytes')
  const state = row['stat'] ?? row['s']
  return {
    pid,
    comm: typeof row['comm'] === 'string' ? row['comm'] : commOf(command),
    state: typeof state === 'string' ? state.charAt(0) : null,
    pPid: number('ppid'),
    startTicks: null,
    uid: uidOf(row),
    threads: number('nlwp', 'thcnt', 'nth'),
    rssBytes,
    anonBytes: number('rsanBytes'),
    shmemBytes: null,
    swapBytes: number('swapBytes'),
    cgroup: typeof row['cgroup'] === 'string' ? row['cgroup'].replace(/^\d+:[^:]*:/, '') : null,
    unitGroup: null,
    innerPid: null,
    kernelThread: /^\[.*\]$/.test(command) && (rssBytes ?? 0) === 0,
  }
}

/** `ps -l` prints numbers under UID, `ps -f` names. */
function uidOf({ uid, user }: ProcessCells): number | null {
  const text = String(uid ?? user ?? '')
  return /^\d{1,10}$/.test(text) ? Number(text) : null
}

/** The name in a command line: `/usr/sbin/nginx -g x` -> nginx, `nginx: worker process` -> nginx, `[kthreadd]`. */
function commOf(command: string): string {
  const bracketed = /^\[(.+)\]$/.exec(command)?.[1]
  if (bracketed !== undefined) return bracketed
  const [program = ''] = command.replace(/^\{[^}]*\} /, '').split(' ')
  return program.slice(program.lastIndexOf('/') + 1).replace(/^-|:$/g, '')
}
