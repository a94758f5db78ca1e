/** Text -> lines, one at a time, and what a parser answers when no value came of them. */
import { fault, LossLog, type Parsed, type Told, value } from '../../domain/parsed.ts'
import type { LineSink } from '../../domain/source.ts'

const CARRIAGE_RETURN = 13

/** Reads a line by its place in the text, if it has a plain form; false leaves it to be visited as a string. */
export type QuickRead = (text: string, from: number, to: number) => boolean

/**
 * Calls `visit` with each line and its number from 1, without its line end (LF or CRLF); not with those that `quick`
 * takes, of which no string is made. The end of a cut text is a loss; its last line, which may be half a line, is not
 * visited.
 */
export function eachLine(
  text: string,
  told: Told,
  losses: LossLog,
  visit: (line: string, number: number) => void,
  quick: QuickRead | null = null,
): void {
  let start = 0
  let number = 0
  while (start < text.length) {
    const newline = text.indexOf('\n', start)
    const end = newline < 0 ? text.length : newline
    const hasCr = end > start && text.charCodeAt(end - 1) === CARRIAGE_RETURN
    const lineEnd = hasCr ? end - 1 : end
    number += 1
    if (newline < 0 && told.cut) {
      losses.add('cut', number, text.slice(start, lineEnd))
      return
    }
    if (quick === null || !quick(text, start, lineEnd)) visit(text.slice(start, lineEnd), number)
    start = end + 1
  }
  if (told.cut) losses.add('cut', null, '')
}

/** The fault of a text that gave no value: cut before it, empty, or something else altogether. */
export function noValue(source: string, text: string, told: Told): Parsed<never> {
  if (told.cut) return fault('cut-before-value', source, 1, firstLine(text))
  if (text.trim() === '') return fault('empty', source, 0, '')
  return fault('not-this-format', source, 1, firstLine(text))
}

/** The `parse` of a format that is read line by line by its sink. */
export function parseBySink<T>(
  source: string,
  sinkOf: (losses: LossLog) => LineSink<T>,
): (text: string, told: Told) => Parsed<T> {
  return (text, told) => {
    const losses = new LossLog(source)
    const sink = sinkOf(losses)
    eachLine(text, told, losses, (line, number) => sink.line(line, number))
    const of = sink.end()
    return of === null ? noValue(source, text, told) : value(of, losses.all())
  }
}

/** Reads a format of one line: the first line that `read` knows. All others but blank ones are losses. */
export function parseOneLine<T>(
  source: string,
  text: string,
  told: Told,
  read: (line: string) => T | null,
): Parsed<T> {
  const losses = new LossLog(source)
  let found: { readonly value: T } | null = null
  eachLine(text, told, losses, (line, number) => {
    if (line.trim() === '') return
    const known = found === null ? read(line) : null
    if (known === null) losses.add('bad-line', number, line)
    else found = { value: known }
  })
  // The closure above assigns it, which the compiler's narrowing does not follow.
  const kept = found as { readonly value: T } | null
  return kept === null ? noValue(source, text, told) : value(kept.value, losses.all())
}

function firstLine(text: string): string {
  const newline = text.indexOf('\n')
  return newline < 0 ? text : text.slice(0, newline)
}
