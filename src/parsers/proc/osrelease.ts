/**
 * /proc/sys/kernel/osrelease: the running kernel's release, as `uname -r` prints it. Format: proc_sys_kernel(5).
 *
 * ```
 * 6.1.0-56-cloud-amd64
 * ```
 */
import type { Source } from '../../domain/source.ts'
import { parseOneLine } from '../text/lines.ts'

interface Osrelease {
  readonly osrelease: string
}

const ID = 'proc/sys/kernel/osrelease'
/** Every release starts with its version; __NEW_UTS_LEN bounds it to 64 characters. */
const RELEASE = /^\d+\.[\x21-\x7e]{1,62}$/

export const osrelease: Source<Osrelease> = {
  id: ID,
  scope: 'host',
  at: { kind: 'file', path: '/proc/sys/kernel/osrelease', small: true },
  price: 'free',
  class: 'look',
  mask: 'none',
  signs: null,
  limits: { bytes: 4096, seconds: 2 },
  counters: false,
  when: 'always',
  parse: (text, told) => parseOneLine(ID, text, told, readRelease),
}

function readRelease(line: string): Osrelease | null {
  return RELEASE.test(line) ? { osrelease: line } : null
}
