import { z } from 'zod'
import { UserError } from '../../src/domain/errors.ts'
import type { Target as TargetOf } from '../../src/domain/target.ts'
import { readTarget } from '../../src/pipeline/grammar.ts'
import type { House } from '../../src/pipeline/house.ts'
import { Target } from './target.ts'

/** Without a target that of the thread is meant. */
export const IntrusiveArgs = z.object({ target: Target.nullable() })

/** Reads `HOST PID|NAME`, one process and nothing else; null for no word. Throws UserError naming the word that is wrong. */
export function readProcess(
  words: readonly string[],
  house: House,
  expected: string,
): TargetOf | null {
  if (words.length === 0) return null
  const { target, drilldown } = readTarget(words, house)
  const isProcess = target.kind === 'pid' || target.kind === 'name'
  if (isProcess && drilldown === null && words.length === 2) return target
  throw new UserError('bad-argument', { word: (words[1] ?? '').slice(0, 80), expected })
}
