/** Objects of numbers by name, as large tables have them in each row: rows with the same names are made alike. */

type Counts = Readonly<Record<string, number>>

/** A row's names are the bits of one number. */
export const MOST_NAMES = 31

/** Gathers the numbers of one row after another; its names are known before, at most 31, and none is `__proto__`. */
export class CountsByName {
  readonly #names: readonly (string | number)[]
  readonly #numbers: number[]
  readonly #models = new Map<number, Counts>()
  #mask = 0

  constructor(names: readonly (string | number)[]) {
    this.#names = names
    this.#numbers = names.map(() => 0)
  }

  /** Forgets what was gathered and not taken. */
  begin(): void {
    this.#mask = 0
  }

  set(place: number, count: number): void {
    this.#mask |= 1 << place
    this.#numbers[place] = count
  }

  has(place: number): boolean {
    return (this.#mask & (1 << place)) !== 0
  }

  /** The number of a place that is set. */
  at(place: number): number {
    return this.#numbers[place] ?? 0
  }

  /** The row's numbers by name, in the order of the names. */
  take(): Counts {
    const counts: Record<string, number> = { ...this.#model() }
    for (let rest = this.#mask; rest !== 0; rest &= rest - 1) {
      const place = MOST_NAMES - Math.clz32(rest & -rest)
      counts[this.#names[place] ?? ''] = this.#numbers[place] ?? 0
    }
    return counts
  }

  #model(): Counts {
    const known = this.#models.get(this.#mask)
    if (known !== undefined) return known
    const names = this.#names.filter((_, place) => (this.#mask & (1 << place)) !== 0)
    // Read from JSON it has room for its own names alone, and so have its copies; one that is filled name by name
    // has room for 17 nodes: half of the time went into making that room.
    const model = JSON.parse(JSON.stringify(Object.fromEntries(names.map((name) => [name, 0]))))
    this.#models.set(this.#mask, model)
    return model
  }
}
