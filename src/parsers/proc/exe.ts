/**
 * `readlink /proc/PID/exe`: the program file. Format: proc_pid_exe(5). The kernel adds ` (deleted)` when the
 * file was unlinked or replaced since the start, as upgrades do.
 *
 * ```
 * /usr/sbin/php-fpm8.2 (deleted)
 * ```
 */
import { type Parsed, type Told, value } from '../../domain/parsed.ts'
import type { Source } from '../../domain/source.ts'
import { noValue } from '../text/lines.ts'

interface Exe {
  readonly path: string
  readonly deleted: boolean
}

const ID = 'proc/PID/exe'
const DELETED = ' (deleted)'

export const exe: Source<Exe> = {
  id: ID,
  scope: 'process',
  at: { kind: 'argv', argv: ['readlink', '/proc/PID/exe'] },
  price: 'free',
  class: 'look',
  mask: 'names',
  signs: null,
  limits: { bytes: 8192, seconds: 2 },
  counters: false,
  when: 'always',
  parse,
}

function parse(text: string, told: Told): Parsed<Exe> {
  const path = text.replace(/\r?\n$/, '')
  // The end decides whether the file is deleted, so a cut path is no value.
  if (told.cut || !path.startsWith('/')) return noValue(ID, text, told)
  const deleted = path.endsWith(DELETED)
  return value({ path: deleted ? path.slice(0, -DELETED.length) : path, deleted })
}
