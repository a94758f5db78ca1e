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

function trimZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}
