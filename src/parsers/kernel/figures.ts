/** Figures of kernel messages -> bytes, with the values that mean "no limit" told apart. */
import { KIB } from '../../domain/bytes.ts'
import { wholeNumber } from '../text/numbers.ts'

/**
 * kB at and above which a cgroup has no limit: PAGE_COUNTER_MAX and RES_COUNTER_MAX of 64-bit kernels lie a little
 * below 2^53 kB or above it (include/linux/page_counter.h).
 */
const UNLIMITED_KIB = 2 ** 53 - 1024
/** PAGE_COUNTER_MAX of a 32-bit kernel with pages of 4 KiB. */
const UNLIMITED_32_KIB = 8_589_934_588

/** `65536` kB -> bytes; null for "no limit" and for what is not exact. */
export function limitBytes(kib: string | undefined): number | null {
  if (kib === undefined || Number(kib) >= UNLIMITED_KIB || Number(kib) === UNLIMITED_32_KIB) {
    return null
  }
  return kibBytes(kib)
}

/** kB -> bytes; null when it is missing or not exact. */
export function kibBytes(kib: string | undefined): number | null {
  return scaled(kib, KIB)
}

/** Digits times a unit, exact or null. */
export function scaled(digits: string | undefined, unit: number): number | null {
  const count = digits === undefined ? null : wholeNumber(digits)
  if (count === null) return null
  const bytes = count * unit
  return Number.isSafeInteger(bytes) ? bytes : null
}

/** A whole number that may be negative: oom_score_adj, order. */
export function signed(digits: string | undefined): number | null {
  if (digits === undefined) return null
  const count = wholeNumber(digits.startsWith('-') ? digits.slice(1) : digits)
  return count === null ? null : digits.startsWith('-') && count !== 0 ? -count : count
}
