/**
 * /proc/PID/cmdline: the arguments as the process shows them, each ended by NUL. Format: proc_pid_cmdline(5).
 *
 * ```
 * /usr/bin/java\0-Xmx512m\0-jar\0/opt/app/shop.jar\0
 * ```
 *
 * Empty for kernel threads and zombies. A process that writes its title here (postgres, php-fpm) leaves one
 * text with blanks, often with no NUL or with NULs to fill up the old length.
 */
import { LossLog, type Parsed, type Told, value } from '../../domain/parsed.ts'
import type { Source } from '../../domain/source.ts'
import { noValue } from '../text/lines.ts'

interface Cmdline {
  readonly args: readonly string[]
}

const ID = 'proc/PID/cmdline'

export const cmdline: Source<Cmdline> = {
  id: ID,
  scope: 'process',
  // Not small: it is as long as its process likes, and reading it takes the process's memory lock.
  at: { kind: 'file', path: '/proc/PID/cmdline', small: false },
  price: 'cheap',
  class: 'look',
  mask: 'args',
  signs: null,
  limits: { bytes: 64 * 1024, seconds: 2 },
  counters: false,
  when: 'always',
  parse,
}

function parse(text: string, told: Told): Parsed<Cmdline> {
  const losses = new LossLog(ID)
  const wholeTo = told.cut ? text.lastIndexOf('\0') + 1 : text.length
  if (told.cut) {
    if (wholeTo === 0) return noValue(ID, text, told)
    losses.add('cut', null, text.slice(wholeTo))
  }
  // Fill-up and an empty last argument look alike; the fill-up is the common one.
  const kept = text.slice(0, wholeTo).replace(/\0+$/, '')
  return value({ args: kept === '' ? [] : kept.split('\0') }, losses.all())
}
