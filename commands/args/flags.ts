import { UserError } from '../../src/domain/errors.ts'

export interface Flags {
  readonly words: readonly string[]
  readonly on: ReadonlySet<string>
  readonly values: Readonly<Record<string, string>>
}

/**
 * Splits `--name` and `--name VALUE` from words. Throws UserError `bad-argument` for a flag that is not known
 * or has no value.
 */
export function readFlags(
  words: readonly string[],
  known: { readonly on: readonly string[]; readonly valued: readonly string[] },
  usage: string,
): Flags {
  const rest: string[] = []
  const on = new Set<string>()
  const values: Record<string, string> = {}
  for (let i = 0; i < words.length; i += 1) {
    const word = words[i] ?? ''
    const name = word.replace(/^--/, '')
    if (!word.startsWith('--')) rest.push(word)
    else if (known.on.includes(name)) on.add(name)
    else if (known.valued.includes(name) && words[i + 1] !== undefined) {
      i += 1
      values[name] = words[i] ?? ''
    } else throw new UserError('bad-argument', { word, expected: usage })
  }
  return { words: rest, on, values }
}
