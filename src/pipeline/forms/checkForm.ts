/** The form of a check: a host, what on it, and what to do. */
import type { Choice, Form, FormField } from '../../domain/form.ts'
import { findHost, type HostEntry } from '../../domain/inventory.ts'
import { LIMITS } from '../../domain/limits.ts'
import { type Lang, type Phrase, say } from '../../domain/words.ts'
import { FORM_WORDS } from '../../report/words/forms.ts'
import type { House } from '../house.ts'
import { hostChoice } from './hostChoices.ts'

/** What can be asked in the form: verbs of the registry. A verb with no word behind it opens the form. */
export const FORM_VERBS = ['check', 'watch', 'history', 'doctor'] as const
export type FormVerb = (typeof FORM_VERBS)[number]

const VERB_WORDS: Readonly<Record<FormVerb, Phrase>> = {
  check: FORM_WORDS.whatCheck,
  watch: FORM_WORDS.whatWatch,
  history: FORM_WORDS.whatHistory,
  doctor: FORM_WORDS.whatDoctor,
}

export interface CheckFormOf {
  readonly verb: FormVerb
  readonly lang: Lang
  /** Hosts that were found in a message, in its order; null where no message was read. */
  readonly found: readonly HostEntry[] | null
  /** What on the host, as it would be typed. */
  readonly target: string
  /** Whether it must be asked where to answer. */
  readonly asksPlace: boolean
}

/** The form, with what is known filled in. */
export function checkForm(house: Pick<House, 'inventory'>, of: CheckFormOf): Form {
  const { lang, found } = of
  const { hosts } = house.inventory
  const only = hosts.length === 1 ? hosts[0] : undefined
  const host = found?.[0] ?? only
  return {
    name: 'check',
    title: say(FORM_WORDS.checkTitle, {}, lang),
    submit: say(FORM_WORDS.checkSubmit, {}, lang),
    intro: found === null ? [] : [foundText(found, lang)],
    memo: '',
    fields: [
      {
        ...labelled('host', FORM_WORDS.host, FORM_WORDS.hostHint, lang),
        kind: 'completed',
        initial: host === undefined ? null : hostChoice(host),
      },
      {
        ...labelled('target', FORM_WORDS.target, FORM_WORDS.targetHint, lang),
        isOptional: true,
        kind: 'line',
        initial: of.target,
        maxChars: LIMITS.commandChars,
      },
      {
        ...labelled('what', FORM_WORDS.what, null, lang),
        kind: 'choice',
        choices: FORM_VERBS.map((verb): Choice => ({ value: verb, label: VERB_WORDS[verb][lang] })),
        initial: of.verb,
      },
      ...(of.asksPlace ? [placeField(lang)] : []),
    ],
  }
}

/** Hosts of the inventory that a text names, each once, in its order; and a pid that stands beside the word pid. */
export function namedIn(
  { inventory }: Pick<House, 'inventory'>,
  text: string,
): { readonly hosts: readonly HostEntry[]; readonly target: string } {
  const words = text.slice(0, LIMITS.saidChars).match(/[\p{L}\p{N}][\p{L}\p{N}._:-]*/gu) ?? []
  const hosts = words.flatMap((word) => {
    // What stands behind a host is a port or the end of a sentence.
    const bare = word.replace(/[.:_-]+$/, '')
    return findHost(inventory, bare) ?? findHost(inventory, bare.replace(/:\d+$/, '')) ?? []
  })
  const [, pid = ''] =
    /\bpid[\s:=#]{1,3}([1-9]\d{0,6})\b/i.exec(text.slice(0, LIMITS.saidChars)) ?? []
  return { hosts: [...new Set(hosts)].slice(0, LIMITS.choices), target: pid }
}

function foundText(found: readonly HostEntry[], lang: Lang) {
  if (found.length === 0) return say(FORM_WORDS.checkFoundNone, {}, lang)
  return say(FORM_WORDS.checkFound, { names: found.map(({ name }) => name).join(', ') }, lang)
}

function placeField(lang: Lang): FormField {
  const words = labelled('place', FORM_WORDS.place, FORM_WORDS.placeHint, lang)
  return { ...words, isOptional: true, kind: 'channel' }
}

function labelled(name: string, label: Phrase, hint: Phrase | null, lang: Lang) {
  return {
    name,
    label: say(label, {}, lang),
    hint: hint === null ? null : say(hint, {}, lang),
    isOptional: false,
  }
}
