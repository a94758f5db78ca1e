/** Whose a text is: words of ours, a figure of the report, or data of a host. What is not known is data. */
import type { Vocabulary } from './vocabulary.ts'

export type Owner = 'ours' | 'figure' | 'data'

/** What is known beside the tables of words. */
export interface Known {
  readonly vocabulary: Vocabulary
  /** Names of hosts as memcheck.yaml has them, and what else this message names of ours. */
  readonly names: ReadonlySet<string>
}

const NUMBER = String.raw`[-+]?\d{1,10}(?:[.,]\d{1,6})?`
const GROUPED = String.raw`[-+]?\d{1,3}(?: \d{3}){1,4}`
const UNIT = '(?:[KMGTPE]iB|B|ms|s|min|h|d|%)'
const RATE = '(?:/(?:s|h|day|d))?'
const DATE = String.raw`(?:\d{4}-)?\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?Z?)?|\d{2}:\d{2}(?::\d{2})?`
/** With a unit (group 1), or a bare number. Two bare ones side by side are no figure of ours: a card looks so. */
const FIGURE = new RegExp(
  String.raw`(?<![\p{L}\p{N}_.-])(?:(${DATE}|(?:${GROUPED}|${NUMBER}) ?${UNIT}${RATE})|${GROUPED}|${NUMBER}${RATE})(?: UTC)?(?![\p{L}\p{N}_.-]*[\p{L}\p{N}_])`,
  'gu',
)
const WITH_UNIT = '\u0001'
const NAKED = '\u0002'
const BETWEEN = /[·,;:()[\]/+→×…=•‹›「」，。：；（）、–—|~≤≥<>-]/
/** Bars of small charts are a figure each. */
const BARS = /[\u2581-\u2588]/

/** Judges a whole text. */
export function ownerOf(text: string, { vocabulary, names }: Known): Owner {
  const isOurs = (part: string): boolean => {
    const piece = part.trim()
    return vocabulary.pieces.has(piece) || names.has(piece)
  }
  if (BARS.test(text)) return text.replace(/[\u2581-\u2588\s]/g, '') === '' ? 'figure' : 'data'
  if (!/[\p{L}\p{N}]/u.test(text)) return text.length <= PUNCTUATION_CHARS ? 'ours' : 'data'
  if (isOurs(text)) return 'ours'
  const marked = text.replace(FIGURE, (_, unit) => (unit === undefined ? NAKED : WITH_UNIT))
  if (marked.includes(`${NAKED} ${NAKED}`)) return 'data'
  const hasFigure = marked !== text
  const rest = marked.split(/[\u0001\u0002]/)
  const known = rest.every(
    (part) => isOurs(part) || part.split(BETWEEN).every((one) => isWordless(one) || isOurs(one)),
  )
  if (!known) return 'data'
  return hasFigure ? 'figure' : 'ours'
}

/** Punctuation alone says nothing, as long as it is no drawing. */
const PUNCTUATION_CHARS = 8

function isWordless(text: string): boolean {
  return !/[\p{L}\p{N}]/u.test(text) && text.trim().length <= PUNCTUATION_CHARS
}

/** What stands where data is written: a name of ours, a bare figure, or data. Words of our tables are data there. */
export function ownerOfData(text: string, { names }: Known): Owner {
  if (text === '' || text === '?' || text === '–' || names.has(text)) return 'ours'
  const marked = text.replace(FIGURE, (_, unit) => (unit === undefined ? NAKED : WITH_UNIT))
  return /^[\u0001\u0002]$/.test(marked) ? 'figure' : 'data'
}
