/**
 * All arguments of every process, for naming many subjects in one exec: `grep -azH` over all cmdline files, run
 * inside /proc. Records end with NUL; each argument is a record of its own.
 *
 * ```
 * 1/cmdline:/sbin/init\0812/cmdline:postgres: checkpointer \0913/cmdline:java\0913/cmdline:-Xmx512m\0
 * ```
 */
import { LossLog, type Parsed, type Told, value } from '../../domain/parsed.ts'
import type { Source } from '../../domain/source.ts'
import { noValue } from '../text/lines.ts'
import { eachArgument } from './firstArgs.ts'

interface AllArgs {
  readonly processes: readonly { readonly pid: number; readonly args: readonly string[] }[]
}

const ID = 'proc/all-args'
/** Arguments of one process that a name is made of; the rest of a long line tells no more. */
const MOST_ARGS = 64

export const allArgs: Source<AllArgs> = {
  id: ID,
  scope: 'host',
  at: { kind: 'args', first: false },
  price: 'cheap',
  class: 'look',
  mask: 'args',
  signs: null,
  limits: { bytes: 4 * 1024 * 1024, seconds: 3 },
  counters: false,
  when: 'asked',
  parse,
}

function parse(text: string, told: Told): Parsed<AllArgs> {
  const losses = new LossLog(ID)
  const byPid = new Map<number, string[]>()
  eachArgument(text, told, losses, {
    visit(pid, argument) {
      const args = byPid.get(pid)
      if (args === undefined) byPid.set(pid, [argument])
      else if (args.length < MOST_ARGS) args.push(argument)
    },
    again(head) {
      for (const pid of byPid.keys()) if (String(pid).startsWith(head)) byPid.delete(pid)
    },
  })
  const processes = [...byPid].map(([pid, args]) => ({ pid, args: unfilled(args) }))
  return processes.length === 0 ? noValue(ID, text, told) : value({ processes }, losses.all())
}

/** A process that writes its title fills the old length with NULs: empty arguments at the end. */
function unfilled(args: readonly string[]): readonly string[] {
  return args.slice(0, args.findLastIndex((argument) => argument !== '') + 1)
}
