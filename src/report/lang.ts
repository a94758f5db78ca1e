/** Which language is spoken where somebody asked, and why. */
import type { Message } from '../domain/report.ts'
import { LANGS, type Lang, type Phrase, plain, type Span, say, type Text } from '../domain/words.ts'
import { LANG_NAMES, LANG_WORDS } from './words/lang.ts'

export interface LangAnswer {
  readonly where: 'channel' | 'direct' | 'terminal'
  readonly lang: Lang
  readonly from: 'typed' | 'file' | 'own'
  /** Of what was typed: who and when. */
  readonly by: string | null
  readonly atMs: number | null
  /** What orders speak where nothing is set. */
  readonly house: Lang
}

/** In the language that it tells of. */
export function langMessage(of: LangAnswer): Message {
  const { lang, by, atMs, house } = of
  const params = {
    lang: LANG_NAMES[lang][lang],
    house: LANG_NAMES[house][lang],
    otherCode: LANGS.find((one) => one !== lang) ?? lang,
    by,
    setAtMs: atMs,
  }
  const text = named(say(phraseOf(of), params, lang), by)
  return { text: plain(text), blocks: [{ kind: 'text', text }] }
}

function phraseOf({ where, from }: LangAnswer): Phrase {
  if (where === 'terminal') return LANG_WORDS.terminal
  // The file knows channels only.
  if (where === 'direct') return from === 'typed' ? LANG_WORDS.directTyped : LANG_WORDS.directOwn
  return {
    typed: LANG_WORDS.channelTyped,
    file: LANG_WORDS.channelFile,
    own: LANG_WORDS.channelOwn,
  }[from]
}

/** A person's id as a person, whom Slack shows by name. */
function named(text: Text, by: string | null): Text {
  const isBy = (span: Span): boolean =>
    by !== null && typeof span === 'object' && 'data' in span && span.data === by
  return text.map((span) => (isBy(span) ? { user: by ?? '' } : span))
}
