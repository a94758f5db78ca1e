/** A person's word that a verdict is wrong: kept with what the run collected, so that it can be judged again. */
import type { Verdict } from './finding.ts'
import { LIMITS } from './limits.ts'
import { maskText } from './secrets.ts'

/** What it should have been. */
export const EXPECTED = ['nothing', 'milder', 'worse', 'other', 'unsure'] as const
export type Expected = (typeof EXPECTED)[number]

export interface Doubt {
  readonly runId: string
  readonly verdict: Verdict | null
  readonly expected: Expected
  /** In the person's words, masked; may be empty. */
  readonly why: string
  readonly by: string
  readonly atMs: number
}

/** Control characters but for ends of lines, marks that turn the direction of text, halves of surrogate pairs. */
const UNSEEN = /[^\P{Cc}\n]|[\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu

/** A reason as it is kept: secrets masked, cut at LIMITS.doubtChars. */
export function doubtText(typed: string): string {
  const text = maskText(typed.replace(UNSEEN, ' ')).trim()
  const chars = [...text]
  return chars.length > LIMITS.doubtChars
    ? `${chars.slice(0, LIMITS.doubtChars - 1).join('')}…`
    : text
}

/** Doubts, one of a run and person, as the store keeps them. */
export interface DoubtRows {
  /** The same person's word about the same run again takes the place of the first. */
  putDoubt(doubt: Doubt): Promise<void>
  /** The newest first, at most so many. */
  doubts(most: number): Promise<readonly Doubt[]>
}
