/** The word that was probably meant. */

/** More slips than this in a word of that length are another word. */
const SLIPS_PER_CHARS = 3

/** The nearest of the words, when few enough letters differ; null when none is near. */
export function nearest(word: string, words: readonly string[]): string | null {
  const typed = word.toLowerCase()
  const most = Math.max(1, Math.floor(typed.length / SLIPS_PER_CHARS))
  const ranked = words
    .map((candidate) => ({ candidate, slips: slipsBetween(typed, candidate.toLowerCase()) }))
    .filter(({ slips }) => slips <= most)
    .sort((a, b) => a.slips - b.slips)
  return ranked[0]?.candidate ?? null
}

/** Levenshtein distance, with two letters swapped as one slip (optimal string alignment). */
function slipsBetween(a: string, b: string): number {
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const ways = [at(row, j) + 1, at(next, j - 1) + 1, at(row, j - 1) + same]
      next.push(Math.min(...ways, ...(swapped ? [at(before, j - 2) + 1] : [])))
    }
    before = row
    row = next
  }
  return at(row, b.length)
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY
}
