/** Doubts as messages: one as it is said, and the list. */
import type { Doubt } from '../domain/doubt.ts'
import type { Message } from '../domain/report.ts'
import { isoUtc } from '../domain/time.ts'
import { type Lang, plain, say, type Text } from '../domain/words.ts'
import { DOUBT_WORDS, EXPECTED_WORDS } from './words/doubts.ts'
import { VERDICT_WORDS } from './words/ui.ts'

/** What is said in the thread of the verdict. */
export function doubtMessage(
  doubt: Doubt,
  { isKept, keepMs }: { readonly isKept: boolean; readonly keepMs: number },
  lang: Lang,
): Message {
  const params = {
    verdict: verdictWord(doubt, lang),
    expected: EXPECTED_WORDS[doubt.expected][lang],
    why: doubt.why,
    keepSeconds: keepMs / 1000,
    runId: doubt.runId,
  }
  const said = say(isKept ? DOUBT_WORDS.kept : DOUBT_WORDS.keptWithout, params, lang)
  const text: Text = [{ user: doubt.by }, ' ', ...said]
  return { text: plain(text), blocks: [{ kind: 'text', text }] }
}

/** The newest first; `target` is as it was typed, empty where the run is gone. */
export function doubtList(
  rows: readonly { readonly doubt: Doubt; readonly target: string }[],
  lang: Lang,
): Message {
  if (rows.length === 0) {
    const none = DOUBT_WORDS.none[lang]
    return { text: none, blocks: [{ kind: 'text', text: [none] }] }
  }
  const title = DOUBT_WORDS.list[lang]
  const { run, target, verdict, right, why, when, by } = DOUBT_WORDS
  return {
    text: title,
    blocks: [
      {
        kind: 'table',
        said: true,
        caption: [title],
        columns: [run, target, verdict, right, why, when, by].map((column) => ({
          title: column[lang],
          align: 'left',
        })),
        rows: rows.map(({ doubt, target: typed }) => [
          doubt.runId,
          typed,
          verdictWord(doubt, lang),
          EXPECTED_WORDS[doubt.expected][lang],
          doubt.why.replaceAll('\n', ' '),
          isoUtc(doubt.atMs).slice(0, 16).replace('T', ' '),
          doubt.by,
        ]),
      },
    ],
  }
}

function verdictWord({ verdict }: Doubt, lang: Lang): string {
  return verdict === null ? '–' : VERDICT_WORDS[verdict][lang]
}
