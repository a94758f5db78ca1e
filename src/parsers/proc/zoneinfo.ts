/**
 * /proc/zoneinfo: watermarks and counters of each zone, in pages. Format: mm/vmstat.c `zoneinfo_show_print`.
 *
 * ```
 * Node 0, zone      DMA
 *   per-node stats
 *       nr_inactive_anon 39
 *       nr_slab_unreclaimable 26177
 *   pages free     3832
 *         min      68
 *         low      85
 *         high     102
 *         spanned  4095
 *         present  3997
 *         managed  3976
 *         protection: (0, 2871, 3795, 3795, 3795)
 *       nr_free_pages 3832
 *       numa_hit     3
 *   pagesets
 *     cpu: 0
 *               count: 253
 *               high:  378
 *               batch: 63
 *   vm stats threshold: 4
 *   node_unreclaimable:  0
 *   start_pfn:           1
 * ```
 *
 * Counters of the node (4.8) stand in its first populated zone, on newest kernels under `Node 0, per-node stats`;
 * before 4.8 all are the zone's own. `managed` came with 3.8, `promo` and `boost` with 5.18 and 5.14; `scanned`,
 * `all_unreclaimable`, `inactive_ratio` and `prev_priority` went. A zone without memory prints only its watermarks.
 */
import { LossLog, type Parsed, type Told, value } from '../../domain/parsed.ts'
import type { Source } from '../../domain/source.ts'
import { eachLine, noValue } from '../text/lines.ts'
import { camelCase } from '../text/names.ts'
import { wholeNumber } from '../text/numbers.ts'
import { RepeatedNames } from '../text/repeatedNames.ts'
import { blanksEnd, codeAt, digitsEnd, isFieldStart, nameEnd, standsAt } from '../text/scan.ts'
import { digitsBetween } from '../text/words.ts'

type Pages = Readonly<Record<string, number>>

interface Zone {
  readonly node: number
  readonly zone: string
  /** free, min, low, high, spanned, present, managed, ... in pages, by the kernel's names. */
  readonly pages: Pages
  /** `lowmem_reserve` against requests for each higher zone, in pages. */
  readonly protection: readonly number[]
  /** Counters of the zone by the kernel's names in camel case. */
  readonly stats: Pages
  /** Pages in the per-CPU lists: free, and not in the buddy lists. */
  readonly pagesetsPages: number
}

interface Zoneinfo {
  readonly zones: readonly Zone[]
  readonly nodes: readonly { readonly node: number; readonly stats: Pages }[]
}

const ID = 'proc/zoneinfo'

export const zoneinfo: Source<Zoneinfo> = {
  id: ID,
  scope: 'host',
  // 300 lines for each CPU of a large host: past what the group of small files is for.
  at: { kind: 'file', path: '/proc/zoneinfo', small: false },
  price: 'cheap',
  class: 'look',
  mask: 'none',
  signs: {
    begins: /^Node +\d+, (?:zone +\S+|per-node stats)\s*$/,
    goesOn:
      /^(?:Node +\d+, (?:zone +\S+|per-node stats)| +(?:per-node stats|pagesets|all_unreclaimable.*|pages free +\d+|protection: \([\d, ]*\)|vm stats threshold: \d+|\w+:? +\d+))\s*$/,
    names: /zoneinfo/,
  },
  limits: { bytes: 2 * 1024 * 1024, seconds: 3 },
  counters: false,
  when: 'asked',
  parse,
}

interface Draft {
  readonly node: number
  readonly zone: string
  readonly line: number
  readonly pages: Record<string, number>
  readonly stats: Record<string, number>
  protection: readonly number[]
  pagesetsPages: number
}

function parse(text: string, told: Told): Parsed<Zoneinfo> {
  const reader = new ZoneReader()
  eachLine(text, told, reader.losses, (line, number) => reader.line(line, number))
  const zones = reader.zones()
  const nodes = [...reader.nodes].map(([node, stats]) => ({ node, stats }))
  return zones.length === 0 ? noValue(ID, text, told) : value({ zones, nodes }, reader.losses.all())
}

const [SPACE, COLON] = [32, 58]
/** The one field of a CPU's lists that is kept. */
const PAGESET_COUNT = 'count'

/** Where a number goes: counters have an underscore in their names, watermarks and sizes have none. */
interface Place {
  readonly isCounter: boolean
  readonly key: string
}

function placeOf(name: string): Place {
  const isCounter = name.includes('_')
  return { isCounter, key: isCounter ? camelCase(name) : name }
}

const HEAD = /^Node +(\d{1,5}), (?:zone +(\w{1,16})|per-node stats)$/
/** 2.6 tells beside `scanned` how far each list was. */
const FIELD = /^( +(?:pages )?)([a-z_]\w*):? +(-?\d+)(?: \(a: \d+ i: \d+\))?$/
const PROTECTION = /^ +protection: \(([\d, ]*)\)$/
const PER_NODE = /^ +per-node stats$/
/** Of a CPU's lists and of the zone itself: known, and of no use here. */
const OTHER = /^ +(?:pagesets|vm stats threshold: +\d+|cpu: \d+ pcp: \d+)$/

class ZoneReader {
  readonly losses = new LossLog(ID)
  readonly nodes = new Map<number, Record<string, number>>()
  readonly #drafts: Draft[] = []
  readonly #names = new RepeatedNames(placeOf)
  /** Where counters go: of the node or of the zone. */
  #stats: Record<string, number> | null = null
  #zone: Draft | null = null
  #node = 0

  line(text: string, number: number): void {
    // Most lines are counters: they are tried first.
    if (this.#plain(text)) return
    const line = text.trimEnd()
    // All but the heads are set in.
    if (line.charCodeAt(0) !== SPACE) this.#head(line, number)
    else if (!this.#field(line, number)) this.#other(line, number)
  }

  /** The zones that are whole enough to tell something: free pages and a watermark. */
  zones(): readonly Zone[] {
    return this.#drafts.flatMap(({ node, zone, line, pages, protection, stats, pagesetsPages }) => {
      if (pages.free !== undefined) {
        return [{ node, zone, pages, stats, protection, pagesetsPages }]
      }
      this.losses.add('missing-field', line, `${zone} pages free`)
      return []
    })
  }

  #head(line: string, number: number): void {
    if (line === '' || line === '--') return
    const [, node, zone] = HEAD.exec(line) ?? []
    if (node === undefined) this.losses.add('bad-line', number, line)
    else this.#begin(Number(node), zone ?? null, number)
  }

  #other(line: string, number: number): void {
    if (this.#protect(line, number) || OTHER.test(line)) return
    if (PER_NODE.test(line)) this.#stats = this.#ofNode()
    else this.losses.add('bad-line', number, line)
  }

  #begin(node: number, zone: string | null, line: number): void {
    this.#node = node
    if (zone === null) {
      this.#zone = null
      this.#stats = this.#ofNode()
      return
    }
    const draft: Draft = {
      node,
      zone,
      line,
      pages: {},
      stats: {},
      protection: [],
      pagesetsPages: 0,
    }
    this.#drafts.push(draft)
    this.#zone = draft
    this.#stats = draft.stats
  }

  #ofNode(): Record<string, number> {
    const stats = this.nodes.get(this.#node) ?? {}
    this.nodes.set(this.#node, stats)
    return stats
  }

  /** `      nr_free_pages 40185` and `  high:  378` by hand; false leaves the line to the patterns. */
  #plain(line: string): boolean {
    const from = blanksEnd(line, 0)
    if (this.#stats === null || from === 0 || !isFieldStart(codeAt(line, from))) return false
    const ended = nameEnd(line, from)
    const colon = codeAt(line, ended) === COLON
    const blanks = colon ? ended + 1 : ended
    const digits = blanksEnd(line, blanks)
    const end = digitsEnd(line, digits)
    if (digits === blanks || end < line.length) return false
    const count = digitsBetween(line, digits, end)
    if (count < 0) return false
    this.#keep(line, from, ended, count)
    return true
  }

  #field(line: string, number: number): boolean {
    const [, before, name, digits] = FIELD.exec(line) ?? []
    if (before === undefined || name === undefined || digits === undefined) return false
    if (this.#stats === null) return false
    const count = wholeNumber(digits)
    // The zone's own part begins at its free pages, whatever stood above.
    const isFirst = count !== null && line.startsWith('  pages free')
    if (isFirst && this.#zone !== null) this.#stats = this.#zone.stats
    if (count === null) this.losses.add('bad-number', number, line)
    else this.#keep(line, before.length, before.length + name.length, count)
    return true
  }

  /** Keeps the number of the name between two places, behind which a colon may stand. */
  #keep(line: string, from: number, to: number, count: number): void {
    const zone = this.#zone
    if (codeAt(line, to) === COLON) {
      const isCount = to - from === PAGESET_COUNT.length && standsAt(line, from, PAGESET_COUNT)
      if (zone !== null && isCount) zone.pagesetsPages += count
      return
    }
    const { isCounter, key } = this.#names.at(line, from, to)
    if (!isCounter) {
      if (zone !== null) zone.pages[key] = count
    } else if (this.#stats !== null) this.#stats[key] = count
  }

  #protect(line: string, number: number): boolean {
    const list = PROTECTION.exec(line)?.[1]
    if (list === undefined) return false
    const pages = list.split(',').map((word) => wholeNumber(word.trim()))
    const known = pages.filter((count) => count !== null)
    if (known.length < pages.length) this.losses.add('bad-number', number, line)
    else if (this.#zone !== null) this.#zone.protection = known
    return this.#zone !== null
  }
}
