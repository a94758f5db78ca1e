/** What all mappings of a process have on each node. Summed row by row: a second walk over them all takes long. */

export class NodeBytes {
  readonly #sums = new Map<string, number>()

  /** Adds a mapping's pages; those whose size is not known are not counted, nor is what no double holds exactly. */
  add(node: string, pages: number, pageBytes: number | null): void {
    if (pageBytes === null) return
    const sum = (this.#sums.get(node) ?? 0) + pages * pageBytes
    if (Number.isSafeInteger(sum)) this.#sums.set(node, sum)
  }

  byNode(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#sums)
  }
}
