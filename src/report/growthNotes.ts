/** What may and may not be read out of a growth verdict, in words. */
import type { Growth } from '../domain/growth.ts'
import { type Lang, say, type Text } from '../domain/words.ts'
import { GROWTH_NOTE_WORDS } from './words/growthNotes.ts'

export function growthNotes({ notes }: Growth, lang: Lang): readonly Text[] {
  return notes.map((note) => say(GROWTH_NOTE_WORDS[note.code], note.numbers, lang))
}
