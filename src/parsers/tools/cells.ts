/** Rows of a table by its header: cells are told apart by blanks, not by place, since wide values push others. */

/**
 * The words of a line as `count` cells; null when it has fewer or more, so that no value is read under another's
 * name. `wide` is the one cell that may hold blanks (a command, a path): what is left between the others. By hand,
 * because tables of processes are long and their commands longer: only the words outside the wide cell are cut.
 */
export function cellsOf(
  line: string,
  count: number,
  wide: number | null,
): readonly string[] | null {
  if (wide === null) {
    const words = line.trim().split(BLANKS)
    return words.length === count && words[0] !== '' ? words : null
  }
  const cells: string[] = []
  let from = skipBlanks(line, 0)
  for (let i = 0; i < wide; i += 1) {
    const end = skipWord(line, from)
    if (end === from) return null
    cells.push(line.slice(from, end))
    from = skipBlanks(line, end)
  }
  const after: string[] = []
  let to = trimmedEnd(line, line.length)
  for (let i = wide + 1; i < count; i += 1) {
    const start = wordStart(line, to)
    if (start <= from) return null
    after.unshift(line.slice(start, to))
    to = trimmedEnd(line, start)
  }
  return to <= from ? null : [...cells, line.slice(from, to), ...after]
}

const BLANKS = /\s+/
const BLANK = /\s/

/** Blank and tab are nearly all there are; the rest is asked of the language. */
function isBlank(line: string, at: number): boolean {
  const code = line.charCodeAt(at)
  return code === 32 || code === 9 || ((code < 14 || code > 127) && BLANK.test(line.charAt(at)))
}

function skipBlanks(line: string, from: number): number {
  let at = from
  while (at < line.length && isBlank(line, at)) at += 1
  return at
}

function skipWord(line: string, from: number): number {
  let at = from
  while (at < line.length && !isBlank(line, at)) at += 1
  return at
}

function trimmedEnd(line: string, from: number): number {
  let at = from
  while (at > 0 && isBlank(line, at - 1)) at -= 1
  return at
}

function wordStart(line: string, to: number): number {
  let at = to
  while (at > 0 && !isBlank(line, at - 1)) at -= 1
  return at
}
