/** Rows of slabinfo 2.x by hand: half of a table's time went into cutting out words that are numbers. */
import { digitsEnd, standsAt, wordEnd, wordStart } from '../text/scan.ts'
import { digitsBetween, isBlank } from '../text/words.ts'

export interface SlabCache {
  readonly name: string
  readonly activeObjs: number
  readonly numObjs: number
  readonly objsizeBytes: number | null
  readonly numSlabs: number | null
  readonly pagesPerSlab: number | null
  /** Told as bytes, by tools that know the size of a page. */
  readonly sizeBytes: number | null
}

/** Words of a row: five of objects, three behind `: tunables`, which nobody reads, three behind `: slabdata`. */
const [OBJECTS, TUNABLES, SLABDATA] = [5, 3, 3]

/** Rows in exactly the form of the modern header; null leaves one to the careful way. */
export class ModernRows {
  readonly #numbers: number[] = new Array(OBJECTS + SLABDATA).fill(0)

  read(line: string): SlabCache | null {
    const from = wordStart(line, 0)
    const nameEnd = wordEnd(line, from)
    let at = this.#take(line, nameEnd, 0, OBJECTS)
    at = afterWord(line, afterWord(line, at, ':'), 'tunables')
    for (let i = 0; i < TUNABLES; i += 1) at = afterAnyWord(line, at)
    at = afterWord(line, afterWord(line, at, ':'), 'slabdata')
    at = this.#take(line, at, OBJECTS, SLABDATA)
    if (at < 0 || wordStart(line, at) < line.length) return null
    return {
      name: line.slice(from, nameEnd),
      activeObjs: this.#numbers[0] ?? 0,
      numObjs: this.#numbers[1] ?? 0,
      objsizeBytes: this.#numbers[2] ?? 0,
      numSlabs: this.#numbers[OBJECTS + 1] ?? 0,
      pagesPerSlab: this.#numbers[OBJECTS - 1] ?? 0,
      sizeBytes: null,
    }
  }

  /** Takes so many numbers from here on to their place; where the last one ends, or -1. */
  #take(line: string, from: number, place: number, count: number): number {
    if (from < 0) return -1
    let end = from
    for (let i = place; i < place + count; i += 1) {
      const start = wordStart(line, end)
      end = digitsEnd(line, start)
      const number = endsWord(line, end) ? digitsBetween(line, start, end) : -1
      if (number < 0) return -1
      this.#numbers[i] = number
    }
    return end
  }
}

/** Where the next word ends if it is this one; -1 if not, and after a -1. */
function afterWord(line: string, from: number, word: string): number {
  if (from < 0) return -1
  const start = wordStart(line, from)
  const end = start + word.length
  return standsAt(line, start, word) && endsWord(line, end) ? end : -1
}

function afterAnyWord(line: string, from: number): number {
  if (from < 0) return -1
  const start = wordStart(line, from)
  return start === line.length ? -1 : wordEnd(line, start)
}

function endsWord(line: string, at: number): boolean {
  return at === line.length || isBlank(line.charCodeAt(at))
}
