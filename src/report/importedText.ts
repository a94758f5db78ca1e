/** `from sysstat, 14 d`: whose history a verdict or picture rests on beside our own. */
import type { ImportedShare } from '../domain/imported.ts'
import { type Lang, plain, say } from '../domain/words.ts'
import { UI_WORDS } from './words/ui.ts'

const NAMES = { sysstat: 'sysstat', prometheus: 'Prometheus' } as const

/** Null where nothing was imported. */
export function importedText(share: ImportedShare | null, lang: Lang): string | null {
  if (share === null) return null
  return plain(
    say(UI_WORDS.fromPast, { source: NAMES[share.source], spanSeconds: share.spanSec }, lang),
  )
}
