/** What is muted, the soonest over first. */
import type { Mute } from '../domain/mute.ts'
import type { Message } from '../domain/report.ts'
import { isoUtc } from '../domain/time.ts'
import type { Lang } from '../domain/words.ts'
import { MUTE_WORDS } from './words/mute.ts'

export function muteList(mutes: readonly Mute[], lang: Lang): Message {
  if (mutes.length === 0) {
    const none = MUTE_WORDS.none[lang]
    return { text: none, blocks: [{ kind: 'text', text: [none] }] }
  }
  const title = MUTE_WORDS.list[lang]
  const columns = [MUTE_WORDS.subject, MUTE_WORDS.code, MUTE_WORDS.until, MUTE_WORDS.by]
  return {
    text: title,
    blocks: [
      {
        kind: 'table',
        said: true,
        caption: [title],
        columns: columns.map((column) => ({ title: column[lang], align: 'left' })),
        rows: mutes.map(({ subject, code, untilMs, by }) => [
          subject,
          code === '' ? MUTE_WORDS.all[lang] : code,
          isoUtc(untilMs).slice(0, 16).replace('T', ' '),
          by,
        ]),
      },
    ],
  }
}
