/** What one kind of secret looks like, and what is left of it. */

export const MASK = '••••'

export interface Shape {
  /** As `memcheck mask` counts it. */
  readonly name: string
  /** Covers all of its kind in a text. Total; linear in the text's length. */
  cover(text: string): string
}

/** Shapes that are looked for together, and triples of letters of which each of their secrets has one (look.ts). */
export interface Family {
  readonly shapes: readonly Shape[]
  readonly marks: readonly string[]
}

/** A shape that is one expression, masked whole or as `put` says. */
export function shape(name: string, find: RegExp, put = MASK): Shape {
  return { name, cover: (text) => text.replace(find, put) }
}

/** A shape that is looked for where a cheaper expression, without which it is never, says so: each takes a whole pass. */
export function onlyIf(may: RegExp, { name, cover }: Shape): Shape {
  return { name, cover: (text) => (may.test(text) ? cover(text) : text) }
}

/** How many masks more there are in a text than there were before. */
export function placesOf(before: string, after: string): number {
  return Math.max(0, after.split(MASK).length - before.split(MASK).length)
}

/** Stands before each argument in a table of all processes' arguments. */
export const RECORD = String.raw`(?:\d{1,7}\/cmdline:|(?!\d{1,7}\/cmdline:))`
