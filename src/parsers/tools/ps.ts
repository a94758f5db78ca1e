/**
 * A process table of `ps`, with any columns: aux, -ef, alx, -eo LIST; busybox too. Format: procps ps/output.c, ps(1).
 *
 * ```
 * USER       PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND
 * root         1  0.1  0.0  44560 17324 ?        S<Ll Nov24   0:02 /sbin/init splash
 * root         2  0.0  0.0      0     0 ?        S    Nov24   0:00 [kthreadd]
 * postgres   812  1.0 12.5 221184 33000 ?        Ss   02:11   9:07 postgres: checkpointer
 * ```
 *
 * RSS counts shared pages in every process that maps them, so it is never added up. Without its header (`ps | grep`)
 * a table is not read: the columns could be any.
 */
import { LossLog, type Parsed, type Told, value } from '../../domain/parsed.ts'
import type { Also, Format } from '../../domain/source.ts'
import { processes } from '../proc/processes.ts'
import { eachLine, noValue } from '../text/lines.ts'
import { type Column, columnsOf, isProcessHeader, type ProcessCells } from './processColumns.ts'
import { type PlainProcessRows, plainProcessRows } from './processPlain.ts'
import { asProcessRows, processLine } from './processRows.ts'

interface Ps {
  /** In the order printed; only the columns that the table has: `rssBytes`, `memPercent`, `command`. */
  readonly processes: readonly ProcessCells[]
}

const ID = 'ps'

export const ps: Format<Ps> = {
  id: ID,
  mask: 'args',
  signs: {
    begins:
      /^(?=.*\bPID\b)(?=.*\b(?:COMMAND|CMD|ARGS|RSS|VSZ|ELAPSED)\b)(?!.*(?:\bFD\b|TIME\+|%VSZ|\bVIRT\b|SYSCPU|\bTID\b.*PRIO))[A-Z%_0-9\s]+$/,
    // Neither `MemTotal: 1 kB` nor a line of a log.
    goesOn: /^(?!\w{3} +\d{1,2} \d\d:\d\d)\s*(?:[^\s:]{1,64}\s+-?\d+(?:[.,]\d+)?\s+\S|\d+\s+\S)/,
    names: /^ps\b/,
  },
  parse,
  also: ({ processes: rows }: Ps): readonly Also[] => [
    { format: processes, value: { processes: asProcessRows(rows) } },
  ],
}

function parse(text: string, told: Told): Parsed<Ps> {
  const losses = new LossLog(ID)
  const rows: ProcessCells[] = []
  let columns: readonly Column[] = []
  let plain: PlainProcessRows | null = null
  let header = ''
  const visit = (line: string, number: number): void => {
    if (line.trim() === '') return
    if (isProcessHeader(line)) {
      header = line
      columns = columnsOf(line)
      plain = plainProcessRows(columns, text)
      return
    }
    const row = columns.length === 0 ? null : processLine(columns, header, line)
    if (row === null) losses.add('bad-line', number, line)
    else rows.push(row)
  }
  // A plain row has a number for the pid, so it is no header.
  const quick = (of: string, from: number, to: number): boolean => {
    const row = plain === null ? null : plain.row(of, from, to)
    if (row !== null) rows.push(row)
    return row !== null
  }
  eachLine(text, told, losses, visit, quick)
  return rows.length === 0 ? noValue(ID, text, told) : value({ processes: rows }, losses.all())
}
