/** A font file of the operator: which characters it has. Tables by OpenType 1.9: TTC header, table directory, cmap 4 and 12. */
import { readFileSync } from 'node:fs'

export interface ChartFont {
  readonly path: string
  /** Whether it has a glyph for a code point. */
  has(code: number): boolean
}

type Range = readonly [first: number, last: number]

const [TTC, TRUETYPE, OPENTYPE, APPLE] = ['ttcf', '\u0000\u0001\u0000\u0000', 'OTTO', 'true']

/** Reads a TTF, OTF or TTC (its first face). Throws the error of the file system, or RangeError for a file that is no such font. */
export function readChartFont(path: string): ChartFont {
  const bytes = readFileSync(path)
  const ranges = rangesOf(bytes).toSorted(([a], [b]) => a - b)
  if (ranges.length === 0) throw new RangeError('no characters')
  return { path, has: (code) => within(ranges, code) }
}

function within(ranges: readonly Range[], code: number): boolean {
  let [low, high] = [0, ranges.length - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    const [first, last] = ranges[middle] ?? [0, 0]
    if (code < first) high = middle - 1
    else if (code > last) low = middle + 1
    else return true
  }
  return false
}

/** Reading beyond the end throws RangeError, as Buffer does. */
function rangesOf(bytes: Buffer): readonly Range[] {
  const kind = bytes.toString('latin1', 0, 4)
  const face = kind === TTC ? bytes.readUInt32BE(12) : 0
  const flavour = bytes.toString('latin1', face, face + 4)
  if (![TRUETYPE, OPENTYPE, APPLE].includes(flavour)) throw new RangeError('no font')
  const cmap = tableOf(bytes, face, 'cmap')
  const tables = Array.from({ length: bytes.readUInt16BE(cmap + 2) }, (_, at) => {
    const table = cmap + bytes.readUInt32BE(cmap + 8 + at * 8)
    return { table, format: bytes.readUInt16BE(table) }
  })
  const full = tables.find(({ format }) => format === 12)
  if (full !== undefined) return groupsOf(bytes, full.table)
  const basic = tables.find(({ format }) => format === 4)
  return basic === undefined ? [] : segmentsOf(bytes, basic.table)
}

function tableOf(bytes: Buffer, face: number, name: string): number {
  for (let at = 0; at < bytes.readUInt16BE(face + 4); at += 1) {
    const entry = face + 12 + at * 16
    if (bytes.toString('latin1', entry, entry + 4) === name) return bytes.readUInt32BE(entry + 8)
  }
  throw new RangeError(`no ${name}`)
}

function groupsOf(bytes: Buffer, table: number): readonly Range[] {
  return Array.from({ length: checked(bytes, bytes.readUInt32BE(table + 12), 12) }, (_, at) => {
    const group = table + 16 + at * 12
    return [bytes.readUInt32BE(group), bytes.readUInt32BE(group + 4)] as const
  })
}

/** The last segment stands for no character. */
function segmentsOf(bytes: Buffer, table: number): readonly Range[] {
  const twice = checked(bytes, bytes.readUInt16BE(table + 6), 1)
  const ends = table + 14
  const starts = ends + twice + 2
  return Array.from({ length: twice / 2 }, (_, at): Range => {
    return [bytes.readUInt16BE(starts + at * 2), bytes.readUInt16BE(ends + at * 2)]
  }).filter(([first]) => first < 0xffff)
}

/** A count that the file has room for: one that lies is no font. */
function checked(bytes: Buffer, count: number, size: number): number {
  if (count * size > bytes.length) throw new RangeError('cut')
  return count
}
