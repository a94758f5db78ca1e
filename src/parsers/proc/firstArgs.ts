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

const RECORD = /^(\d{1,7})\/cmdline:([\s\S]*)$/

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
  const records = text.split('\0')
  // What follows the last NUL is half a record when the text was cut, and nothing when it was not.
  if (told.cut) losses.add('cut', records.length, records.pop() ?? '')
  records.forEach((record, i) => {
    const [, pid, argument] = RECORD.exec(record) ?? []
    if (pid !== undefined && argument !== undefined) visit(Number(pid), argument)
    else if (record.trim() !== '') losses.add('bad-line', i + 1, record)
  })
}
