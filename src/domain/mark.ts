/** A moment that a person marked on a host: a deploy, a change of a setting. Graphs show it beside what memory did. */
import { UserError } from './errors.ts'
import { LIMITS } from './limits.ts'
import { maskText } from './secrets.ts'

export interface Mark {
  /** Counted up by the store, never used again: short enough to be typed and to be drawn. */
  readonly id: number
  readonly host: string
  readonly atMs: number
  readonly text: string
  readonly by: string
  readonly madeAtMs: number
}

/** Control characters, line ends, marks that turn the direction of text, halves of surrogate pairs. */
const UNSEEN = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu

/** A mark's text as it is kept: one line, secrets masked. Throws UserError `bad-mark` for one that is empty or too long. */
export function markText(typed: string): string {
  const text = maskText(typed.replace(UNSEEN, ' ')).replace(/\s+/gu, ' ').trim()
  const chars = [...text].length
  if (chars === 0 || chars > LIMITS.markChars)
    throw new UserError('bad-mark', { chars, most: LIMITS.markChars })
  return text
}

/** Reads `12` or `#12`; null for what is no mark's number. */
export function parseMarkId(word: string): number | null {
  const [, digits] = /^#?([1-9]\d{0,14})$/.exec(word) ?? []
  return digits === undefined ? null : Number(digits)
}

/** Marks of hosts, as the store keeps them. */
export interface MarkRows {
  putMark(mark: Omit<Mark, 'id'>): Promise<Mark>
  /** False when it was gone. */
  dropMark(id: number): Promise<boolean>
  mark(id: number): Promise<Mark | null>
  /** Those of a stretch of time, its end left out, the newest first, at most so many. */
  marks(
    of: { readonly host: string; readonly fromMs: number; readonly untilMs: number },
    most: number,
  ): Promise<readonly Mark[]>
}
