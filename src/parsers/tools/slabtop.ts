/**
 * `slabtop` and `slabtop -o`: the kernel's object caches, the largest first. Format: procps slabtop.c. Sizes are
 * KiB with a unit.
 *
 * ```
 *  Active / Total Objects (% used)    : 996186 / 1017034 (98.0%)
 *  Active / Total Slabs (% used)      : 36559 / 36559 (100.0%)
 *  Active / Total Caches (% used)     : 123 / 235 (52.3%)
 *  Active / Total Size (% used)       : 267680.15K / 273135.56K (98.0%)
 *  Minimum / Average / Maximum Object : 0.01K / 0.27K / 50.27K
 *
 *   OBJS ACTIVE  USE OBJ SIZE  SLABS OBJ/SLAB CACHE SIZE NAME
 * 126196 126196 100%    1.10K   9014       14    144224K ext4_inode_cache
 * 334152 334152 100%    0.19K  15912       21     63648K dentry
 * ```
 *
 * USE of older versions is 0% for whatever is not full (a whole division), so it is not read. A table that a screen
 * cut off has fewer caches than the summary counts.
 */
import type { LossLog } from '../../domain/parsed.ts'
import type { Format, LineSink } from '../../domain/source.ts'
import { slabinfo } from '../proc/slabinfo.ts'
import type { SlabCache } from '../proc/slabRow.ts'
import { parseBySink } from '../text/lines.ts'
import { wholeNumber } from '../text/numbers.ts'
import { cellsOf } from './cells.ts'
import { sizeOf } from './sizes.ts'

interface SlabtopCache {
  readonly name: string
  readonly objs: number
  readonly active: number
  readonly objSizeBytes: number | null
  readonly slabs: number | null
  readonly objPerSlab: number | null
  readonly cacheSizeBytes: number
}

interface Slabtop {
  readonly totalSizeBytes: number | null
  readonly totalCaches: number | null
  readonly caches: readonly SlabtopCache[]
}

const ID = 'slabtop'

export const slabtop: Format<Slabtop> = {
  id: ID,
  mask: 'none',
  signs: {
    begins:
      /^\s*Active \/ Total Objects \(% used\)|^(?=.*\bOBJ\/SLAB\b)(?=.*\bCACHE SIZE\b)\s*OBJS /,
    goesOn:
      /^\s*(?:(?:Active \/ Total|Minimum \/ Average) |OBJS ACTIVE |(?:\d+ +){2}\d+% +\d[\d.,]*[KMGT]? )/,
    names: /slabtop/,
  },
  parse: parseBySink(ID, sink),
  also: ({ caches }) =>
    caches.length === 0
      ? []
      : [{ format: slabinfo, value: { version: null, caches: caches.map(asCache) } }],
}

const TITLES = /OBJ\/SLAB|OBJ SIZE|CACHE SIZE|\S+/g
const SUMMARY = /^\s*Active \/ Total (Size|Caches) \(% used\)\s*: \S+ \/ (\S+)/
const OTHER = /^\s*(?:Active|Minimum) \/ /
const KIB = 1024

function sink(losses: LossLog): LineSink<Slabtop> {
  const totals: Record<string, number | null> = {}
  let titles: readonly string[] | null = null
  const caches: SlabtopCache[] = []
  return {
    line(line, number) {
      if (line.trim() === '') return
      const [, what, total] = SUMMARY.exec(line) ?? []
      if (what !== undefined && total !== undefined) {
        totals[what] = sizeOf(total, what === 'Size' ? KIB : 1)
        return
      }
      if (OTHER.test(line)) return
      const header: readonly string[] = line.trim().match(TITLES) ?? []
      if (header.includes('NAME') && header.includes('CACHE SIZE')) titles = header
      else {
        const cache = titles === null ? null : rowOf(titles, line)
        if (cache === null) losses.add('bad-line', number, line)
        else caches.push(cache)
      }
    },
    end: () =>
      titles === null
        ? null
        : {
            totalSizeBytes: totals['Size'] ?? null,
            totalCaches: totals['Caches'] ?? null,
            caches,
          },
  }
}

function rowOf(titles: readonly string[], line: string): SlabtopCache | null {
  const cells = cellsOf(line, titles.length, titles.indexOf('NAME'))
  if (cells === null) return null
  const cell = (title: string): string => cells[titles.indexOf(title)] ?? ''
  const objs = wholeNumber(cell('OBJS'))
  const active = wholeNumber(cell('ACTIVE'))
  const cacheSizeBytes = sizeOf(cell('CACHE SIZE'), KIB)
  if (objs === null || active === null || cacheSizeBytes === null) return null
  // A size has its unit and USE its sign: without them a column stands under another's title.
  const signed = /[KMGT]$/i.test(cell('CACHE SIZE')) && /^(?:\d{1,3}%)?$/.test(cell('USE'))
  if (!signed || /\s/.test(cell('NAME'))) return null
  return {
    name: cell('NAME'),
    objs,
    active,
    objSizeBytes: sizeOf(cell('OBJ SIZE'), KIB),
    slabs: wholeNumber(cell('SLABS')),
    objPerSlab: wholeNumber(cell('OBJ/SLAB')),
    cacheSizeBytes,
  }
}

/** The pages of a slab are not told, the size of all is. */
function asCache(of: SlabtopCache): SlabCache {
  return {
    name: of.name,
    activeObjs: of.active,
    numObjs: of.objs,
    objsizeBytes: of.objSizeBytes,
    numSlabs: of.slabs,
    pagesPerSlab: null,
    sizeBytes: of.cacheSizeBytes,
  }
}
