/** How like two words are, for "did you mean". */

const NEAR_NAMES = 5
const NEAR_SCORE = 0.3
/** Below it two words of the same length share letters by chance. */
const EDITS_SCORE = 0.5
/** Longer words are compared by their beginnings: names of hosts have up to 253 letters. */
const EDITED_CHARS = 64

/** The few of the words that are most like the one that was typed, the likest first. */
export function nearWords(typed: string, words: readonly string[]): readonly string[] {
  const wanted = typed.toLowerCase()
  return [...new Set(words)]
    .map((word) => ({ word, score: likeness(word.toLowerCase(), wanted) }))
    .filter((row) => row.score > NEAR_SCORE)
    .sort((a, b) => b.score - a.score)
    .slice(0, NEAR_NAMES)
    .map((row) => row.word)
}

/** 0..1: by shared pairs of letters, which a part of a name has too, or by few slips of the fingers. */
export function likeness(a: string, b: string): number {
  const slips = edits(a.slice(0, EDITED_CHARS), b.slice(0, EDITED_CHARS))
  const kept = 1 - slips / Math.max(1, Math.min(EDITED_CHARS, Math.max(a.length, b.length)))
  return Math.max(sharedPairs(a, b), kept > EDITS_SCORE ? kept : 0)
}

/** Dice coefficient of letter pairs, 0..1. */
function sharedPairs(a: string, b: string): number {
  const pairs = (text: string): readonly string[] =>
    Array.from({ length: Math.max(0, text.length - 1) }, (_, i) => text.slice(i, i + 2))
  const left = pairs(a)
  const right = [...pairs(b)]
  if (left.length === 0 || right.length === 0) return 0
  let shared = 0
  for (const pair of left) {
    const at = right.indexOf(pair)
    if (at < 0) continue
    right.splice(at, 1)
    shared += 1
  }
  return (2 * shared) / (left.length + right.length + shared)
}

/** Letters put in, left out, changed, or two exchanged (optimal string alignment: Damerau 1964, no part edited twice). */
function edits(a: string, b: string): number {
  let before: readonly number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const isSame = a[i - 1] === b[j - 1]
      const changed = (row[j - 1] ?? 0) + (isSame ? 0 : 1)
      const least = Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1)
      const isExchanged = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      next.push(isExchanged ? Math.min(least, (before[j - 2] ?? 0) + 1) : least)
    }
    before = row
    row = next
  }
  return row[b.length] ?? 0
}
