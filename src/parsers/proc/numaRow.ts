/**
 * Rows of numa_maps by hand, in the order in which `show_numa_map` (fs/proc/task_mmu.c) prints their words: a database
 * has a hundred thousand of them. A row in any other form is left to the patterns of numaMaps.ts.
 */
import { KIB } from '../../domain/bytes.ts'
import { CountsByName, MOST_NAMES } from '../text/counts.ts'
import { Digits } from '../text/digits.ts'
import { codeAt, hexEnd, textBetween } from '../text/scan.ts'
import type { NodeBytes } from './nodeBytes.ts'

export interface NumaMapping {
  readonly start: string
  /** `default`, `bind:0`, `interleave:0-1`. */
  readonly policy: string
  readonly file: string | null
  /** `heap`, `stack`, `huge`. */
  readonly flags: readonly string[]
  /**
   * Pages by the kernel's names: anon, dirty, mapped, mapmax, swapcache, active, writeback, and N0, N1... for those on
   * each node.
   */
  readonly pages: Readonly<Record<string, number>>
  readonly pageBytes: number | null
}

const FILE = 'file='
const FLAGS = ['heap', 'stack', 'huge']
const PAGES = ['anon', 'dirty', 'mapped', 'mapmax', 'swapcache', 'active', 'writeback']
const NODE = 'N'
const PAGE_SIZE = 'kernelpagesize_kB='
/** How the words of a row begin, in their order; only that of a node comes more than once. */
const WORDS = [FILE, ...FLAGS, ...PAGES.map((name) => `${name}=`), NODE, PAGE_SIZE].map((word) =>
  Uint8Array.from(word, (letter) => letter.charCodeAt(0)),
)
const FIRST_PAGES = 1 + FLAGS.length
const NODE_PLACE = FIRST_PAGES + PAGES.length
/** Nodes that have a place; a row with more of them is left to the patterns. */
const NODES = MOST_NAMES - PAGES.length
const NODE_NAMES = Array.from({ length: NODES }, (_, node) => `${NODE}${node}`)

const POLICY = /^(?:default|local|bind|prefer|interleave|weighted)[!-~]{0,200}$/
const [FEWEST_HEX_DIGITS, MOST_HEX_DIGITS] = [4, 16]
const [SPACE, ZERO, EQUALS, TILDE] = [32, 48, 61, 126]
const NO_FLAGS: readonly string[] = []

/** Whether these letters stand at a place. As numbers: the letters of a second string take three times as long. */
function stand(word: Uint8Array, text: string, from: number, to: number): boolean {
  if (from + word.length > to) return false
  for (let i = 0; i < word.length; i += 1) {
    if (text.charCodeAt(from + i) !== word[i]) return false
  }
  return true
}

/** Reads one row after another; what a row shares with the one before is not made anew. */
export class NumaRows {
  readonly #pages = new CountsByName([...PAGES, ...NODE_NAMES])
  readonly #bytes: NodeBytes
  readonly #digits = new Digits()
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
    this.#addNodes(pageBytes)
    return {
      start: text.slice(from, end),
      policy: this.#policy,
      file: this.#file,
      flags: this.#flags,
      pages: this.#pages.take(),
      pageBytes,
    }
  }

  #begin(to: number): void {
    this.#to = to
    this.#pages.begin()
    this.#file = null
    this.#flags = NO_FLAGS
    this.#kib = null
    this.#next = 0
    this.#nextNode = 0
  }

  #addNodes(pageBytes: number | null): void {
    for (let node = 0; node < this.#nextNode; node += 1) {
      const place = PAGES.length + node
      if (this.#pages.has(place)) this.#bytes.add(node, this.#pages.at(place), pageBytes)
    }
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
    for (let place = this.#next; place < WORDS.length; place += 1) {
      const word = WORDS[place]
      if (word === undefined || !stand(word, text, from, this.#to)) continue
      this.#next = place === NODE_PLACE ? place : place + 1
      return this.#takeRest(text, from, from + word.length, place)
    }
    return -1
  }

  /** What follows the beginning of a word, by the word's place. */
  #takeRest(text: string, from: number, after: number, place: number): number {
    if (place === 0) return this.#takeFile(text, after)
    if (place < FIRST_PAGES) return this.#takeFlag(text, from, after)
    return place === NODE_PLACE ? this.#takeNode(text, after) : this.#takeCount(text, after, place)
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
    const digits = this.#digits
    const node = digits.read(text, from, this.#to)
    const equals = digits.end
    // `N01` is another name than `N1`.
    if (node > 0 ? codeAt(text, from) === ZERO : equals !== from + 1) return -1
    if (node < this.#nextNode || node >= NODES || codeAt(text, equals) !== EQUALS) return -1
    const count = digits.read(text, equals + 1, this.#to)
    if (count < 0 || !this.#isEnd(text, digits.end)) return -1
    this.#pages.set(PAGES.length + node, count)
    this.#nextNode = node + 1
    return digits.end
  }

  #takeCount(text: string, from: number, place: number): number {
    const digits = this.#digits
    const count = digits.read(text, from, this.#to)
    if (count < 0 || !this.#isEnd(text, digits.end)) return -1
    if (place > NODE_PLACE) this.#kib = count
    else this.#pages.set(place - FIRST_PAGES, count)
    return digits.end
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
