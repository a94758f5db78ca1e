/** A message of the same shape and about the same sizes, whose every word is known and stands in it once. */
import type { Message } from '../../src/domain/report.ts'

/** What is no text: it chooses, or it is handed on and not shown. */
const CHOICES = new Set([
  'kind',
  'mark',
  'align',
  'action',
  'value',
  'tone',
  'zone',
  'user',
  'channel',
  'link',
])
const WORD = /w\d{6}x/g
const WORD_CHARS = 9

/** Words of the same number of characters in place of each text, and all words that were given. */
export function stamped(message: Message): {
  readonly message: Message
  readonly words: readonly string[]
} {
  const words: string[] = []
  const text = (chars: number): string =>
    Array.from({ length: Math.ceil(chars / WORD_CHARS) }, () => {
      words.push(`w${String(words.length).padStart(6, '0')}x`)
      return words.at(-1)
    }).join(' ')
  const of = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') return CHOICES.has(key) ? value : text(value.length)
    if (Array.isArray(value)) return value.map((one) => of(one, key))
    if (typeof value !== 'object' || value === null) return value
    const chart = key === 'chart'
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [
        name,
        // Of a picture its words are all that a message has.
        chart && name !== 'alt' ? one : of(one, name),
      ]),
    )
  }
  return { message: of(message, '') as Message, words }
}

export function wordsIn(text: string): ReadonlySet<string> {
  return new Set(text.match(WORD))
}
