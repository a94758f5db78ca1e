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
  mask: 'none',
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
/** Fields after the name up to rsslim: with the next field there, the last one read is whole. */
const FIELDS_NEEDED = 23
const RECORD = /^(\d{1,7}) \(([\s\S]*)\) ([A-Za-z]) (-?\d[-\d ]*)$/

/** Reads one record of stat; null when it is none. A number that is not exact is null, and a loss of `line`. */
export function readStat(
  record: string,
  line: number,
  losses: LossLog,
): (ProcessStat & { readonly kernelThread: boolean }) | null {
  const [, pid = '', comm = '', state = '', rest = ''] = RECORD.exec(record) ?? []
  // Place 0 stands for the state, so that place N is field N + 3 of the manual page.
  // Later fields are not read: of thousands of processes they would take most of the time.
  const fields = rest.split(' ', FIELDS_NEEDED)
  fields.unshift(state)
  const pPid = wholeNumber(fields[1] ?? '')
  const starttimeTicks = wholeNumber(fields[19] ?? '')
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
    minflt: numberAt(7),
    majflt: numberAt(9),
    utimeTicks: numberAt(11),
    stimeTicks: numberAt(12),
    numThreads: numberAt(17),
    starttimeTicks,
    vsizeBytes: numberAt(20),
    rssPages: numberAt(21),
    kernelThread: ((wholeNumber(fields[6] ?? '') ?? 0) & PF_KTHREAD) !== 0,
  }
}
