/**
 * A cell -> a number, with the units that exports write behind it. `MB` is 10^6 and `MiB` 2^20 as Grafana writes them;
 * a lone `M` is 2^20, as `top`, `du` and a JVM's options mean it.
 *
 *     2093796556   1.95 GiB   2.1 GB   512Mi   45.3%   1,95   1.20 Mil   NaN
 */
import { GIB, KIB, MIB } from '../../domain/bytes.ts'

const TIB = GIB * KIB
const UNITS: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ['%', 1],
  ['b', 1],
  ['byte', 1],
  ['bytes', 1],
  ['kib', KIB],
  ['mib', MIB],
  ['gib', GIB],
  ['tib', TIB],
  ['ki', KIB],
  ['mi', MIB],
  ['gi', GIB],
  ['ti', TIB],
  ['k', KIB],
  ['m', MIB],
  ['g', GIB],
  ['t', TIB],
  ['kb', 1e3],
  ['mb', 1e6],
  ['gb', 1e9],
  ['tb', 1e12],
  // Grafana's unit `short`.
  ['mil', 1e6],
  ['bil', 1e9],
  ['tri', 1e12],
])

/** What exports write where there was no reading. */
const MISSING: ReadonlySet<string> = new Set(['', '-', 'null', 'nan', 'none', 'undefined', 'n/a'])

const PARTS =
  /^([+-]?)(\d[\d., \u00a0\u202f']{0,30}|\.\d{1,20})(?:[eE]([+-]?\d{1,3}))?\s*([A-Za-z%]{0,5})$/

/** The number; `missing` for a cell that holds none; null for a cell that is something else. */
export function amountOf(cell: string, decimalComma: boolean): number | 'missing' | null {
  // Most cells are plain digits.
  if (/^\d{1,15}$/.test(cell)) return Number(cell)
  if (MISSING.has(cell.toLowerCase())) return 'missing'
  const match = PARTS.exec(cell)
  if (match === null) return null
  const [, sign, digits = '', exponent, unit = ''] = match
  const scale = UNITS.get(unit.toLowerCase())
  const plain = plainDigits(digits.trim(), decimalComma)
  if (scale === undefined || plain === null) return null
  const number = Number(`${sign}${plain}${exponent === undefined ? '' : `e${exponent}`}`) * scale
  return Number.isFinite(number) ? number : null
}

/** Takes out what groups thousands; null where it cannot be told what the marks mean. */
function plainDigits(digits: string, decimalComma: boolean): string | null {
  const close = digits.replace(/[ \u00a0\u202f']/g, '')
  const [comma, point] = [close.lastIndexOf(','), close.lastIndexOf('.')]
  if (comma < 0 && close.indexOf('.') === point) return close
  const isDecimal = comma > point && (point >= 0 || (decimalComma && close.indexOf(',') === comma))
  const plain = isDecimal ? close.replaceAll('.', '').replace(',', '.') : close.replaceAll(',', '')
  return /^\d*\.?\d*$/.test(plain) ? plain : null
}
