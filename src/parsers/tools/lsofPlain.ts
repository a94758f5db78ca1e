/** Rows of lsof in the form that nearly all have, by hand: a host of many sockets prints a hundred MB. */
import { textBetween } from '../text/scan.ts'
import { REFUSED, WordCursor } from '../text/wordCursor.ts'
import { digitsBetween, isBlank } from '../text/words.ts'
import { FD_SLACK, type LsofHeader, type Title } from './lsofCells.ts'
import type { OpenFile } from './lsofFile.ts'

/** The cells that are kept, by their places in the lists of edges; all others share the last place. */
const FIELDS: readonly string[] = ['USER', 'FD', 'TYPE', 'DEVICE', 'SIZE', 'NLINK', 'NODE']
const [USER, FD, TYPE, DEVICE, SIZE, NLINK, NODE, OTHER] = [0, 1, 2, 3, 4, 5, 6, 7]
/** Aligned left or right, since long names are cut. */
const EITHER_EDGE: readonly string[] = ['USER', 'TASKCMD']
const DELETED = ' (deleted)'
const MOST_FD_DIGITS = 7
const [ZERO, NINE, CAPITAL_E, SMALL_R, SMALL_T, SMALL_U, SMALL_W] = [48, 57, 69, 114, 116, 117, 119]

/**
 * The rows under this header; null for one that lsof does not print: there a word could stand under two titles, and
 * it takes the careful way to tell under which.
 */
export function plainLsofRows({ titles }: LsofHeader): PlainLsofRows | null {
  const names = titles.map(({ name }) => (name === 'SIZE/OFF' ? 'SIZE' : name))
  const fd = names.indexOf('FD')
  const slackEnd = (titles[fd]?.end ?? 0) + FD_SLACK
  const isUsual =
    names[0] === 'COMMAND' &&
    names[1] === 'PID' &&
    new Set(names).size === names.length &&
    EITHER_EDGE.every((name) => names.indexOf(name) < fd) &&
    (titles[fd + 1]?.end ?? 0) > slackEnd
  return isUsual ? new PlainLsofRows(titles) : null
}

export class PlainLsofRows {
  /** Those that are known by their edges: all between the pid and the name. */
  readonly #titles: readonly Title[]
  readonly #fields: readonly number[]
  readonly #nameAt: number
  readonly #cursor = new WordCursor()
  /** Where each field of the row begins and ends; it ends at 0 where its cell is empty. */
  readonly #from = new Int32Array(OTHER + 1)
  readonly #to = new Int32Array(OTHER + 1)
  /** The texts of the row before, by field, and its command. */
  readonly #last: string[] = FIELDS.map(() => '')
  #lastCommand = ''

  constructor(titles: readonly Title[]) {
    this.#titles = titles.slice(2, -1)
    this.#fields = this.#titles.map(({ name }) => fieldOf(name))
    this.#nameAt = titles.at(-1)?.start ?? 0
  }

  /** What the careful way says of the line from one place to another, or null for a line that it has to look at. */
  row(text: string, from: number, to: number): OpenFile | null {
    const cursor = this.#cursor
    cursor.enter(text, from, to)
    if (!cursor.word() || mayBeHeader(text, to)) return null
    const command = cursor.textLike(this.#lastCommand)
    this.#lastCommand = command
    const pid = cursor.digits()
    if (pid === REFUSED || cursor.from >= from + this.#nameAt) return null
    return this.#findCells(text, from, to)
      ? this.#file(text, from + this.#nameAt, to, command, pid)
      : null
  }

  /** Finds the edges of each cell; false when a word stands under no title or the name not under its own. */
  #findCells(text: string, begin: number, end: number): boolean {
    const cursor = this.#cursor
    const nameAt = begin + this.#nameAt
    this.#to.fill(0)
    let title = 0
    for (;;) {
      const from = cursor.skipBlanks()
      if (from >= nameAt) {
        return from === nameAt && from < end && !isBlank(text.charCodeAt(from))
      }
      if (!cursor.word()) return false
      title = this.#titleOf(title, from - begin, cursor.to - begin)
      const field = this.#fields[title]
      if (field === undefined) return false
      this.#from[field] = from
      this.#to[field] = cursor.to
      title += 1
    }
  }

  /** The first title from a place on that a word stands under. */
  #titleOf(next: number, from: number, to: number): number {
    const titles = this.#titles
    let title = next
    while (title < titles.length && !isUnder(titles[title], from, to)) title += 1
    return title
  }

  #file(text: string, nameAt: number, end: number, command: string, pid: number): OpenFile | null {
    const fdEnd = this.#fdEnd(text)
    const isOffset = this.#isOffset(text)
    const size = this.#number(text, SIZE, isOffset ? '0t'.length : 0)
    const nlink = this.#number(text, NLINK, 0)
    if (fdEnd === REFUSED || size === REFUSED || nlink === REFUSED) return null
    const fdFrom = this.#from[FD] ?? 0
    const fd = textBetween(text, fdFrom, fdEnd, this.#last[FD] ?? '')
    this.#last[FD] = fd
    const name = text.slice(nameAt, end)
    return {
      command,
      pid,
      user: this.#cell(text, USER),
      fd,
      access: fdEnd < (this.#to[FD] ?? 0) ? text.charAt(fdEnd) : null,
      type: this.#cell(text, TYPE),
      device: this.#cell(text, DEVICE),
      sizeBytes: isOffset ? null : size,
      offsetBytes: isOffset ? size : null,
      nlink,
      node: this.#cell(text, NODE),
      name,
      deleted: fd === 'DEL' || nlink === 0 || hasDeleted(text, nameAt, end),
    }
  }

  #cell(text: string, field: number): string | null {
    const to = this.#to[field] ?? 0
    if (to === 0) return null
    const cell = textBetween(text, this.#from[field] ?? 0, to, this.#last[field] ?? '')
    this.#last[field] = cell
    return cell
  }

  /** Null for an empty cell. */
  #number(text: string, field: number, skipped: number): number | null {
    const to = this.#to[field] ?? 0
    return to === 0 ? null : digitsBetween(text, (this.#from[field] ?? 0) + skipped, to)
  }

  #isOffset(text: string): boolean {
    const from = this.#from[SIZE] ?? 0
    const isThere = (this.#to[SIZE] ?? 0) > 0
    return isThere && text.charCodeAt(from) === ZERO && text.charCodeAt(from + 1) === SMALL_T
  }

  /** Where the descriptor ends and its access begins: `3`, `3u`, `cwd`; locks and odd ones are refused. */
  #fdEnd(text: string): number {
    const [from, to] = [this.#from[FD] ?? 0, this.#to[FD] ?? 0]
    if (to === 0) return REFUSED
    let at = from
    while (at < to && isDigit(text.charCodeAt(at))) at += 1
    if (at === from) return to
    if (at - from > MOST_FD_DIGITS) return REFUSED
    return at === to || (at + 1 === to && isAccess(text.charCodeAt(at))) ? at : REFUSED
  }
}

function fieldOf(title: string): number {
  const field = FIELDS.indexOf(title === 'SIZE/OFF' ? 'SIZE' : title)
  return field < 0 ? OTHER : field
}

/** The rules of the careful way, for a word that stands behind all words that have found their titles. */
function isUnder(title: Title | undefined, from: number, to: number): boolean {
  if (title === undefined) return false
  if (to === title.end) return true
  if (title.name === 'FD') return to > title.end && to <= title.end + FD_SLACK
  return from === title.start && EITHER_EDGE.includes(title.name)
}

/** A header's last word is NAME; whether the rest is one as well, the careful way knows. */
function mayBeHeader(text: string, end: number): boolean {
  const last = text.charCodeAt(end - 1)
  return isBlank(last) || (last === CAPITAL_E && text.startsWith('NAME', end - 'NAME'.length))
}

function hasDeleted(text: string, nameAt: number, end: number): boolean {
  const from = end - DELETED.length
  return from >= nameAt && text.startsWith(DELETED, from)
}

function isAccess(code: number): boolean {
  return code === SMALL_R || code === SMALL_W || code === SMALL_U
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE
}
