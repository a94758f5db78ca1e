/** Running text as far as it may be shown: what may not be is one mark, and counted. */
import { isLower, type Level } from '../../domain/leaves.ts'
import { plain, type Span, type Text } from '../../domain/words.ts'
import { type Known, type Owner, ownerOf, ownerOfData } from './judge.ts'

/** Stands for one piece that is withheld. */
export const WITHHELD = '▒'

/** What was replaced so far. */
export interface Tally {
  figures: number
  texts: number
  samples: number
}

export interface Censor {
  readonly level: Level
  readonly known: Known
  readonly tally: Tally
  /** Inside of what was read from memory: its data are strings of that. */
  readonly inSamples: boolean
}

/** True, and counted, when a piece of that owner may not be shown. */
export function hides(censor: Censor, owner: Owner, isMemory = censor.inSamples): boolean {
  const { level, tally } = censor
  if (owner === 'ours') return false
  if (owner === 'figure') {
    if (level !== 'verdict') return false
    tally.figures += 1
    return true
  }
  if (!isLower(level, isMemory ? 'samples' : 'text')) return false
  if (isMemory) tally.samples += 1
  else tally.texts += 1
  return true
}

/** A plain text, whole or not at all. */
export function shownText(censor: Censor, text: string): string {
  return hides(censor, ownerOf(text, censor.known)) ? WITHHELD : text
}

export function shownSpans(censor: Censor, text: Text): Text {
  return text.map((span) => shownSpan(censor, span))
}

function shownSpan(censor: Censor, span: Span): Span {
  if (typeof span === 'string') return shownText(censor, span)
  if ('said' in span) return span
  if ('figure' in span) return hides(censor, 'figure') ? WITHHELD : span
  if ('data' in span) {
    const owner = ownerOfData(span.data, censor.known)
    return hides(censor, owner, span.memory ?? censor.inSamples) ? WITHHELD : span
  }
  if ('code' in span) return shownCode(censor, span)
  if ('command' in span) return { command: shownWords(censor, span.command, true) }
  if ('strong' in span)
    return {
      ...span,
      strong:
        span.isData === true
          ? shownWords(censor, span.strong, false)
          : shownText(censor, span.strong),
    }
  if ('timeMs' in span) return hides(censor, 'figure') ? WITHHELD : span
  if ('link' in span) return { ...span, text: shownWords(censor, span.text, false) }
  return span
}

function shownCode(censor: Censor, span: Extract<Span, { code: string }>): Span {
  const { code, parts, memory } = span
  if (parts !== undefined) return { code: plain(shownSpans(censor, parts)) }
  const { vocabulary, names } = censor.known
  const isOurs = vocabulary.pieces.has(code) || names.has(code)
  const owner = isOurs ? 'ours' : 'data'
  return hides(censor, owner, memory ?? censor.inSamples) ? { code: WITHHELD } : span
}

/** What is typed to memcheck, or a target: names of hosts stay, in a command its verbs too, each other word is judged. */
export function shownWords(censor: Censor, words: string, isCommand: boolean): string {
  const { known } = censor
  const isWhole = isCommand ? known.vocabulary.pieces.has(words) : known.names.has(words)
  if (isWhole) return words
  return words
    .split(' ')
    .map((word) => {
      const isVerb = isCommand && (word === 'memcheck' || known.vocabulary.verbs.has(word))
      const owner = isVerb || isId(word) ? 'ours' : ownerOfData(word, known)
      return hides(censor, owner) ? WITHHELD : word
    })
    .join(' ')
}

/** An id of a run or an order: ten letters and digits that spell nothing (ids/random.ts). */
export function isId(word: string): boolean {
  return /^(?=[^\d]*\d)[0-9a-hjkmnp-tv-z]{10}$/.test(word)
}
