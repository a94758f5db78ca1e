/**
 * /proc/uptime: seconds since boot, and idle seconds summed over all processors. Format: proc_uptime(5).
 *
 * ```
 * 1374.30 2570.20
 * ```
 */
import type { Source } from '../../domain/source.ts'
import { parseOneLine } from '../text/lines.ts'

interface Uptime {
  readonly uptimeSeconds: number
  readonly idleSeconds: number
}

const ID = 'proc/uptime'
const LINE = /^(\d{1,12}\.\d{1,3}) (\d{1,15}\.\d{1,3})\s*$/

export const uptime: Source<Uptime> = {
  id: ID,
  scope: 'host',
  at: { kind: 'file', path: '/proc/uptime', small: true },
  price: 'free',
  class: 'look',
  mask: 'none',
  signs: null,
  limits: { bytes: 4096, seconds: 2 },
  counters: false,
  when: 'always',
  parse: (text, told) => parseOneLine(ID, text, told, readUptime),
}

function readUptime(line: string): Uptime | null {
  const [, up, idle] = LINE.exec(line) ?? []
  if (up === undefined || idle === undefined) return null
  return { uptimeSeconds: Number(up), idleSeconds: Number(idle) }
}
