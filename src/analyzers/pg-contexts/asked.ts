/** What people write behind `contexts`: how many, below which, or compared. Pure. */

export interface ContextsAsked {
  readonly kind: 'list' | 'diff'
  readonly count: number
  /** Only what stands below contexts of this name; words are joined, because names have blanks. */
  readonly under: string | null
}

const COUNT = 15
const MOST = 100

/** Null for words that are no arguments of it. */
export function readAsked(args: readonly string[]): ContextsAsked | null {
  const [first, ...rest] = args
  if (first === undefined) return { kind: 'list', count: COUNT, under: null }
  if (first === 'diff') {
    const isSpan = rest.length === 0 || (rest.length === 1 && /^\d{1,3}[mhd]$/.test(rest[0] ?? ''))
    return isSpan ? { kind: 'diff', count: COUNT, under: null } : null
  }
  if (first === 'under') return underOf(rest, COUNT)
  if (!/^\d{1,3}$/.test(first)) return null
  const count = Math.min(MOST, Math.max(1, Number(first)))
  if (rest.length === 0) return { kind: 'list', count, under: null }
  return rest[0] === 'under' ? underOf(rest.slice(1), count) : null
}

function underOf(words: readonly string[], count: number): ContextsAsked | null {
  const name = words.join(' ')
  return name === '' || name.length > 100 ? null : { kind: 'list', count, under: name }
}
