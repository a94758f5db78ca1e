/** The codes of the oom findings and their words, gathered. */
import type { Finding } from '../../domain/finding.ts'
import type { FindingWords } from '../../domain/words.ts'
import { CAUSE_WORDS } from './wordsCause.ts'
import { COUNTER_WORDS } from './wordsCounter.ts'
import { HOLDER_WORDS } from './wordsHolder.ts'
import { HOST_WORDS } from './wordsHost.ts'

export const WORDS = {
  ...CAUSE_WORDS,
  ...HOST_WORDS,
  ...HOLDER_WORDS,
  ...COUNTER_WORDS,
} as const satisfies Record<string, FindingWords>

export type OomCode = keyof typeof WORDS
export type OomFinding = Finding & { readonly code: OomCode }
