/**
 * Rows of numa_maps by hand, in the order in which `show_numa_map` (fs/proc/task_mmu.c) prints their words: a database
 * has a hundred thousand of them. A row in any other form is left to the patterns of numaMaps.ts.
 */
import { KIB } from '../../domain/bytes.ts'
import { CountsByName, MOST_NAMES } from '../text/counts.ts'
import { codeAt, digitsEnd, hexEnd, standsAt, textBetween } from '../text/scan.ts'
import { digitsBetween } from '../text/words.ts'
import type { NodeBytes } from './nodeBytes.ts'

export interface NumaMapping {
  readonly start: string
  /** `default`, `bind:0`, `interleave:0-1`. */
  readonly policy: string
  readonly file: string | null
  /** `heap`, `stack`, `huge`. */
  readonly flags: readonly string[]
  /** Pages by the kernel's names: anon, dirty, mapped, mapmax, swapcache, active, writeback. */
  readonly pages: Readonly<Record<string, number>>
  readonly pagesByNode: Readonly<Record<string, number>>
  readonly pageBytes: number | null
}

const FILE = 'file='
const FLAGS = ['heap', 'stack', 'huge']
const PAGES = ['anon', 'dirty', 'mapped', 'mapmax', 'swapcache', 'active', 'writeback']
const NODE = 'N'
const PAGE_SIZE = 'kernelpagesize_kB='
/** How the words of a row begin, in their order; only that of a node comes more than once. */
const WORDS = [FILE, ...FLAGS, ...PAGES.map((name) => `${name}=`), NODE, PAGE_SIZE]
const FIRST_PAGES = 1 + FLAGS.length
const NODE_PLACE = FIRST_PAGES + PAGES.length
const NODES = Array.from({ length: MOST_NAMES }, (_, node) => node)
const NODE_NAMES = NODES.map(String)

const POLICY = /^(?:default|local|bind|prefer|interleave|weighted)[!-~]{0,200}$/
const [FEWEST_HEX_DIGITS, MOST_HEX_DIGITS] = [4, 16]
const [SPACE, ZERO, EQUALS, TILDE] = [32, 48, 61, 126]
const NO_FLAGS: readonly string[] = []

const [ANON, DIRTY, MAPPED, MAPMAX, ACTIVE] = [0, 1, 2, 3, 5]

/** Written out for the forms that nearly all rows have: a literal takes half the time of a copy that is filled by name. */
function pagesOf(pages: CountsByName): Readonly<Record<string, number>> {
  switch (pages.mask) {
    case (1 << ANON) | (1 << DIRTY):
      return { anon: pages.at(ANON), dirty: pages.at(DIRTY) }
    case (1 << ANON) | (1 << DIRTY) | (1 << ACTIVE):
      return { anon: pages.at(ANON), dirty: pages.at(DIRTY), active: pages.at(ACTIVE) }
    case 1 << MAPPED:
      return { mapped: pages.at(MAPPED) }
    case (1 << MAPPED) | (1 << MAPMAX):
      return { mapped: pages.at(MAPPED), mapmax: pages.at(MAPMAX) }
    default:
      return pages.take()
  }
}

/** Reads one row after another; what a row shares with the one before is not made anew. */
export class NumaRows {
  readonly #pages = new CountsByName(PAGES)
  readonly #nodes = new CountsByName(NODES)
  readonly #bytes: NodeBytes
  #policy = ''
  #fileAsPrinted = ''
  #fileBefore = ''
  #file: string | null = null
  #flags = NO_FLAGS
  #kib: number | null = null
  /** Place of the first word that may still come, and the first node. */
  #next = 0
  #nextNode = 0
  /** Where the row ends. */
  #to = 0

  constructor(bytes: NodeBytes) {
    this.#bytes = bytes
  }

  /**
   * The row between two places of a text, whose bytes are added to those of all, or null for a form that is not the
   * plain one.
   */
  read(text: string, from: number, to: number): NumaMapping | null {
    const end = hexEnd(text, from)
    const digits = end - from
    if (digits < FEWEST_HEX_DIGITS || digits > MOST_HEX_DIGITS) return null
    if (codeAt(text, end) !== SPACE) return null
    this.#begin(to)
    let at = this.#takePolicy(text, end + 1)
    while (at >= 0 && at < to) at = this.#takeWord(text, at + 1)
    if (at < 0) return null
    const kib = this.#kib
    const pageBytes = kib === null || !Number.isSafeInteger(kib * KIB) ? null : kib * KIB
    this.#nodes.each((node, count) => this.#bytes.add(NODE_NAMES[node] ?? '', count, pageBytes))
    return {
      start: text.slice(from, end),
      policy: this.#policy,
      file: this.#file,
      flags: this.#flags,
      pages: pagesOf(this.#pages),
      pagesByNode: this.#nodes.take(),
      pageBytes,
    }
  }

  #begin(to: number): void {
    this.#to = to
    this.#pages.begin()
    this.#nodes.begin()
    this.#file = null
    this.#flags = NO_FLAGS
    this.#kib = null
    this.#next = 0
    this.#nextNode = 0
  }

  // Each of these tells where the word ends that begins at a place, or -1 when it is not plain.

  #takePolicy(text: string, from: number): number {
    const end = this.#blankOrEnd(text, from)
    const policy = textBetween(text, from, end, this.#policy)
    if (policy !== this.#policy && !POLICY.test(policy)) return -1
    this.#policy = policy
    return policy === '' ? -1 : end
  }

  #takeWord(text: string, from: number): number {
    let place = this.#next
    while (place < WORDS.length && !standsAt(text, from, WORDS[place] ?? '')) place += 1
    const after = from + (WORDS[place] ?? '').length
    this.#next = place === NODE_PLACE ? place : place + 1
    if (place === 0) return this.#takeFile(text, after)
    if (place < FIRST_PAGES) return this.#takeFlag(text, from, after)
    if (place === NODE_PLACE) return this.#takeNode(text, after)
    return place < WORDS.length ? this.#takeCount(text, after, place) : -1
  }

  #takeFile(text: string, from: number): number {
    const end = this.#blankOrEnd(text, from)
    const printed = textBetween(text, from, end, this.#fileAsPrinted)
    if (printed !== this.#fileAsPrinted) {
      if (!isPlainPath(printed)) return -1
      this.#fileBefore = unescaped(printed)
      this.#fileAsPrinted = printed
    }
    this.#file = this.#fileBefore
    return end
  }

  #takeFlag(text: string, from: number, end: number): number {
    if (!this.#isEnd(text, end)) return -1
    this.#flags = [...this.#flags, text.slice(from, end)]
    return end
  }

  #takeNode(text: string, from: number): number {
    const equals = digitsEnd(text, from)
    const node = digitsBetween(text, from, equals)
    // `N01` is another name than `N1`.
    if (node > 0 ? codeAt(text, from) === ZERO : equals !== from + 1) return -1
    if (node < this.#nextNode || node >= MOST_NAMES || codeAt(text, equals) !== EQUALS) return -1
    const end = digitsEnd(text, equals + 1)
    const count = digitsBetween(text, equals + 1, end)
    if (count < 0 || !this.#isEnd(text, end)) return -1
    this.#nodes.set(node, count)
    this.#nextNode = node + 1
    return end
  }

  #takeCount(text: string, from: number, place: number): number {
    const end = digitsEnd(text, from)
    const count = digitsBetween(text, from, end)
    if (count < 0 || !this.#isEnd(text, end)) return -1
    if (place > NODE_PLACE) this.#kib = count
    else this.#pages.set(place - FIRST_PAGES, count)
    return end
  }

  #blankOrEnd(text: string, from: number): number {
    let at = from
    while (at < this.#to && text.charCodeAt(at) !== SPACE) at += 1
    return at
  }

  #isEnd(text: string, at: number): boolean {
    return at === this.#to || codeAt(text, at) === SPACE
  }
}

/** `\040` is a blank: seq_file writes blanks, tabs, line feeds and backslashes in octal. */
export function unescaped(path: string): string {
  return path.replace(/\\(\d{3})/g, (_, octal: string) =>
    String.fromCharCode(Number.parseInt(octal, 8)),
  )
}

/** Printed in ASCII, where no blank but that of the row's words is. */
function isPlainPath(path: string): boolean {
  for (let at = 0; at < path.length; at += 1) {
    const code = path.charCodeAt(at)
    if (code <= SPACE || code > TILDE) return false
  }
  return true
}
