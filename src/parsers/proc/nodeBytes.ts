/** What all mappings of a process have on each node. Summed row by row: a second walk over them all takes long. */

export class NodeBytes {
  readonly #sums: number[] = []

  /** Adds a mapping's pages; those whose size is not known are not counted, nor is what no double holds exactly. */
  add(node: number, pages: number, pageBytes: number | null): void {
    if (pageBytes === null) return
    const sum = (this.#sums[node] ?? 0) + pages * pageBytes
    if (Number.isSafeInteger(sum)) this.#sums[node] = sum
  }

  /** By the node's number; those that no mapping named are left out. */
  byNode(): Readonly<Record<string, number>> {
    return Object.fromEntries(Object.entries(this.#sums))
  }
}
