import { UserError } from '../../src/domain/errors.ts'
import { findingCodes, nearCodes } from '../../src/pipeline/codes.ts'
import { changing, readTarget } from '../../src/pipeline/grammar.ts'
import type { UseCases } from '../../src/pipeline/useCases.ts'

/**
 * Reads `HOST [PID|NAME] [CODE]`: a last word that is a finding's code, or an area of codes, is one. Throws UserError
 * `unknown-code` for what stands where only a code can.
 */
export function readMuted(words: readonly string[], use: UseCases, usage: string) {
  const last = words.length < 2 ? '' : (words.at(-1) ?? '')
  const code = findingCodes().has(last) ? last : ''
  const pointed = code === '' ? words : words.slice(0, -1)
  if (pointed.length > 2 || (code === '' && beginsLikeCode(last)))
    throw new UserError('unknown-code', { word: last.slice(0, 80), near: nearCodes(last) })
  const { target, drilldown } = readTarget(pointed, use.house)
  if (drilldown !== null)
    throw new UserError('bad-argument', { word: drilldown.name, expected: usage })
  return { target: changing(target), code }
}

/** `leak.leakng`: an area that is known, and a fault that is not. */
function beginsLikeCode(word: string): boolean {
  const [area = '', fault] = word.split('.')
  return fault !== undefined && findingCodes().has(area)
}
