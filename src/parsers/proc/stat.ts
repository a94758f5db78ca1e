/**
 * /proc/PID/stat: one process in one line. Format: proc_pid_stat(5), fs/proc/array.c (`do_task_stat`).
 *
 * ```
 * 7298 (php-fpm: pool) S 7286 7286 4211 0 -1 4194304 110 0 2 0 31 12 0 0 20 0 1 0 137430 3133440 362 18446744073709551615 93896660910080 93896660929961 140731796852784 0 0 0 0 0 0 0 0 0 17 1 0 0 0 0 0 93896660945968 93896660947584 93896678498304 140731796859386 140731796859442 140731796859442 140731796860907 0
 * ```
 *
 * The name in parentheses is the process's own choice: it may hold blanks, parentheses and line feeds, so it
 * ends at the LAST closing parenthesis. `rsslim` (field 25) is above 2^53 by nature and is not read.
 */
import { LossLog, type Parsed, type Told, value } from '../../domain/parsed.ts'
import type { Source } from '../../domain/source.ts'
import { noValue } from '../text/lines.ts'
import { wholeNumber } from '../text/numbers.ts'
import { digitsOf } from '../text/words.ts'
import { INEXACT, statFields } from './statFields.ts'

/** Counters and sizes are null where the number is not exact in a double; who it is never is. */
export interface ProcessStat {
  readonly pid: number
  readonly comm: string
  /** One letter: R, S, D, Z, T... */
  readonly state: string
  readonly pPid: number
  readonly minflt: number | null
  readonly majflt: number | null
  readonly utimeTicks: number | null
  readonly stimeTicks: number | null
  readonly numThreads: number | null
  /** Ticks after boot at which it started. */
  readonly starttimeTicks: number
  readonly vsizeBytes: number | null
  readonly rssPages: number | null
}

const ID = 'proc/PID/stat'

export const processStat: Source<ProcessStat> = {
  id: ID,
  scope: 'process',
  at: { kind: 'file', path: '/proc/PID/stat', small: true },
  price: 'free',
  class: 'look',
  mask: 'names',
  signs: {
    begins: /^\d+ \(.*\) [A-Za-z] -?\d+ \d+ /,
    goesOn: /^\d+ \(.*\) [A-Za-z] -?\d+ \d+ /,
    repeats: false,
    names: /^stat(?:\.|$)/,
  },
  limits: { bytes: 4096, seconds: 2 },
  counters: false,
  when: 'always',
  parse,
}

function parse(text: string, told: Told): Parsed<ProcessStat> {
  const losses = new LossLog(ID)
  // The name may hold a line feed, so the record is the whole text; a whole record ends with one.
  if (told.cut && !text.endsWith('\n')) return noValue(ID, text, told)
  const record = readStat(text.trim(), 1, losses)
  if (record === null) return noValue(ID, text, told)
  if (told.cut) losses.add('cut', null, '')
  const { kernelThread: _, ...stat } = record
  return value(stat, losses.all())
}

/** Field 9, include/linux/sched.h: PF_KTHREAD, the same bit since 2.6.27. */
const PF_KTHREAD = 0x0020_0000
/** Fields after the state up to rsslim: with the next field there, the last one read is whole. */
const FIELDS_NEEDED = 22
const RECORD = /^(\d{1,7}) \(([\s\S]*)\) ([A-Za-z]) (-?\d[-\d ]*)$/
/** `) S ` stands between the name and the numbers. */
const STATE_CHARS = 4

type StatRecord = ProcessStat & { readonly kernelThread: boolean }

/** Reads one record of stat; null when it is none. A number that is not exact is null, and a loss of `line`. */
export function readStat(record: string, line: number, losses: LossLog): StatRecord | null {
  return plainStat(record) ?? anyStat(record, line, losses)
}

/** The form that kernels print, with all its numbers exact; null leaves the record to the pattern. */
function plainStat(record: string): StatRecord | null {
  const open = record.indexOf(' (')
  const close = record.lastIndexOf(') ')
  const from = close + STATE_CHARS
  const pid = digitsOf(record.slice(0, open))
  const state = record.charAt(close + 2)
  if (open < 1 || open > PID_DIGITS || close < open || pid < 0 || !isLetter(state)) return null
  if (record[from - 1] !== ' ' || record[from] === ' ') return null
  const fields = statFields(record, from, FIELDS_NEEDED)
  if (fields === null) return null
  // Place N is field N + 4 of the manual page.
  const at = (place: number): number => fields[place] ?? INEXACT
  const of = {
    pid,
    comm: record.slice(open + 2, close),
    state,
    pPid: at(0),
    minflt: at(6),
    majflt: at(8),
    utimeTicks: at(10),
    stimeTicks: at(11),
    numThreads: at(16),
    starttimeTicks: at(18),
    vsizeBytes: at(19),
    rssPages: at(20),
    kernelThread: (at(5) & PF_KTHREAD) !== 0,
  }
  const least = Math.min(of.pPid, of.minflt, of.majflt, of.utimeTicks, of.stimeTicks, at(5))
  const others = Math.min(of.numThreads, of.starttimeTicks, of.vsizeBytes, of.rssPages)
  return Math.min(least, others) < 0 ? null : of
}

const PID_DIGITS = 7

function isLetter(text: string): boolean {
  return (text >= 'A' && text <= 'Z') || (text >= 'a' && text <= 'z')
}

function anyStat(record: string, line: number, losses: LossLog): StatRecord | null {
  const [, pid = '', comm = '', state = '', rest = ''] = RECORD.exec(record) ?? []
  // Later fields are not read: of thousands of processes they would take most of the time.
  const fields = rest.split(' ', FIELDS_NEEDED)
  const pPid = wholeNumber(fields[0] ?? '')
  const starttimeTicks = wholeNumber(fields[18] ?? '')
  if (pPid === null || starttimeTicks === null || fields.length < FIELDS_NEEDED) return null
  const numberAt = (place: number): number | null => {
    const number = wholeNumber(fields[place] ?? '')
    if (number === null) losses.add('bad-number', line, fields[place] ?? '')
    return number
  }
  return {
    pid: Number(pid),
    comm,
    state,
    pPid,
    minflt: numberAt(6),
    majflt: numberAt(8),
    utimeTicks: numberAt(10),
    stimeTicks: numberAt(11),
    numThreads: numberAt(16),
    starttimeTicks,
    vsizeBytes: numberAt(19),
    rssPages: numberAt(20),
    kernelThread: ((wholeNumber(fields[5] ?? '') ?? 0) & PF_KTHREAD) !== 0,
  }
}
