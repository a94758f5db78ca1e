/** Cells of lsof's table: those of each row that stand under the right edge of their title. */

export interface Title {
  readonly name: string
  readonly start: number
  readonly end: number
}

export interface LsofHeader {
  readonly titles: readonly Title[]
}

/** The header's titles with their edges; null for another line. */
export function lsofHeader(line: string): LsofHeader | null {
  const titles = [...line.matchAll(/\S+/g)].map(
    (match): Title => ({
      name: match[0],
      start: match.index,
      end: match.index + match[0].length,
    }),
  )
  const names = titles.map(({ name }) => name)
  const needed = ['COMMAND', 'PID', 'FD', 'NAME']
  return needed.every((name) => names.includes(name)) && names.at(-1) === 'NAME' ? { titles } : null
}

/** Never empty, so that their order tells; a thread's columns stand between and are empty for the process itself. */
const ALWAYS = ['COMMAND', 'PID']
/** Right aligned but for one letter behind it that tells the access. */
export const FD_SLACK = 2

/** A row's cells by title; null where a word stands under no title. */
export function lsofCells(
  { titles }: LsofHeader,
  line: string,
): ReadonlyMap<string, string> | null {
  const words = [...line.matchAll(/\S+/g)]
  return byEdges(titles, line, words) ?? byOrder(titles, line, words)
}

type Words = readonly RegExpExecArray[]
type Cells = ReadonlyMap<string, string>

function byEdges(titles: readonly Title[], line: string, words: Words): Cells | null {
  const name = titles.at(-1)
  if (name === undefined) return null
  const cells = new Map<string, string>()
  for (const [i, word] of words.entries()) {
    if (word.index >= name.start) {
      // The name is the rest of the line, and begins exactly under its title.
      if (word.index !== name.start) return null
      cells.set('NAME', line.slice(word.index))
      return cells
    }
    const always = ALWAYS[i]
    const title = always ?? under(titles, word)
    if (title === null || cells.has(title)) return null
    cells.set(title, word[0])
  }
  return cells.has('FD') ? cells : null
}

function under(titles: readonly Title[], word: RegExpExecArray): string | null {
  const [start, end] = [word.index, word.index + word[0].length]
  const found = titles.find((title) => {
    if (title.name === 'USER' || title.name === 'TASKCMD')
      return title.start === start || title.end === end
    if (title.name === 'FD') return end >= title.end && end <= title.end + FD_SLACK
    return title.end === end
  })
  return found?.name ?? null
}

/** What these columns hold has a form of its own, by which a row with an empty cell before them is known. */
const FORMS: ReadonlyMap<string, RegExp> = new Map(
  Object.entries({
    DEVICE: /^(?:\d+,\d+|0x[0-9a-f]+)$/,
    'SIZE/OFF': /^(?:0t|0x)?[0-9a-f]+$/,
    NLINK: /^\d+$/,
    NODE: /^(?:\d+|[A-Z]{2,8}6?)$/,
  }),
)

/** Blanks were collapsed: only a row that has a word for each title can be told. */
function byOrder(titles: readonly Title[], line: string, words: Words): Cells | null {
  const last = words[titles.length - 1]
  if (last === undefined || !/^\S+(?: \S+)*$/.test(line)) return null
  const cells = titles.slice(0, -1).map(({ name }, i) => [name, words[i]?.[0] ?? ''] as const)
  if (cells.some(([name, cell]) => FORMS.get(name)?.test(cell) === false)) return null
  return new Map([...cells, ['NAME', line.slice(last.index)]])
}
