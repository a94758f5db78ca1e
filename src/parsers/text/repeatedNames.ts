/** Names that a table repeats in the same order for each of its parts: most are known without being cut out. */
import { standsAt } from './scan.ts'

interface Known<T> {
  readonly name: string
  readonly means: T
  /** What came behind it the last time. */
  next: Known<T> | null
}

/** What each name means, worked out once. */
export class RepeatedNames<T> {
  readonly #means: (name: string) => T
  readonly #known = new Map<string, Known<T>>()
  #last: Known<T> | null = null

  constructor(means: (name: string) => T) {
    this.#means = means
  }

  /** What the name between two places of a line means. */
  at(line: string, from: number, to: number): T {
    const guess = this.#last?.next ?? null
    const isRight =
      guess !== null && guess.name.length === to - from && standsAt(line, from, guess.name)
    const known = isRight ? guess : this.#find(line.slice(from, to))
    this.#last = known
    return known.means
  }

  #find(name: string): Known<T> {
    const known = this.#known.get(name) ?? { name, means: this.#means(name), next: null }
    this.#known.set(name, known)
    if (this.#last !== null) this.#last.next = known
    return known
  }
}
