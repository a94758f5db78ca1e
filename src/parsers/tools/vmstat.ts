/**
 * Rows of the command `vmstat`, with -a, -t, -w, -S. Format: procps vmstat.c, vmstat(8).
 *
 * ```
 * procs -----------memory---------- ---swap-- -----io---- -system-- ------cpu-----
 *  r  b   swpd   free   buff  cache   si   so    bi    bo   in   cs us sy id wa st
 *  1  1  89380 23979772   2052 480512   41   57  1419  2338  907 2561 46 13 41  0  0
 *  2  0  89380 23979772   2052 480512 158796 140552 158808 140608 13098 10643  0 33 49 18  0
 * ```
 *
 * The first row of a run is the average since boot and says nothing of now: it is marked, and no rate is taken of
 * it. Its first row cannot be told from others with `-y`, and is marked then as well. Sizes are in kB but with -S,
 * which the table does not show: the figures themselves tell (sizes.ts). Swap traffic has the same unit, a second.
 * Not read: -s, -d, -D, -p, -m, which are other tables.
 */
import { LossLog, type Parsed, type Told, value } from '../../domain/parsed.ts'
import type { Format } from '../../domain/source.ts'
import { eachLine, noValue } from '../text/lines.ts'
import { wholeNumber } from '../text/numbers.ts'
import { tableUnit } from './sizes.ts'

type Cell =
  | `${'swpd' | 'free' | 'buff' | 'cache' | 'inact' | 'active'}Bytes`
  | `${'si' | 'so'}BytesPerSec`
  | `${'bi' | 'bo'}BlocksPerSec`
  | `${'in' | 'cs'}PerSec`
  | `${'us' | 'sy' | 'id' | 'wa' | 'st' | 'gu'}Percent`
  | 'r'
  | 'b'

/** Named as printed, units last; only the columns that the table has. */
interface VmstatRow extends Readonly<Partial<Record<Cell, number>>> {
  /** As printed with -t. */
  readonly at: string | null
  readonly sinceBoot: boolean
}

interface VmstatCommand {
  readonly unit: string
  /** False where the figures fit two units; sizes and swap traffic are of no use then. */
  readonly unitSure: boolean
  readonly rows: readonly VmstatRow[]
}

const ID = 'vmstat'

const SIZES = ['swpd', 'free', 'buff', 'cache', 'inact', 'active']
const SWAP_RATES = ['si', 'so']
const SUFFIXES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(SIZES.map((name) => [name, 'Bytes'])),
  ...Object.fromEntries(SWAP_RATES.map((name) => [name, 'BytesPerSec'])),
  bi: 'BlocksPerSec',
  bo: 'BlocksPerSec',
  in: 'PerSec',
  cs: 'PerSec',
  us: 'Percent',
  sy: 'Percent',
  id: 'Percent',
  wa: 'Percent',
  st: 'Percent',
  gu: 'Percent',
  r: '',
  b: '',
}
/** What a rule about memory reads. */
const NEEDED = ['free', 'si', 'so']

export const vmstatCommand: Format<VmstatCommand> = {
  id: ID,
  mask: 'none',
  signs: {
    begins: /^-*procs-*\s.*memory|^\s*r\s+b\s+swpd\s+free\b/,
    goesOn:
      /^\s*r\s+b\s+\w+\s+free\b|^\s*\d+(?:\s+-?\d+){9,20}(?:\s+\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)?\s*$|^\s*$/,
    repeats: true,
    names: /^vmstat/,
  },
  parse,
}

/** Fewer rows than this before a header comes again, and it is of a new run, not of a new page. */
const PAGE_ROWS = 10

interface Draft {
  readonly at: string | null
  readonly sinceBoot: boolean
  readonly cells: ReadonlyMap<string, number>
}

function parse(text: string, told: Told): Parsed<VmstatCommand> {
  const losses = new LossLog(ID)
  const drafts: Draft[] = []
  let header: readonly string[] = []
  let ofPage = 0
  let fresh = true
  eachLine(text, told, losses, (line, number) => {
    if (/^-*procs-*\s/.test(line)) return
    const words = LETTERS.test(line) ? line.trim().split(/\s+/) : []
    if (isHeader(words)) {
      for (const name of missing(words)) losses.add('missing-field', number, name)
      header = words
      fresh ||= ofPage < PAGE_ROWS
      ofPage = 0
      return
    }
    const draft = header.length === 0 ? null : rowOf(header, line, fresh)
    if (draft === null) {
      if (line.trim() !== '') losses.add('bad-line', number, line)
      fresh ||= header.length > 0
      return
    }
    drafts.push(draft)
    ofPage += 1
    fresh = false
  })
  return drafts.length === 0
    ? noValue(ID, text, told)
    : value(inUnits(drafts, losses), losses.all())
}

function isHeader(words: readonly string[]): boolean {
  return (
    words.filter((word) => Object.hasOwn(SUFFIXES, word)).length >= 6 &&
    !words.some((word) => /^\d+$/.test(word))
  )
}

function missing(words: readonly string[]): readonly string[] {
  return [
    ...NEEDED.filter((name) => !words.includes(name)),
    // The last word of a table with times is the zone.
    ...words.slice(0, -1).filter((word) => !Object.hasOwn(SUFFIXES, word)),
  ]
}

const LETTERS = /[a-z]/
const TIME = /\s(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\s*$/

function rowOf(header: readonly string[], line: string, sinceBoot: boolean): Draft | null {
  const at = TIME.exec(line)?.[1] ?? null
  const columns = at === null ? header : header.slice(0, -1)
  const words = line.replace(TIME, '').trim().split(/\s+/)
  if (words.length !== columns.length) return null
  const cells = new Map<string, number>()
  for (const [i, name] of columns.entries()) {
    if (!Object.hasOwn(SUFFIXES, name)) continue
    const number = wholeNumber(words[i] ?? '')
    if (number === null) return null
    cells.set(name, number)
  }
  return { at, sinceBoot, cells }
}

function inUnits(drafts: readonly Draft[], losses: LossLog): VmstatCommand {
  const figures = drafts.flatMap(({ cells }) => SIZES.map((name) => cells.get(name) ?? 0))
  const unit = tableUnit(
    figures,
    figures.reduce((most, one) => Math.max(most, one), 0),
    0,
  )
  if (!unit.sure) losses.add('missing-field', null, `unit (taken as ${unit.name})`)
  const rows = drafts.map(({ at, sinceBoot, cells }): VmstatRow => {
    const values = [...cells].map(([name, number]): readonly [string, number] => {
      const scaled =
        SIZES.includes(name) || SWAP_RATES.includes(name) ? number * unit.bytes : number
      return [name + (SUFFIXES[name] ?? ''), scaled]
    })
    const exact = values.filter(([name, number]) => {
      if (Number.isSafeInteger(number)) return true
      losses.add('bad-number', null, name)
      return false
    })
    return { at, sinceBoot, ...Object.fromEntries(exact) }
  })
  return { unit: unit.name, unitSure: unit.sure, rows }
}
