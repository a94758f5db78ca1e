import type { Mark } from '../../src/domain/mark.ts'
import { type Lang, plain, say } from '../../src/domain/words.ts'
import type { Reply } from '../../src/pipeline/command.ts'
import { markJson } from '../../src/report/marks.ts'
import { MARK_WORDS } from '../../src/report/words/mark.ts'
import { said } from './said.ts'

/** That a mark is gone, to all who had seen it made. */
export function unmarked(mark: Mark, lang: Lang): Reply {
  const { id, host, text } = mark
  const words = say(MARK_WORDS.removed, { id: String(id), host, text }, lang)
  return said(
    { text: plain(words), blocks: [{ kind: 'text', text: words }] },
    { json: { removed: markJson(mark) }, audience: 'channel' },
  )
}
