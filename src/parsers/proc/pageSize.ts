/**
 * `getconf PAGESIZE`: bytes of a page, the unit of /proc/PID/stat's rss and of statm. Format: getconf(1).
 *
 * ```
 * 4096
 * ```
 */
import type { Source } from '../../domain/source.ts'
import { parseOneLine } from '../text/lines.ts'
import { wholeNumber } from '../text/numbers.ts'

interface PageSize {
  readonly pageBytes: number
}

const ID = 'getconf/PAGESIZE'
/** Linux ports have pages of 4 to 256 KiB. */
const SMALLEST_BYTES = 4096
const LARGEST_BYTES = 262_144

export const pageSize: Source<PageSize> = {
  id: ID,
  scope: 'host',
  at: { kind: 'argv', argv: ['getconf', 'PAGESIZE'] },
  price: 'free',
  class: 'look',
  mask: 'none',
  signs: null,
  limits: { bytes: 4096, seconds: 2 },
  counters: false,
  when: 'always',
  parse: (text, told) => parseOneLine(ID, text, told, readPageSize),
}

function readPageSize(line: string): PageSize | null {
  const bytes = wholeNumber(line.trim())
  if (bytes === null || bytes < SMALLEST_BYTES || bytes > LARGEST_BYTES) return null
  return Number.isInteger(Math.log2(bytes)) ? { pageBytes: bytes } : null
}
