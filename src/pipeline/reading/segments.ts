/**
 * A text that people bring -> its pieces: what each kind reads, what no kind does. Markers cut it into sections,
 * signs tell what may begin at a line, and the real parsers decide: the kind that covers most and loses least.
 * Pure; every line is looked at a bounded number of times.
 */
import { LIMITS } from '../../domain/limits.ts'
import type { Parsed } from '../../domain/parsed.ts'
import type { AnyFormat } from '../../domain/source.ts'
import { Finder, type Signed } from './finder.ts'
import { foreignLine } from './foreign.ts'
import { markerOf } from './markers.ts'
import { hintOf } from './names.ts'

export interface Piece {
  /** Null where no kind reads it. */
  readonly format: AnyFormat | null
  /** Lines from 1, the last one included. */
  readonly fromLine: number
  readonly toLine: number
  readonly text: string
  readonly parsed: Extract<Parsed<unknown>, { readonly losses: unknown }> | null
  /** What the marker before it says; the file's name where there is none. */
  readonly title: string
  /** True where its name is that of a kind, so that not reading it is a failure; prose is none. */
  readonly expected: boolean
  readonly atMs: number | null
  /** A tool whose output it seems to be, for pieces that no kind reads. */
  readonly looksLike: string | null
}

/** Share of its lines that a piece may lose and still be held for its kind. */
const LOST_RATIO = 0.5

interface Section {
  readonly from: number
  readonly to: number
  readonly title: string
  readonly atMs: number | null
  /** True once a kind has read a piece of it: what follows is no longer what its title names. */
  read: boolean
}

/** Cuts a text into pieces, in its own order. */
export function segment(
  text: string,
  name: string,
  formats: readonly AnyFormat[],
): readonly Piece[] {
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  return new Segmenter(text, lines, name, formats).run()
}

class Segmenter {
  /** All of it, its last line ended. */
  readonly #whole: string
  readonly #lines: readonly string[]
  readonly #finder: Finder
  readonly #bare: readonly AnyFormat[]
  readonly #pieces: Piece[] = []
  /** Per format: lines before this one were tried and gave nothing. */
  readonly #tried = new Map<string, number>()
  #section: Section
  /** First line of what no kind has taken yet. */
  #loose = 0

  constructor(text: string, lines: readonly string[], name: string, formats: readonly AnyFormat[]) {
    this.#whole = text.endsWith('\n') ? text : `${text}\n`
    this.#lines = lines
    this.#finder = new Finder(formats)
    this.#bare = formats.filter(({ signs }) => signs === null)
    this.#section = { from: 0, to: lines.length, title: name, atMs: null, read: false }
  }

  run(): readonly Piece[] {
    let at = 0
    while (at < this.#lines.length) {
      // A part for each of a hundred thousand readings would help nobody: the rest is told as not read.
      if (this.#pieces.length >= LIMITS.readParts) break
      const line = this.#lines[at] ?? ''
      const piece = this.#begunAt(at)
      if (piece !== null) {
        this.#flush(piece.fromLine - 1)
        this.#pieces.push(piece)
        this.#section.read = true
        at = piece.toLine
        this.#loose = at
        continue
      }
      // Some tools frame their own lines: what is theirs is no marker.
      const marker = foreignLine(line) === null ? markerOf(line) : null
      if (marker !== null) {
        this.#flush(at)
        this.#enter(at + 1, marker.title, marker.atMs)
      }
      at += 1
    }
    this.#flush(this.#lines.length)
    return this.#pieces
  }

  /** A marker without words keeps the title before it, unless a text stood between; an instant holds until the next. */
  #enter(from: number, title: string, atMs: number | null): void {
    const before = this.#section
    this.#section = {
      from,
      to: this.#lines.length,
      title: title === '' ? before.title : title,
      atMs: atMs ?? before.atMs,
      read: title === '' && before.read,
    }
    this.#loose = from
  }

  /** The best piece that begins at this line; null when no kind reads one there. */
  #begunAt(at: number): Piece | null {
    const begun = this.#finder
      .begunBy(this.#lines[at] ?? '')
      .filter(({ format }) => at >= (this.#tried.get(format.id) ?? 0))
    if (begun.length === 0) return null
    const found = begun
      .map((signed) => this.#confirm(signed, at))
      .filter((one): one is Confirmed => one !== null)
    const best = found.sort((a, b) => b.score - a.score)[0]
    return best === undefined ? null : this.#shortened(best)
  }

  #confirm(signed: Signed, at: number): Confirmed | null {
    const to = this.#finder.endOf(signed, this.#lines, at)
    const plain = this.#read(signed, at, to)
    const back = this.#backFrom(signed, at)
    const longer = back < at ? this.#read(signed, back, to) : null
    const isBetter = longer !== null && (plain === null || longer.lost <= plain.lost)
    const made = isBetter ? longer : plain
    if (made === null) this.#tried.set(signed.format.id, to)
    return made
  }

  /** Lines of its own may stand before the one that tells a kind: `{` before the key, a path before its figures. */
  #backFrom({ signs }: Signed, at: number): number {
    let from = at
    while (from > this.#loose && at - from < LINES_BEFORE) {
      const before = this.#lines[from - 1] ?? ''
      if (before.trim() === '' || !signs.goesOn.test(before)) break
      from -= 1
    }
    return from
  }

  #read({ format, signs }: Signed, from: number, to: number): Confirmed | null {
    const text = this.#textOf(from, to)
    const parsed = format.parse(text, { cut: false })
    if ('error' in parsed) return null
    const filled = this.#lines.slice(from, to).filter((line) => line.trim() !== '').length
    const lost = parsed.losses.reduce((sum, loss) => sum + loss.count, 0)
    if (lost > filled * LOST_RATIO) return null
    const hinted = hintOf(this.#section.title, signs.names)
    return {
      signed: { format, signs },
      lost,
      score: filled - 2 * lost + (hinted ? HINT_SCORE : 0),
      piece: {
        ...this.#place(from, to),
        format,
        text,
        parsed,
        looksLike: null,
      },
    }
  }

  /** Ends a piece where another kind begins that would reach as far, and loses less of what follows. */
  #shortened(best: Confirmed): Piece {
    const at = best.piece.fromLine - 1
    const end = best.piece.toLine
    const reached = new Map<string, number>()
    if (best.lost === 0) return best.piece
    for (let line = at + 1; line < end; line += 1) {
      for (const other of this.#finder.begunBy(this.#lines[line] ?? '')) {
        const { id } = other.format
        if (id === best.signed.format.id || line < (reached.get(id) ?? 0)) continue
        const to = this.#finder.endOf(other, this.#lines, line)
        reached.set(id, to)
        // Short runs within a text are its own: a mapping's line in smaps begins maps as well.
        if (to < end || to - line < LEAST_LINES) continue
        const rest = this.#read(other, line, to)
        const own = rest === null ? null : this.#read(best.signed, at, line)
        if (rest !== null && own !== null && own.lost + rest.lost < best.lost) return own.piece
      }
    }
    return best.piece
  }

  /** Gives what stands loose before a line as a piece that no kind reads, or as a bare value that its name tells. */
  #flush(to: number): void {
    const from = this.#firstFilled(this.#loose, to)
    if (from < 0) return
    const end = this.#lastFilled(from, to)
    const text = this.#textOf(from, end)
    const bare = this.#bareValue(text)
    const looksLike = bare === null ? this.#foreign(from, end) : null
    this.#pieces.push({
      ...this.#place(from, end),
      format: null,
      parsed: null,
      text,
      looksLike,
      expected: bare === null && this.#isNamed(),
      ...bare,
    })
    this.#loose = to
  }

  #isNamed(): boolean {
    const { title, read } = this.#section
    return !read && this.#finder.all.some(({ signs }) => hintOf(title, signs.names))
  }

  #bareValue(text: string): Pick<Piece, 'format' | 'parsed'> | null {
    if (text.length > BARE_CHARS) return null
    for (const format of this.#bare) {
      if (!hintOf(this.#section.title, bareName(format))) continue
      const parsed = format.parse(text, { cut: false })
      if (!('error' in parsed) && parsed.losses.length === 0) return { format, parsed }
    }
    return null
  }

  #foreign(from: number, to: number): string | null {
    for (let at = from; at < Math.min(to, from + FOREIGN_LOOK); at += 1) {
      const name = foreignLine(this.#lines[at] ?? '')
      if (name !== null) return name
    }
    return null
  }

  #place(from: number, to: number) {
    const { title, atMs } = this.#section
    return { fromLine: from + 1, toLine: to, title, atMs, expected: false }
  }

  #textOf(from: number, to: number): string {
    // A large text is mostly of one piece, which needs no copy.
    if (from === 0 && to === this.#lines.length) return this.#whole
    return `${this.#lines.slice(from, to).join('\n')}\n`
  }

  #firstFilled(from: number, to: number): number {
    for (let at = from; at < to; at += 1) if ((this.#lines[at] ?? '').trim() !== '') return at
    return -1
  }

  #lastFilled(from: number, to: number): number {
    let end = to
    while (end > from + 1 && (this.#lines[end - 1] ?? '').trim() === '') end -= 1
    return end
  }
}

interface Confirmed {
  readonly signed: Signed
  /** Lines and numbers that it does not read. */
  readonly lost: number
  readonly score: number
  readonly piece: Piece
}

/** A name only breaks ties. */
const HINT_SCORE = 0.5
const LEAST_LINES = 3
const LINES_BEFORE = 4
const BARE_CHARS = 8192
const FOREIGN_LOOK = 400

/** The name of the file in which a bare value stands on a host, for formats that only their name tells. */
function bareName(format: AnyFormat): RegExp | null {
  const last = format.id.split('/').at(-1) ?? ''
  return last === ''
    ? null
    : new RegExp(`^${last.replace(/[.*+?^$()|[\]\\]/g, '\\$&')}(?:[._-].*)?$`)
}
