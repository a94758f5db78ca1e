/** Sizes as tools print them: `1.2g`, `3,7Gi`, `0B`, `552`; and which unit a table of plain numbers has. */
import { GIB, KIB, MIB } from '../../domain/bytes.ts'
import { digitsOf } from '../text/words.ts'

const SIZE = /^(\d{1,16})(?:[.,](\d{1,6}))?(?:([KMGTPE])(i?)B?|B)?$/i
const PLAIN = /^\d{1,16}(?:[.,]\d{1,6})?$/
const POWERS = 'KMGTPE'

/**
 * Bytes of one printed size; null for junk, signs, and what a double does not hold exactly. A number without a
 * unit counts `plainBytes` each. Letters are binary with or without `i`: `free -h` of CentOS 7, top, ps, smem and
 * swapon print `G` for 1024^3. What was rounded when it was printed stays rounded.
 */
export function sizeOf(text: string, plainBytes: number): number | null {
  const plain = digitsOf(text)
  if (plain >= 0) {
    const bytes = plain * plainBytes
    return Number.isSafeInteger(bytes) ? bytes : null
  }
  const [whole, digits = '', decimals = '0', letter] = SIZE.exec(text) ?? []
  if (whole === undefined) return null
  const unit =
    letter === undefined
      ? plainUnit(whole, plainBytes)
      : KIB ** (1 + POWERS.indexOf(letter.toUpperCase()))
  const bytes = Math.round(Number(`${digits}.${decimals}`) * unit)
  return Number.isSafeInteger(bytes) ? bytes : null
}

function plainUnit(text: string, plainBytes: number): number {
  return PLAIN.test(text) ? plainBytes : 1
}

/** A number with a decimal point or, in other languages, a comma: `12.50`, `12,5`. Null for anything else. */
export function decimalOf(text: string): number | null {
  const plain = digitsOf(text)
  if (plain >= 0) return plain
  const point = text.indexOf('.')
  // The common form by hand: at most fifteen digits about one point are exact to the last.
  if (point > 0 && text.length <= 16) {
    const [whole, part] = [digitsOf(text.slice(0, point)), digitsOf(text.slice(point + 1))]
    if (whole >= 0 && part >= 0 && text.length - point <= 10) return Number(text)
  }
  if (!/^-?\d{1,15}(?:[.,]\d{1,9})?$/.test(text)) return null
  const number = Number(text.replace(',', '.'))
  return Math.abs(number) <= Number.MAX_SAFE_INTEGER ? number : null
}

export interface TableUnit {
  readonly name: 'B' | 'kB' | 'assumed-kB' | 'assumed-MiB' | 'assumed-GiB'
  readonly bytes: number
  /** False where the numbers would fit another unit as well. */
  readonly sure: boolean
}

const PAGE_KIB = 4
const PAGE_BYTES = PAGE_KIB * KIB
/** Fewer numbers than these are multiples of 4 by chance too often; a row of vmstat has three (4^-3 = 1.6 %). */
const ENOUGH = 3
/** A host of fewer MiB than this runs no such tool; one with more GiB is not known. */
const LEAST_MIB = 64
const MOST_GIB = 2048
/** More MiB than this is 4 TiB; the numbers are kB then, of a container that does not count in pages. */
const MOST_MIB = 4 * MIB

/**
 * The unit of a table that does not print it (`free`, `free -m`, `vmstat -S M`). The kernel counts in pages, so
 * figures in kB are multiples of 4 and figures in bytes multiples of 4096, whatever the page size; figures that
 * were divided are not. `total` is the largest figure, `swapTotal` tells MiB from GiB where both would do.
 */
export function tableUnit(numbers: readonly number[], total: number, swapTotal: number): TableUnit {
  const counted = numbers.filter((number) => number > 0)
  const enough = counted.length >= ENOUGH
  if (enough && counted.every((number) => number % PAGE_BYTES === 0)) {
    return { name: 'B', bytes: 1, sure: true }
  }
  if (counted.every((number) => number % PAGE_KIB === 0)) {
    return { name: enough ? 'kB' : 'assumed-kB', bytes: KIB, sure: enough }
  }
  if (total > MOST_MIB) return { name: 'assumed-kB', bytes: KIB, sure: true }
  if (total < LEAST_MIB) return { name: 'assumed-GiB', bytes: GIB, sure: true }
  const inGib = swapTotal > 0 && swapTotal < LEAST_MIB && total < MOST_GIB
  if (inGib) return { name: 'assumed-GiB', bytes: GIB, sure: true }
  return { name: 'assumed-MiB', bytes: MIB, sure: total >= MOST_GIB || swapTotal > MOST_GIB / 8 }
}
