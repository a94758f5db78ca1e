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
  let kept: { pid: number; arg0: string }[] = []
  eachArgument(text, told, losses, {
    visit: (pid, arg0) => kept.push({ pid, arg0 }),
    again(head) {
      kept = kept.filter(({ pid }) => !String(pid).startsWith(head))
    },
  })
  return kept.length === 0 ? noValue(ID, text, told) : value({ args: kept }, losses.all())
}

/** What becomes of the records. */
interface Visitor {
  visit(pid: number, argument: string): void
  /** Those of processes whose number begins so come again: a reader hung on one of them, and its record may be half. */
  again(head: string): void
}

/** Calls `visit` with each record of `PID/cmdline:text` records that end with NUL. */
export function eachArgument(text: string, told: Told, losses: LossLog, visitor: Visitor): void {
  let [from, number] = [0, 0]
  for (let end = text.indexOf('\0'); end >= 0; end = text.indexOf('\0', from)) {
    number += 1
    readRecord(text, from, end, number, losses, visitor)
    from = end + 1
  }
  // What follows the last NUL is half a record when the text was cut, and nothing when it was not.
  if (told.cut) losses.add('cut', number + 1, text.slice(from))
  else readRecord(text, from, text.length, number + 1, losses, visitor)
}

const PID_DIGITS = 7
const FILE = '/cmdline:'
/** The script's own words between records (script/prelude.ts); no record of a process begins so. */
const OF_SCRIPT = /^#(of|hung)(?: (\d{1,7}))?$/

/** By hand: each process of a host has one or more. */
function readRecord(
  text: string,
  from: number,
  end: number,
  number: number,
  losses: LossLog,
  visitor: Visitor,
): void {
  const slash = digitsEnd(text, from)
  const isRecord = slash > from && slash - from <= PID_DIGITS && text.startsWith(FILE, slash)
  if (isRecord && slash + FILE.length <= end) {
    visitor.visit(digitsBetween(text, from, slash), text.slice(slash + FILE.length, end))
    return
  }
  const record = text.slice(from, end)
  const [, word, head = ''] = OF_SCRIPT.exec(record) ?? []
  if (word === 'of') visitor.again(head)
  else if (word === 'hung') losses.add('missing-field', number, record)
  else if (record.trim() !== '') losses.add('bad-line', number, record)
}
