/** Forms in a chat: opened by a shortcut, completed as one types, sent; and the page that each person has. */
import type { Message } from '../../domain/report.ts'
import type { Run } from '../../domain/store.ts'
import { plain, say } from '../../domain/words.ts'
import { errorMessage } from '../../report/errorMessage.ts'
import { FORM_WORDS } from '../../report/words/forms.ts'
import { asUserError } from '../check.ts'
import { type Asked, type ChatOrigin, EXIT, type Listener, type Reply } from '../command.ts'
import type { Registry } from '../dispatch.ts'
import { enter, safely } from '../fromChat.ts'
import { homePage } from '../home.ts'
import { visibleHosts } from '../leave.ts'
import type { UseCases } from '../useCases.ts'
import { checkForm, namedIn } from './checkForm.ts'
import { doubtForm } from './doubtForm.ts'
import { FORM_LOGIC } from './index.ts'

type FormListener = Pick<Listener, 'shortcut' | 'complete' | 'submitted' | 'home'>

/** What a listener does with forms. */
export function formListener(registry: Registry, use: UseCases): FormListener {
  return {
    shortcut: (said, from) =>
      safely(use, from, async () => {
        const asked = await enter(use, from, 'shortcut', said === null ? 'check' : 'check-message')
        return shortcutForm(use, asked, said)
      }),
    async complete(form, field, typed, from) {
      try {
        const asked = await enter(use, from, 'options', `${form}:${field}`)
        return await FORM_LOGIC[form].complete(field, typed, asked, use)
      } catch (cause) {
        // Options have no room for words: who may not is offered nothing.
        asUserError(use.house, null, cause)
        return []
      }
    },
    submitted: (form, memo, answers, from) =>
      safely(use, from, async () => {
        const asked = await enter(use, from, 'submit', form)
        return FORM_LOGIC[form].submit({ answers, memo, registry }, asked, use)
      }),
    home: (from) => home(use, from),
  }
}

async function home(use: UseCases, from: ChatOrigin): Promise<Message> {
  try {
    return await homePage(use, await enter(use, from, 'home', 'home'))
  } catch (cause) {
    return errorMessage(asUserError(use.house, null, cause), from.lang)
  }
}

function shortcutForm(use: UseCases, { actor, lang }: Asked, said: string | null): Reply {
  const seen = { inventory: { ...use.house.inventory, hosts: visibleHosts(use.house, actor) } }
  const named = said === null ? null : namedIn(seen, said)
  const form = checkForm(seen, {
    verb: 'check',
    lang,
    found: named?.hosts ?? null,
    target: named?.hosts[0] === undefined ? '' : named.target,
    asksPlace: said === null,
  })
  return { kind: 'form', form, otherwise: noForm(lang) }
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
