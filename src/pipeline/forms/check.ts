/** The answers of the form of a check -> the words of the command that they stand for. */
import { UserError } from '../../domain/errors.ts'
import type { Wrong } from '../../domain/form.ts'
import { findHost } from '../../domain/inventory.ts'
import { say, type Text } from '../../domain/words.ts'
import { ERROR_WORDS } from '../../report/words/errors.ts'
import { FORM_WORDS } from '../../report/words/forms.ts'
import type { Asked } from '../command.ts'
import { dispatch, wordsOf } from '../dispatch.ts'
import { readTarget } from '../grammar.ts'
import type { House } from '../house.ts'
import { visibleHosts } from '../leave.ts'
import { FORM_VERBS } from './checkForm.ts'
import type { FormLogic } from './form.ts'
import { hostChoices } from './hostChoices.ts'

export const check: FormLogic = {
  complete: async (field, typed, { actor }, { house }) =>
    field === 'host' ? hostChoices(visibleHosts(house, actor), typed) : [],
  async submit({ answers, registry }, asked, use) {
    const host = findHost(use.house.inventory, answers['host'] ?? '')
    if (host === null)
      return { kind: 'wrong', field: 'host', why: say(FORM_WORDS.noHost, {}, asked.lang) }
    const verb = FORM_VERBS.find((one) => one === answers['what']) ?? 'check'
    const words = [host.name, ...(verb === 'doctor' ? [] : wordsOf(answers['target'] ?? ''))]
    return wrongTarget(words, asked, use.house) ?? dispatch(registry, [verb, ...words], asked, use)
  },
}

/** What is wrong with the words behind the host, said beside their field. */
function wrongTarget(words: readonly string[], asked: Asked, house: House): Wrong | null {
  try {
    readTarget(words, house)
    return null
  } catch (cause) {
    if (!(cause instanceof UserError)) throw cause
    const { what, fix } = ERROR_WORDS[cause.code]
    const why: Text = [
      ...say(what, cause.params, asked.lang),
      ' ',
      ...say(fix, cause.params, asked.lang),
    ]
    return { kind: 'wrong', field: 'target', why }
  }
}
