/** The form of a doubt: what would be right, and why. */
import { EXPECTED } from '../../domain/doubt.ts'
import type { Form } from '../../domain/form.ts'
import { LIMITS } from '../../domain/limits.ts'
import { type Lang, say } from '../../domain/words.ts'
import { DOUBT_WORDS, EXPECTED_WORDS } from '../../report/words/doubts.ts'

/** The form about one run. */
export function doubtForm(runId: string, keepMs: number, lang: Lang): Form {
  return {
    name: 'doubt',
    title: say(DOUBT_WORDS.title, {}, lang),
    submit: say(DOUBT_WORDS.submit, {}, lang),
    intro: [say(DOUBT_WORDS.intro, { keepSeconds: keepMs / 1000 }, lang)],
    memo: runId,
    fields: [
      {
        kind: 'choice',
        name: 'expected',
        label: say(DOUBT_WORDS.expected, {}, lang),
        hint: null,
        isOptional: false,
        choices: EXPECTED.map((value) => ({ value, label: EXPECTED_WORDS[value][lang] })),
        initial: null,
      },
      {
        kind: 'lines',
        name: 'why',
        label: say(DOUBT_WORDS.why, {}, lang),
        hint: say(DOUBT_WORDS.whyHint, {}, lang),
        isOptional: true,
        initial: '',
        maxChars: LIMITS.doubtChars,
      },
    ],
  }
}
