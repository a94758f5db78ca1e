/** The memory lines of top's summary, in the forms that procps and busybox have printed. */
import { KIB } from '../../domain/bytes.ts'
import type { LossLog } from '../../domain/parsed.ts'
import { columnOf } from './freeWords.ts'
import { decimalOf, sizeOf } from './sizes.ts'

export type MemoryFigures = Readonly<Partial<Record<`${string}Bytes`, number>>>

const UNITS = 'KMGTPE'
const LINE = /^\s*(?:([KMGTPE])iB\s+)?(\p{L}[\p{L}.]*)\s?:\s*(.*?)\s*$/u
const FIGURE = /^(\d{1,16}(?:[.,]\d{1,3})?)([kmgtp]?)(\+?)\s*([^\d\s].*)$/i
/** `45.3/7823.9 [||||   ]`: the share in use and the total, drawn as a bar. */
const BAR = /^\d+(?:[.,]\d+)?\/(\d+(?:[.,]\d+)?)\s*\[/
const SWAP = /^(?:swap|éch|auslag|подк|交换|交換)/i
/** `avail Mem`, `avai` at the edge of a terminal, `verfü Spch`. */
const AVAILABLE = /^(?:avai|verf|disp|доступ|可用)/
/** English words, as they are and as a narrow terminal cuts them; the others are those of free. */
const WORDS: Readonly<Record<string, string>> = {
  total: 'memTotal',
  free: 'memFree',
  used: 'memUsed',
  buffers: 'memBuffers',
  buff: 'memBuffers',
  cached: 'memCached',
  'cached mem': 'memCached',
  'buff/cache': 'memBuffCache',
  shrd: 'memShrd',
  'avail mem': 'memAvailable',
}
const SWAP_WORDS: Readonly<Record<string, string>> = {
  total: 'swapTotal',
  free: 'swapFree',
  used: 'swapUsed',
}

/**
 * `MiB Mem :  24105.1 total, 23892.9 free, …`, `Mem:   8162k total, …`, `Mem: 6134764K used, …` (busybox) and the
 * swap line, which also tells what is available or cached. Null for another line.
 */
export function memoryLine(line: string, number: number, losses: LossLog): MemoryFigures | null {
  const [, unit, label = '', rest = ''] = LINE.exec(line) ?? []
  const isSwap = SWAP.test(label)
  if (unit === undefined && !isSwap && label !== 'Mem') return null
  const plain = unit === undefined ? null : KIB ** (1 + UNITS.indexOf(unit))
  const bar = BAR.exec(rest)?.[1]
  if (bar !== undefined && plain !== null) return barTotal(bar, plain, isSwap)
  const figures: Record<`${string}Bytes`, number> = {}
  for (const item of rest.split(/[,.]\s+|[,.]$/)) {
    const [, digits, letter = '', lost, word = ''] = FIGURE.exec(item.trim()) ?? []
    const name = nameOf(word, isSwap, plain !== null)
    const hasUnit = letter !== '' || plain !== null
    const bytes =
      digits === undefined || lost !== '' || !hasUnit ? null : sizeOf(digits + letter, plain ?? 1)
    if (name === null) losses.add('missing-field', number, item)
    else if (bytes === null) losses.add('bad-number', number, item)
    else figures[`${name}Bytes`] = bytes
  }
  return figures
}

function barTotal(total: string, unit: number, isSwap: boolean): MemoryFigures {
  const bytes = Math.round((decimalOf(total) ?? 0) * unit)
  return Number.isSafeInteger(bytes) ? { [`${isSwap ? 'swap' : 'mem'}TotalBytes`]: bytes } : {}
}

function nameOf(word: string, isSwap: boolean, modern: boolean): string | null {
  const said = word.trim().toLowerCase()
  const own = isSwap && Object.hasOwn(SWAP_WORDS, said) ? SWAP_WORDS[said] : undefined
  if (own !== undefined) return own
  if (AVAILABLE.test(said)) return 'memAvailable'
  // Cut by the terminal: since 3.3.10 the fourth figure is buff/cache.
  if (modern && /^buff(\/c?a?c?h?)?$/.test(said)) return 'memBuffCache'
  if (Object.hasOwn(WORDS, said)) return WORDS[said] ?? null
  const column = columnOf(said)
  if (column === null) return null
  return `${isSwap ? 'swap' : 'mem'}${column.charAt(0).toUpperCase()}${column.slice(1)}`
}
