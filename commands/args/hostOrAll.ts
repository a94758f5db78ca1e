import { UserError } from '../../src/domain/errors.ts'
import { hostNamed } from '../../src/pipeline/hostNamed.ts'
import type { UseCases } from '../../src/pipeline/useCases.ts'

/** `[HOST]`: the inventory's name of it, or an empty one for all. Throws UserError `bad-argument`, `unknown-host`. */
export function readHostOrAll(words: readonly string[], use: UseCases, usage: string): string {
  const [host, more] = words
  if (more !== undefined) throw new UserError('bad-argument', { word: more, expected: usage })
  return host === undefined ? '' : hostNamed(use.house, host).name
}
