/** The pauses that stand, in words: for `doctor`, `hosts` and `help`. */
import type { Pause } from '../domain/pause.ts'
import { type Lang, say, type Text } from '../domain/words.ts'
import { PAUSE_WORDS } from './words/pause.ts'

/** A sentence each. `ticks` were skipped for them, where that was counted. */
export function pauseTexts(
  pauses: readonly Pause[],
  ticks: number | null,
  lang: Lang,
): readonly Text[] {
  return pauses.map(({ host, by, atMs }) =>
    say(
      host === '' ? PAUSE_WORDS.standsAll : PAUSE_WORDS.standsHost,
      { host, by, sinceAtMs: atMs, ticks },
      lang,
    ),
  )
}
