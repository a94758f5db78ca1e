/**
 * /proc/sys/kernel/random/boot_id: a UUID made anew at each boot. Format: random(4).
 *
 * ```
 * 52c977a0-ff2f-4da7-846f-59f60042a679
 * ```
 */
import type { Source } from '../../domain/source.ts'
import { parseOneLine } from '../text/lines.ts'

interface BootId {
  readonly bootId: string
}

const ID = 'proc/sys/kernel/random/boot_id'
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export const bootId: Source<BootId> = {
  id: ID,
  scope: 'host',
  at: { kind: 'file', path: '/proc/sys/kernel/random/boot_id', small: true },
  price: 'free',
  class: 'look',
  mask: 'none',
  signs: null,
  limits: { bytes: 4096, seconds: 2 },
  counters: false,
  when: 'always',
  parse: (text, told) => parseOneLine(ID, text, told, readBootId),
}

function readBootId(line: string): BootId | null {
  return UUID.test(line) ? { bootId: line } : null
}
