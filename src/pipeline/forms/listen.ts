/** Forms in a chat: opened by a shortcut, completed as one types, sent; and the page that each person has. */
import type { Run } from '../../domain/store.ts'
import { plain, say } from '../../domain/words.ts'
import { FORM_WORDS } from '../../report/words/forms.ts'
import { type Asked, EXIT, type Listener, type Reply } from '../command.ts'
import type { Registry } from '../dispatch.ts'
import { askedOf, safely } from '../fromChat.ts'
import { homePage } from '../home.ts'
import type { UseCases } from '../useCases.ts'
import { checkForm, namedIn } from './checkForm.ts'
import { doubtForm } from './doubtForm.ts'
import { FORM_LOGIC } from './index.ts'

type FormListener = Pick<Listener, 'shortcut' | 'complete' | 'submitted' | 'home'>

/** What a listener does with forms. */
export function formListener(registry: Registry, use: UseCases): FormListener {
  return {
    async shortcut(said, from) {
      const { lang } = from
      const named = said === null ? null : namedIn(use.house, said)
      const form = checkForm(use.house, {
        verb: 'check',
        lang,
        found: named?.hosts ?? null,
        target: named?.hosts[0] === undefined ? '' : named.target,
        asksPlace: said === null,
      })
      return { kind: 'form', form, otherwise: noForm(lang) }
    },
    complete: async (form, field, typed) => FORM_LOGIC[form].complete(field, typed, use),
    submitted: (form, memo, answers, from) =>
      safely(use, from, () =>
        FORM_LOGIC[form].submit({ answers, memo, registry }, askedOf(from), use),
      ),
    home: (from) => homePage(use, from),
  }
}

/** Asks what is wrong with a run's verdict. */
export function openDoubt(run: Run, keepMs: number, asked: Asked): Reply {
  return {
    kind: 'form',
    form: doubtForm(run.id, keepMs, asked.lang),
    otherwise: noForm(asked.lang),
  }
}

function noForm(lang: Asked['lang']) {
  const text = say(FORM_WORDS.noForm, {}, lang)
  const message = { text: plain(text), blocks: [{ kind: 'text', text }] } as const
  return { message, exit: EXIT.unchecked, json: null }
}
