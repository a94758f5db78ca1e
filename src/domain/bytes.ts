/** Binary sizes as people read them. One formatter for reports, charts and the terminal. */

export const KIB = 1024
export const MIB = 1024 ** 2
export const GIB = 1024 ** 3

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const

/**
 * Gives a size with an IEC unit and three significant figures: `4.32 GiB`, `512 KiB`, `0 B`.
 * A unit changes at 1000, not 1024, so that no figure has four digits before the point.
 */
export function formatBytes(bytes: number): string {
  if (!Number.isFinite(bytes)) return '?'
  const sign = bytes < 0 ? '-' : ''
  let size = Math.abs(bytes)
  let unit = 0
  while (size >= 999.5 && unit < UNITS.length - 1) {
    size /= 1024
    unit += 1
  }
  const digits = unit === 0 || size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2
  return `${sign}${trimZeros(size.toFixed(digits))} ${UNITS[unit]}`
}

/** Faster than this is told per second, faster than the next per hour: the unit that a person can picture. */
const FAST_PER_SEC = 64 * KIB
const FAST_PER_HOUR = 64 * MIB

/** Gives a rate in the unit that fits its size: `529 KiB/s`, `83 MiB/h`, `420 MiB/day`. */
export function formatRate(bytesPerDay: number): string {
  const perSec = Math.abs(bytesPerDay) / 86_400
  const sign = bytesPerDay < 0 ? '-' : ''
  if (perSec >= FAST_PER_SEC) return `${sign}${formatBytes(perSec)}/s`
  if (perSec * 3600 >= FAST_PER_HOUR) return `${sign}${formatBytes(perSec * 3600)}/h`
  return `${sign}${formatBytes(perSec * 86_400)}/day`
}

function trimZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}
