/**
 * What `free` prints, in all its forms: procps 2 and 3 (`-/+ buffers/cache`), procps-ng since 3.3.10 (available),
 * busybox; -b -k -m -g -h, wide, low and high, total, repeated, and in other languages. Source: procps free.c,
 * busybox procps/free.c, and the columns' meaning in free(1).
 *
 * ```
 *                total        used        free      shared  buff/cache   available
 * Mem:        24683656      272512    24467616        8952      140176    24411144
 * Swap:        2097148       77312     2019836
 * ```
 *
 * The unit is printed with -h alone. Without it the numbers themselves tell (sizes.ts), and the value says which
 * unit was taken; where MiB and GiB would both do, a loss says so and nothing is concluded. Since 3.3.10 `cache`
 * and `buff/cache` hold reclaimable slab as well, so they are no meminfo field.
 */
import { LossLog, type Parsed, type Told, value } from '../../domain/parsed.ts'
import type { Also, Format } from '../../domain/source.ts'
import { type Meminfo, meminfo } from '../proc/meminfo.ts'
import { eachLine, noValue } from '../text/lines.ts'
import { columnOf, type FreeColumn, isHeader, rowOf } from './freeWords.ts'
import { sizeOf, tableUnit } from './sizes.ts'

/** `memTotalBytes`, `swapUsedBytes`, `buffersCacheFreeBytes`: the row's name and the column's. */
type Reading = Readonly<Record<`${string}Bytes`, number>>

interface Free {
  /** `printed` with -h; `B`, `kB` where the numbers prove it; else what was assumed. */
  readonly unit: string
  /** False where the numbers fit two units. */
  readonly unitSure: boolean
  /** One for each time that the table was printed (`free -s`), in order; the last one's fields stand beside it. */
  readonly readings: readonly Reading[]
  readonly [name: `${string}Bytes`]: number
}

const ID = 'free'

export const free: Format<Free> = {
  id: ID,
  mask: 'none',
  signs: {
    begins: /^[^\d:]*\s(?:total|totale|totalt|gesamt|总计|всего|合計|razem|celkem)\s+\S+\s+\S+/i,
    goesOn:
      /^(?:-\/\+ \S+|[\p{L}.' ]{2,24}\s?)[:：]\s*\d[\d.,]*[KMGTPE]?i?B?(?:\s+\d[\d.,]*[KMGTPE]?i?B?)+\s*$|^\s*$/iu,
    repeats: true,
    names: /^free/,
  },
  parse,
  also,
}

interface Row {
  readonly name: string
  readonly cells: readonly (readonly [column: FreeColumn, text: string])[]
  readonly line: number
}

function parse(text: string, told: Told): Parsed<Free> {
  const losses = new LossLog(ID)
  const tables = tablesOf(text, told, losses)
  const unit = unitOf(tables.flat())
  const readings = tables
    .map((rows) => readingOf(rows, unit.bytes, losses))
    .filter((reading) => 'memTotalBytes' in reading)
  const last = readings.at(-1)
  if (last === undefined) return noValue(ID, text, told)
  if (!unit.sure) losses.add('missing-field', null, `unit (taken as ${unit.name})`)
  return value({ ...last, unit: unit.name, unitSure: unit.sure, readings }, losses.all())
}

function tablesOf(text: string, told: Told, losses: LossLog): readonly (readonly Row[])[] {
  const tables: Row[][] = []
  let header: readonly (FreeColumn | null)[] = []
  eachLine(text, told, losses, (line, number) => {
    if (line.trim() === '') return
    if (isHeader(line)) {
      header = headerOf(line, number, losses)
      tables.push([])
      return
    }
    const rows = tables.at(-1)
    const row = rows === undefined ? null : cellsUnder(header, line, number, rows.length)
    if (row === null) losses.add('bad-line', number, line)
    else rows?.push(row)
  })
  return tables
}

function headerOf(line: string, number: number, losses: LossLog): readonly (FreeColumn | null)[] {
  const words = line.trim().split(/\s+/)
  const columns = words.map(columnOf)
  // `date` or the like on the same line, as scripts write it.
  const first = columns.findIndex((column) => column !== null)
  for (const [i, word] of words.slice(first).entries()) {
    if (columns[first + i] === null) losses.add('missing-field', number, word)
  }
  return columns.slice(first)
}

const ROW = /^\s*(-\/\+[^:：]*|[^\d:：]+)[:：]\s*(\d.*)$/

/** A row's cells under their columns; rows but the first have the columns total, used and free alone. */
function cellsUnder(
  header: readonly (FreeColumn | null)[],
  line: string,
  number: number,
  place: number,
): Row | null {
  const [, label, rest] = ROW.exec(line) ?? []
  if (label === undefined || rest === undefined) return null
  const texts = rest.trim().split(/\s+/)
  const name = rowOf(label.trim(), place, texts.length === header.length)
  const columns = columnsFor(header, name === 'buffersCache', texts.length)
  if (columns === null || name === null) return null
  const cells = texts.flatMap((text, i) => {
    const column = columns[i] ?? null
    return column === null ? [] : [[column, text] as const]
  })
  return { name, cells, line: number }
}

function columnsFor(
  header: readonly (FreeColumn | null)[],
  isBuffersCache: boolean,
  count: number,
): readonly (FreeColumn | null)[] | null {
  if (count === header.length && !isBuffersCache) return header
  const short: readonly string[] = isBuffersCache ? ['used', 'free'] : FIRST
  if (count !== short.length) return null
  // Short rows stand under the leftmost columns; after others they could not be told apart.
  const columns = header.filter((column) => column !== null && short.includes(column))
  const leftmost = header.slice(0, 3).every((column) => column !== null && FIRST.includes(column))
  return leftmost && columns.length === count ? columns : null
}

const FIRST: readonly FreeColumn[] = ['total', 'used', 'free']

function unitOf(rows: readonly Row[]): {
  readonly name: string
  readonly bytes: number
  readonly sure: boolean
} {
  const cells = rows.flatMap((row) => row.cells)
  const letters = cells.filter(([, text]) => /[A-Za-z]$/.test(text))
  if (letters.length > 0) return { name: 'printed', bytes: 1, sure: true }
  const totalOf = (name: string): number =>
    Number(rows.find((row) => row.name === name)?.cells.find(([column]) => column === 'total')?.[1])
  const numbers = cells.map(([, text]) => Number(text)).filter(Number.isSafeInteger)
  return tableUnit(numbers, totalOf('mem') || 0, totalOf('swap') || 0)
}

function readingOf(rows: readonly Row[], unitBytes: number, losses: LossLog): Reading {
  const reading: Record<`${string}Bytes`, number> = {}
  for (const { name, cells, line } of rows) {
    for (const [column, text] of cells) {
      const bytes = sizeOf(text, unitBytes)
      if (bytes === null) losses.add('bad-number', line, text)
      else reading[`${name}${column.charAt(0).toUpperCase()}${column.slice(1)}Bytes`] = bytes
    }
  }
  return reading
}

/**
 * What meminfo says as well. A doubtful unit tells nothing further; nor does the old form, of which nobody can tell
 * what is available: its cache holds shared memory, which cannot be dropped.
 */
function also(of: Free): readonly Also[] {
  const { memTotalBytes, memAvailableBytes } = of
  if (!of.unitSure || memTotalBytes === undefined || memAvailableBytes === undefined) return []
  const fields = {
    memFreeBytes: of.memFreeBytes,
    memAvailableBytes,
    buffersBytes: of.memBuffersBytes,
    shmemBytes: of.memSharedBytes,
    swapTotalBytes: of.swapTotalBytes,
    swapFreeBytes: of.swapFreeBytes,
  }
  const known = Object.entries(fields).filter(
    (entry): entry is [string, number] => entry[1] !== undefined,
  )
  const told: Meminfo = { ...Object.fromEntries(known), memTotalBytes }
  return [{ format: meminfo, value: told }]
}
