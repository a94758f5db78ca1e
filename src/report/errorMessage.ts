/** A UserError and a run at work, as messages. */
import type { UserError } from '../domain/errors.ts'
import type { Block, Message } from '../domain/report.ts'
import { type Target, typed } from '../domain/target.ts'
import { type Lang, plain, say } from '../domain/words.ts'
import { ERROR_WORDS } from './words/errors.ts'
import { UI_WORDS } from './words/ui.ts'

/** What happened and what to do; with a target, a button to run it again. */
export function errorMessage(
  error: UserError,
  lang: Lang,
  of?: { readonly target: Target },
): Message {
  const words = ERROR_WORDS[error.code]
  const params = Object.fromEntries(
    Object.entries(error.params).map(([name, value]) => [name, value === '' ? null : value]),
  )
  const onTheWay = params['reaching'] == null ? [] : say(UI_WORDS.onTheWay, params, lang)
  const what = [...say(words.what, params, lang), ...onTheWay]
  const fix = say(words.fix, params, lang)
  const head = of === undefined ? [] : [{ strong: typed(of.target) }, ' · ']
  const buttons: readonly Block[] =
    of === undefined
      ? []
      : [
          {
            kind: 'buttons',
            buttons: [{ action: 'again', label: [UI_WORDS.again[lang]], value: typed(of.target) }],
          },
        ]
  return {
    text: `${of === undefined ? '' : `${typed(of.target)} · `}${plain(what)}`,
    blocks: [
      { kind: 'headline', mark: 'failed', text: [...head, ...what] },
      { kind: 'text', text: fix },
      ...buttons,
    ],
  }
}

/** What happened and what to do, as one line for where nothing is laid out. */
export function errorLine(error: UserError, lang: Lang): string {
  const { what, fix } = ERROR_WORDS[error.code]
  return `${plain(say(what, error.params, lang))} ${plain(say(fix, error.params, lang))}`
}

/** The placeholder, when the first verdict takes longer than a person waits without a sign. */
export function workingMessage(target: Target, lang: Lang): Message {
  const text = say(UI_WORDS.working, { target: typed(target) }, lang)
  return { text: plain(text), blocks: [{ kind: 'headline', mark: 'working', text }] }
}
