import type { Pause } from '../../src/domain/pause.ts'
import type { Block } from '../../src/domain/report.ts'
import type { Lang } from '../../src/domain/words.ts'
import { pauseTexts } from '../../src/report/pauses.ts'

/** The pauses that stand, above an answer; nothing where none does. */
export function pausedBlock(pauses: readonly Pause[], lang: Lang): readonly Block[] {
  return pauses.length === 0 ? [] : [{ kind: 'bullets', items: pauseTexts(pauses, null, lang) }]
}
