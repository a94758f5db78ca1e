/** A line of a table -> its cells: quotes doubled inside quotes (RFC 4180), any of the separators that exports use. */

export const SEPARATORS = ['\t', ';', ',', '|'] as const
export type Separator = (typeof SEPARATORS)[number]

const QUOTE = '"'

/** Null when a quote is not closed. At most `most` cells: what follows stays in the last one. */
export function cellsOf(line: string, separator: Separator, most: number): string[] | null {
  if (!line.includes(QUOTE)) return line.split(separator, most).map((cell) => cell.trim())
  const cells: string[] = []
  let at = 0
  while (at <= line.length && cells.length < most) {
    const start = skipBlanks(line, at, separator)
    if (line[start] !== QUOTE) {
      const end = endOf(line, start, separator)
      cells.push(line.slice(at, end).trim())
      at = end + 1
      continue
    }
    const close = closing(line, start + 1)
    if (close < 0) return null
    const end = endOf(line, close + 1, separator)
    const rest = line.slice(close + 1, end).trimEnd()
    cells.push(`${line.slice(start + 1, close).replaceAll('""', QUOTE)}${rest}`.trim())
    at = end + 1
  }
  return cells
}

/** The separator that the line has most of outside quotes; the comma where there is none. */
export function separatorOf(line: string): Separator {
  const bare = line.replace(/"(?:[^"]|"")*"/g, '')
  let best: { readonly separator: Separator; readonly count: number } = { separator: ',', count: 0 }
  for (const separator of SEPARATORS) {
    const count = bare.split(separator).length - 1
    if (count > best.count) best = { separator, count }
  }
  return best.separator
}

function skipBlanks(line: string, from: number, separator: Separator): number {
  let at = from
  while (line[at] === ' ' || (line[at] === '\t' && separator !== '\t')) at += 1
  return at
}

function endOf(line: string, from: number, separator: Separator): number {
  const end = line.indexOf(separator, from)
  return end < 0 ? line.length : end
}

/** The quote that closes; doubled ones are passed over. */
function closing(line: string, from: number): number {
  for (let at = line.indexOf(QUOTE, from); at >= 0; at = line.indexOf(QUOTE, at)) {
    if (line[at + 1] !== QUOTE) return at
    at += 2
  }
  return -1
}
