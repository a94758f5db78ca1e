/**
 * /proc/pagetypeinfo: free blocks of each zone by what they are kept for and by order, then how many page blocks are
 * kept for what. Format: mm/vmstat.c `pagetypeinfo_show`. Readable by root alone since 5.4.
 *
 * ```
 * Page block order: 9
 * Pages per block:  512
 *
 * Free pages count per migrate type at order       0      1      2      3      4      5      6      7      8      9     10
 * Node    0, zone   Normal, type    Unmovable     19   1454   1295    858    645    338    163     82      0      0      0
 * Node    0, zone   Normal, type      Movable >100000   1098    873    528    241    101     37     17      2    336   2904
 *
 * Number of blocks type     Unmovable      Movable  Reclaimable   HighAtomic      Isolate
 * Node 0, zone   Normal          162         7710           32            0            0
 * ```
 *
 * The kernel stops counting a list at 100000 (5.4): such a number is a lower bound. Types come and go with kernel and
 * configuration (Reserve before 4.4, CMA), so the columns are read by their headers.
 */
import { LossLog, type Parsed, type Told, value } from '../../domain/parsed.ts'
import type { Source } from '../../domain/source.ts'
import { eachLine, noValue } from '../text/lines.ts'
import { wholeNumber } from '../text/numbers.ts'

interface FreeRow {
  readonly node: number
  readonly zone: string
  readonly type: string
  /** Free blocks by order, from 0. */
  readonly freeBlocks: readonly number[]
  /** True when the kernel stopped counting one of the lists. */
  readonly atLeast: boolean
}

interface BlocksRow {
  readonly node: number
  readonly zone: string
  readonly types: readonly { readonly type: string; readonly pageBlocks: number }[]
}

interface Pagetypeinfo {
  readonly pageBlockOrder: number | null
  readonly pagesPerBlock: number | null
  readonly free: readonly FreeRow[]
  readonly blocks: readonly BlocksRow[]
}

const ID = 'proc/pagetypeinfo'

export const pagetypeinfo: Source<Pagetypeinfo> = {
  id: ID,
  scope: 'host',
  at: { kind: 'file', path: '/proc/pagetypeinfo', small: false },
  // The lists are walked under the zone's lock; before 5.4 without a bound.
  price: 'cheap',
  class: 'look',
  mask: 'none',
  signs: {
    begins: /^(?:Page block order: +\d+|Free pages count per migrate type at order +0 )/,
    goesOn:
      /^(?:Pages? (?:block order|per block): |Free pages count per migrate type |Number of (?:mixed )?blocks |Node +\d+, zone +\w+(?:, type +\S+)? +[\d>])/,
    names: /pagetypeinfo/,
  },
  limits: { bytes: 512 * 1024, seconds: 3 },
  counters: false,
  when: 'asked',
  parse,
}

const SIZE = /^(Page block order|Pages per block): +(\d+)$/
const FREE_HEAD = /^Free pages count per migrate type at order +(\d[\d ]*)$/
const BLOCKS_HEAD = /^Number of blocks type +([\w<][\w<> ]*)$/
/** Only with page_owner: how many blocks hold pages of another type. */
const MIXED_HEAD = /^Number of mixed blocks +(\w[\w ]*)$/
const FREE_ROW = /^Node +(\d{1,5}), zone +(\w{1,16}), type +([\w<>]{1,24}) +([\d>][\d> ]*)$/
/** More than any kernel has. */
const COLUMNS = 64
const BLOCKS_ROW = /^Node +(\d{1,5}), zone +(\w{1,16}) +(\d[\d ]*)$/

function parse(text: string, told: Told): Parsed<Pagetypeinfo> {
  const reader = new TypeReader()
  eachLine(text, told, reader.losses, (line, number) => {
    if (!reader.line(line.trimEnd(), number)) reader.losses.add('bad-line', number, line)
  })
  const { sizes, free, blocks, losses } = reader
  if (free.length === 0 && blocks.length === 0) return noValue(ID, text, told)
  return value(
    {
      pageBlockOrder: sizes.get('Page block order') ?? null,
      pagesPerBlock: sizes.get('Pages per block') ?? null,
      free,
      blocks,
    },
    losses.all(),
  )
}

class TypeReader {
  readonly losses = new LossLog(ID)
  readonly sizes = new Map<string, number>()
  readonly free: FreeRow[] = []
  readonly blocks: BlocksRow[] = []
  #orders: readonly number[] = []
  #types: readonly string[] = []
  /** Which table's rows are being read. */
  #table: 'free' | 'blocks' | 'mixed' | null = null

  /** False for a line that is none of this format. */
  line(line: string, number: number): boolean {
    if (line === '') return true
    if (this.#head(line)) return true
    const [, node, zone, type, counts] = FREE_ROW.exec(line) ?? []
    if (node !== undefined && zone !== undefined && type !== undefined && counts !== undefined) {
      return this.#table === 'free' && this.#freeRow(Number(node), zone, type, counts, number)
    }
    const [, at, name, numbers] = BLOCKS_ROW.exec(line) ?? []
    if (at === undefined || name === undefined || numbers === undefined) return false
    if (this.#table === 'mixed') return true
    return this.#table === 'blocks' && this.#blocksRow(Number(at), name, numbers, number)
  }

  #head(line: string): boolean {
    const [, name, digits] = SIZE.exec(line) ?? []
    const size = wholeNumber(digits ?? '')
    if (name !== undefined && size !== null) {
      this.sizes.set(name, size)
      return true
    }
    const orders = FREE_HEAD.exec(line)?.[1]
    const types = BLOCKS_HEAD.exec(line)?.[1]
    if (orders !== undefined) {
      this.#orders = orders.split(/ +/, COLUMNS).map(Number)
      this.#table = 'free'
    } else if (types !== undefined) {
      this.#types = types.split(/ +/, COLUMNS)
      this.#table = 'blocks'
    } else if (MIXED_HEAD.test(line)) this.#table = 'mixed'
    else return false
    return true
  }

  #freeRow(node: number, zone: string, type: string, counts: string, line: number): boolean {
    const words = counts.split(/ +/)
    const numbers = words.map((word) => wholeNumber(word.replace('>', '')))
    if (!this.#fits(numbers, this.#orders.length, line, counts)) return true
    const freeBlocks: number[] = []
    for (let order = 0; order < this.#orders.length; order += 1) {
      const blocks = numbers[this.#orders.indexOf(order)]
      // An order that the header does not name: what follows would stand one too low.
      if (blocks === undefined) {
        this.losses.add('missing-field', line, `order ${order}`)
        return true
      }
      freeBlocks.push(blocks)
    }
    this.free.push({ node, zone, type, freeBlocks, atLeast: counts.includes('>') })
    return true
  }

  #blocksRow(node: number, zone: string, counts: string, line: number): boolean {
    const numbers = counts.split(/ +/).map(wholeNumber)
    if (!this.#fits(numbers, this.#types.length, line, counts)) return true
    const types = this.#types.map((type, i) => ({ type, pageBlocks: numbers[i] ?? 0 }))
    this.blocks.push({ node, zone, types })
    return true
  }

  #fits(
    numbers: readonly (number | null)[],
    columns: number,
    line: number,
    sample: string,
  ): numbers is readonly number[] {
    if (numbers.includes(null)) this.losses.add('bad-number', line, sample)
    else if (numbers.length !== columns) this.losses.add('missing-field', line, sample)
    else return true
    return false
  }
}
