/**
 * `fincore` of util-linux: how much of files is in the page cache; as table (-b, -r, -o) or JSON (-J). Format: fincore(1).
 *
 * ```
 *       RES PAGES      SIZE FILE
 * 209715200 51200 209715200 /opt/app/big.dat
 *        0B     0   1.5G   /srv/my data
 * ```
 *
 * Columns by the header. Without -b sizes are rounded to a unit (K is 1024); dirty and evicted pages are columns of
 * 2.40 and kernel 6.5. JSON of util-linux before 2.33 writes numbers as text.
 */
import { LossLog, type Parsed, type Told, value } from '../../domain/parsed.ts'
import type { Format } from '../../domain/source.ts'
import { eachLine, noValue } from '../text/lines.ts'
import { camelCase } from '../text/names.ts'
import { cellsOf } from './cells.ts'
import { sizeOf } from './sizes.ts'

interface CachedFile {
  readonly file: string
  readonly residentBytes: number | null
  readonly sizeBytes: number | null
  /** pages, dirtyPages, evictedPages...: as the tool counts them. */
  readonly pages: Readonly<Record<string, number>>
}

interface Fincore {
  readonly files: readonly CachedFile[]
}

const ID = 'fincore'

export const fincore: Format<Fincore> = {
  id: ID,
  mask: 'names',
  signs: {
    begins: /^\s*(?:RES\s+PAGES\s+SIZE\s+FILE|"fincore":\s*\[)|^\{\s*(?:"fincore":.*)?$/,
    goesOn:
      /^\s*[\d.]+[KMGTPE]?i?B?\s+\d+\s+[\d.]+[KMGTPE]?i?B?\s+\S|^\s*(?:[{}[\]],?|"(?:res|pages|size|file|dirty\w*|evicted\w*|writeback\w*|recently\w*)":)/,
    names: /^fincore/,
  },
  parse,
}

function parse(text: string, told: Told): Parsed<Fincore> {
  const losses = new LossLog(ID)
  const files = /^\s*\{/.test(text) ? fromJson(text, told, losses) : fromTable(text, told, losses)
  return files === null ? noValue(ID, text, told) : value({ files }, losses.all())
}

function fromTable(text: string, told: Told, losses: LossLog): readonly CachedFile[] | null {
  const files: CachedFile[] = []
  let header: readonly string[] | null = null
  eachLine(text, told, losses, (line, number) => {
    if (line.trim() === '') return
    const words = line.trim().split(/\s+/)
    if (words.includes('FILE') && (words.includes('RES') || words.includes('PAGES'))) {
      header = words
      return
    }
    const wide = header?.indexOf('FILE') ?? null
    const cells = header === null ? null : cellsOf(line, header.length, wide)
    const file = cells === null || header === null ? null : fileOf(header, cells)
    if (file === null) losses.add('bad-line', number, line)
    else files.push(file)
  })
  return header === null ? null : files
}

/** Sizes are bytes, counts of pages are counts; null where a cell is none of what its column says. */
function fileOf(header: readonly string[], cells: readonly string[]): CachedFile | null {
  const at = (name: string): string | null => cells[header.indexOf(name)] ?? null
  const size = (name: string): number | null => {
    const cell = header.includes(name) ? at(name) : null
    return cell === null ? null : sizeOf(cell, 1)
  }
  const counted = header.filter((name) => name === 'PAGES' || name.endsWith('_PAGES'))
  const pages = counted.map((name) => [camelCase(name.toLowerCase()), size(name)] as const)
  const file = at('FILE')
  const sized = header.filter((name) => name === 'RES' || name === 'SIZE')
  if (file === null || sized.some((name) => size(name) === null)) return null
  if (pages.some(([, count]) => count === null)) return null
  return {
    file,
    residentBytes: size('RES'),
    sizeBytes: size('SIZE'),
    pages: Object.fromEntries(pages.map(([name, count]) => [name, count ?? 0])),
  }
}

function fromJson(text: string, told: Told, losses: LossLog): readonly CachedFile[] | null {
  const rows = rowsIn(text)
  if (rows === null) return null
  if (told.cut) losses.add('cut', null, '')
  return rows.flatMap((row) => {
    const known = Object.entries(row).filter(([, of]) => /^(?:string|number)$/.test(typeof of))
    const header = known.map(([name]) => name.toUpperCase())
    const file = fileOf(
      header,
      known.map(([, of]) => String(of)),
    )
    if (file === null) losses.add('bad-line', null, JSON.stringify(row))
    return file === null ? [] : [file]
  })
}

function rowsIn(text: string): readonly object[] | null {
  try {
    const parsed: unknown = JSON.parse(text)
    const rows = (parsed as { readonly fincore?: unknown } | null)?.fincore
    if (!Array.isArray(rows)) return null
    return rows.filter((row): row is object => typeof row === 'object' && row !== null)
  } catch (cause) {
    if (cause instanceof SyntaxError) return null
    throw cause
  }
}
