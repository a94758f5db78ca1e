/** What people write behind `contexts`: how many, below which, or compared. Pure. */

import { parseDuration } from '../../domain/time.ts'

export interface ContextsAsked {
  readonly kind: 'list' | 'diff'
  readonly count: number
  /** Only what stands below contexts of this name; words are joined, because names have blanks. */
  readonly under: string | null
  /** How far back is compared; null for as far as there are looks. */
  readonly spanMs: number | null
}

const LIST = { kind: 'list', under: null, spanMs: null } as const
const COUNT = 15
const MOST = 100

/** Null for words that are no arguments of it. */
export function readAsked(args: readonly string[]): ContextsAsked | null {
  const [first, ...rest] = args
  if (first === undefined) return { ...LIST, count: COUNT }
  if (first === 'diff') return diffOf(rest)
  if (first === 'under') return underOf(rest, COUNT)
  if (!/^\d{1,3}$/.test(first)) return null
  const count = Math.min(MOST, Math.max(1, Number(first)))
  if (rest.length === 0) return { ...LIST, count }
  return rest[0] === 'under' ? underOf(rest.slice(1), count) : null
}

/** Looks are kept minutes apart: a span of seconds is a slip. */
function diffOf(words: readonly string[]): ContextsAsked | null {
  const asked = { kind: 'diff', count: COUNT, under: null } as const
  const [word, ...more] = words
  if (word === undefined) return { ...asked, spanMs: null }
  const spanMs = /^\d{1,3}[mhd]$/.test(word) ? parseDuration(word) : null
  return spanMs === null || more.length > 0 ? null : { ...asked, spanMs }
}

function underOf(words: readonly string[], count: number): ContextsAsked | null {
  const name = words.join(' ')
  return name === '' || name.length > 100 ? null : { ...LIST, count, under: name }
}
