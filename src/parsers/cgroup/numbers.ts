/** Numbers of cgroup files: a limit may be none, and none has many spellings. */
import { wholeNumber } from '../text/numbers.ts'

/** The largest page count of a 32-bit kernel (2^31 - 1 pages of 4 KiB): its "no limit". */
const NO_LIMIT_32_BIT = 8_796_093_018_112

/**
 * Bytes of a limit; null for none; undefined for no number at all. None is `max` on v2; on v1 the largest
 * count of pages (9223372036854771712 with 4 KiB pages) or the largest number (3.10), so whatever is above
 * 2^53, which is 8 PiB and more than any host has.
 */
export function limitOf(text: string): number | null | undefined {
  const word = text.trim()
  if (word === 'max') return null
  if (!/^\d{1,20}$/.test(word)) return undefined
  const bytes = wholeNumber(word)
  return bytes === NO_LIMIT_32_BIT ? null : bytes
}
