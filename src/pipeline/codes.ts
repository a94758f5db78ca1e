/** The codes of findings and their areas, as people may type them. */
import { ANALYZERS } from '../analyzers/index.ts'
import { likeness } from './likeness.ts'

const CODES: ReadonlySet<string> = new Set(
  ANALYZERS.flatMap(({ words }) =>
    Object.keys(words).flatMap((code) => [code, code.slice(0, code.indexOf('.'))]),
  ),
)

const NEAR = 5

export function findingCodes(): ReadonlySet<string> {
  return CODES
}

/** The few codes most like a word. */
export function nearCodes(word: string): string {
  return [...CODES]
    .map((code) => ({ code, score: likeness(code, word.toLowerCase()) }))
    .sort((a, b) => b.score - a.score || a.code.localeCompare(b.code))
    .slice(0, NEAR)
    .map(({ code }) => code)
    .join(', ')
}
