/** What was denied -> the least changes that would give it, each told once. */
import type { Gap } from '../domain/capture.ts'
import type { Denial } from '../domain/rights.ts'
import type { Phrase } from '../domain/words.ts'
import { SOURCE_DENIALS } from './words/denials.ts'
import { UI_WORDS } from './words/ui.ts'

/** Phrases without holes, in the order of the gaps. */
export function denialPhrases(gaps: readonly Gap[]): readonly Phrase[] {
  const denied = gaps.filter(({ reason }) => reason === 'denied')
  return [...new Set(denied.map(phraseOf))]
}

/** Gaps of one cause together, with its phrase. */
export function byCause(
  gaps: readonly Gap[],
): readonly { readonly phrase: Phrase; readonly sources: readonly string[] }[] {
  return denialPhrases(gaps).map((phrase) => ({
    phrase,
    sources: gaps.filter((gap) => phraseOf(gap) === phrase).map(({ source }) => source),
  }))
}

function phraseOf({ why, source }: Gap): Phrase {
  if (why !== undefined) return SOURCE_DENIALS[why satisfies Denial]
  // Evidence that does not tell who read it.
  return source.startsWith('kernel/log') ? SOURCE_DENIALS['kernel-log'] : UI_WORDS.denied
}
