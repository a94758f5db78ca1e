/** Rows of a table by its header: cells are told apart by blanks, not by place, since wide values push others. */

/**
 * The words of a line as `count` cells; null when it has fewer or more, so that no value is read under another's
 * name. `wide` is the one cell that may hold blanks (a command, a path): what is left between the others.
 */
export function cellsOf(
  line: string,
  count: number,
  wide: number | null,
): readonly string[] | null {
  const words = [...line.matchAll(/\S+/g)]
  if (wide === null || words.length < count) {
    return words.length === count ? words.map(([word]) => word) : null
  }
  const after = count - wide - 1
  const first = words[wide]
  const last = words[words.length - 1 - after]
  if (first === undefined || last === undefined) return null
  return [
    ...words.slice(0, wide).map(([word]) => word),
    line.slice(first.index, last.index + last[0].length),
    ...words.slice(words.length - after).map(([word]) => word),
  ]
}
