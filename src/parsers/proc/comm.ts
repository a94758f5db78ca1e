/**
 * /proc/PID/comm: the process's short name. Format: proc_pid_comm(5). The process chooses it: it may be empty
 * and may hold any byte but NUL, a line feed too; the last line feed is the kernel's.
 *
 * ```
 * php-fpm8.2
 * ```
 */
import { type Parsed, type Told, value } from '../../domain/parsed.ts'
import type { Source } from '../../domain/source.ts'
import { noValue } from '../text/lines.ts'

interface Comm {
  readonly comm: string
}

const ID = 'proc/PID/comm'
/** 15 bytes for programs (TASK_COMM_LEN); a kernel worker's name may grow to 64. */
const LONGEST_CHARS = 64

export const comm: Source<Comm> = {
  id: ID,
  scope: 'process',
  at: { kind: 'file', path: '/proc/PID/comm', small: true },
  price: 'free',
  class: 'look',
  mask: 'names',
  signs: null,
  limits: { bytes: 4096, seconds: 2 },
  counters: false,
  when: 'always',
  parse,
}

function parse(text: string, told: Told): Parsed<Comm> {
  const name = text.replace(/\r?\n$/, '')
  // A cut name that looks whole is not: what follows the last line feed seen is not known.
  if (told.cut || text === '' || name.length > LONGEST_CHARS || name.includes('\0')) {
    return noValue(ID, text, told)
  }
  return value({ comm: name })
}
