/**
 * argv[0] of every process, for matching names: `grep -azHm1` over all cmdline files, run inside /proc.
 * Records end with NUL, because an argument may hold a line feed.
 *
 * ```
 * 1/cmdline:/sbin/init\0812/cmdline:postgres: checkpointer \0913/cmdline:php-fpm: pool www\0
 * ```
 *
 * Kernel threads and zombies have an empty cmdline and no record. A process that writes its title has the
 * whole title here.
 */
import { LossLog, type Parsed, type Told, value } from '../../domain/parsed.ts'
import type { Source } from '../../domain/source.ts'
import { noValue } from '../text/lines.ts'
import { digitsEnd } from '../text/scan.ts'
import { digitsBetween } from '../text/words.ts'

interface FirstArgs {
  readonly args: readonly { readonly pid: number; readonly arg0: string }[]
}

const ID = 'proc/first-args'

export const firstArgs: Source<FirstArgs> = {
  id: ID,
  scope: 'host',
  at: { kind: 'args', first: true },
  price: 'cheap',
  class: 'look',
  mask: 'args',
  signs: null,
  limits: { bytes: 2 * 1024 * 1024, seconds: 2 },
  counters: false,
  when: 'always',
  parse,
}

function parse(text: string, told: Told): Parsed<FirstArgs> {
  const losses = new LossLog(ID)
  const args: { pid: number; arg0: string }[] = []
  eachArgument(text, told, losses, (pid, arg0) => args.push({ pid, arg0 }))
  return args.length === 0 ? noValue(ID, text, told) : value({ args }, losses.all())
}

/** Calls `visit` with each record of `PID/cmdline:text` records that end with NUL. */
export function eachArgument(
  text: string,
  told: Told,
  losses: LossLog,
  visit: (pid: number, argument: string) => void,
): void {
  let [from, number] = [0, 0]
  for (let end = text.indexOf('\0'); end >= 0; end = text.indexOf('\0', from)) {
    number += 1
    readRecord(text, from, end, number, losses, visit)
    from = end + 1
  }
  // What follows the last NUL is half a record when the text was cut, and nothing when it was not.
  if (told.cut) losses.add('cut', number + 1, text.slice(from))
  else readRecord(text, from, text.length, number + 1, losses, visit)
}

const PID_DIGITS = 7
const FILE = '/cmdline:'

/** By hand: each process of a host has one or more. */
function readRecord(
  text: string,
  from: number,
  end: number,
  number: number,
  losses: LossLog,
  visit: (pid: number, argument: string) => void,
): void {
  const slash = digitsEnd(text, from)
  const isRecord = slash > from && slash - from <= PID_DIGITS && text.startsWith(FILE, slash)
  if (isRecord && slash + FILE.length <= end) {
    visit(digitsBetween(text, from, slash), text.slice(slash + FILE.length, end))
    return
  }
  const record = text.slice(from, end)
  if (record.trim() !== '') losses.add('bad-line', number, record)
}
