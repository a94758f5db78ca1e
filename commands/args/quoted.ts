import { UserError } from '../../src/domain/errors.ts'

export interface Token {
  readonly text: string
  /** Said as one piece: in quotes, or as one word of a shell. It is then no flag and no word of ours. */
  readonly quoted: boolean
}

/** What opens, and what closes it: keyboards make curly quotes of straight ones, and a shell has removed its own. */
const QUOTES: readonly (readonly [open: string, close: string])[] = [
  ['"“”„', '"“”'],
  ["'‘’", "'‘’"],
  ['«', '»'],
  ['「', '」'],
]

/** Joins the words that stand in quotes. Throws UserError `bad-argument` for a quote that is not closed. */
export function readQuoted(words: readonly string[], usage: string): readonly Token[] {
  const tokens: Token[] = []
  for (let i = 0; i < words.length; i += 1) {
    const word = words[i] ?? ''
    const close = closerOf(word)
    if (close === null) tokens.push({ text: word, quoted: /\s/.test(word) })
    else if (closes(word, close, 0)) tokens.push({ text: word.slice(1, -1), quoted: true })
    else if (/\s/.test(word)) tokens.push({ text: word, quoted: true })
    else {
      const end = words.findIndex((later, at) => at > i && closes(later, close, -1))
      if (end < 0) throw new UserError('bad-argument', { word: word.slice(0, 80), expected: usage })
      tokens.push({
        text: words
          .slice(i, end + 1)
          .join(' ')
          .slice(1, -1),
        quoted: true,
      })
      i = end
    }
  }
  return tokens
}

function closerOf(word: string): string | null {
  return QUOTES.find(([open]) => word !== '' && open.includes(word.charAt(0)))?.[1] ?? null
}

function closes(word: string, close: string, openedAt: number): boolean {
  return word.length - 1 > openedAt && close.includes(word.at(-1) ?? ' ')
}
