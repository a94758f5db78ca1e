/**
 * What log files and a unit's journal say of a process that was killed: the answer of `open_logs` (src/script/openLogs.ts).
 *
 * ```
 * # unit postgresql.service
 * # found
 * 	2024-11-20T03:14:08+0000 db1 systemd[1]: postgresql.service: A process of this unit has been killed by the OOM killer.
 * # log 812 2 /var/log/postgresql/postgresql-15-main.log
 * # found
 * 	2024-11-20 03:14:05.120 UTC [4242] LOG:  statement: SELECT * FROM orders
 * # last
 * 	2024-11-20 03:20:00.000 UTC [812] LOG:  checkpoint starting: time
 * # log 813 1 /var/lib/app/store.out
 * # binary
 * # unreadable 814
 * # end
 * ```
 *
 * Lines of a log stand behind a tab; all others are the script's own.
 */
import type { LossLog } from '../../domain/parsed.ts'
import type { LineSink, Source } from '../../domain/source.ts'
import { parseBySink } from '../text/lines.ts'

export interface VictimLog {
  /** A log file, or a unit's journal. */
  readonly via: 'file' | 'unit'
  /** Path, or the unit's name. */
  readonly name: string
  /** The process that holds it open. */
  readonly pid: number | null
  /** Lines that name the process or are of the minutes asked for, with those that follow each. */
  readonly found: readonly string[]
  /** The end of the file. */
  readonly last: readonly string[]
  /** Why nothing of it was read; null when it was. */
  readonly refused: 'denied' | 'binary' | 'absent' | null
}

export interface VictimLogs {
  readonly logs: readonly VictimLog[]
  /** Processes whose open files could not be seen. */
  readonly unreadablePids: readonly number[]
}

const ID = 'log/victim'
const MAX_LOGS = 32
const MAX_LINES = 2000

export const victimLog: Source<VictimLogs> = {
  id: ID,
  scope: 'host',
  at: {
    kind: 'open-logs',
    pids: [],
    victim: 0,
    unit: null,
    window: { fromSec: 0, toSec: 0 },
    minutes: [],
  },
  price: 'cheap',
  class: 'look',
  mask: 'tabbed-statements',
  signs: {
    begins: /^# (?:unit|log|unreadable) /,
    goesOn: /^(?:\t|# (?:found|last|denied|binary|absent|end)$)/,
    names: null,
  },
  limits: { bytes: 512 * 1024, seconds: 12 },
  counters: false,
  when: 'asked',
  parse: parseBySink(ID, sink),
}

interface Draft {
  readonly via: VictimLog['via']
  readonly name: string
  readonly pid: number | null
  readonly found: string[]
  readonly last: string[]
  refused: VictimLog['refused']
}

function sink(losses: LossLog): LineSink<VictimLogs> {
  const logs: Draft[] = []
  const unreadablePids: number[] = []
  let into: 'found' | 'last' = 'found'
  let known = false
  let lines = 0

  const text = (line: string, number: number): void => {
    const log = logs.at(-1)
    lines += 1
    if (log === undefined) losses.add('bad-line', number, line)
    else if (lines > MAX_LINES) losses.add('too-many', number, line)
    else log[into].push(line.slice(1))
  }

  const heading = (line: string, number: number): void => {
    const log = headingOf(line)
    if (log !== null) {
      into = 'found'
      if (logs.length < MAX_LOGS) logs.push(log)
      else losses.add('too-many', number, line)
      return
    }
    const [, word = '', pid] = /^# (\w+)(?: (\d{1,7}))?$/.exec(line) ?? []
    const last = logs.at(-1)
    if (word === 'unreadable' && pid !== undefined) unreadablePids.push(Number(pid))
    else if (word === 'found' || word === 'last') into = word
    else if (isRefusal(word) && last !== undefined) last.refused = word
    else if (word !== 'end') losses.add('bad-line', number, line)
    known ||= word === 'end' || word === 'unreadable'
  }

  return {
    line(line, number) {
      if (line.startsWith('\t')) text(line, number)
      else if (line.startsWith('# ')) heading(line, number)
      else if (line.trim() !== '') losses.add('bad-line', number, line)
    },
    end: () => (known || logs.length > 0 ? { logs, unreadablePids } : null),
  }
}

function headingOf(line: string): Draft | null {
  const [, unit] = /^# unit (\S{1,256})$/.exec(line) ?? []
  if (unit !== undefined) return draft('unit', unit, null)
  const [, pid, path] = /^# log (\d{1,7}) \d{1,9} (\/.{0,4096})$/.exec(line) ?? []
  return path === undefined ? null : draft('file', path, Number(pid))
}

function draft(via: VictimLog['via'], name: string, pid: number | null): Draft {
  return { via, name, pid, found: [], last: [], refused: null }
}

function isRefusal(word: string): word is NonNullable<VictimLog['refused']> {
  return word === 'denied' || word === 'binary' || word === 'absent'
}
