/** A request for an intrusive action as a message: what it does, its price, and the button that asks first. */
import type { Consent, ConsentStep } from '../../domain/consent.ts'
import type { Demanded } from '../../domain/demand.ts'
import type { Form } from '../../domain/form.ts'
import { INTRUSIVE_ACTIONS } from '../../domain/intrusiveActions.ts'
import { LIMITS } from '../../domain/limits.ts'
import type { Block, Button, Message } from '../../domain/report.ts'
import { type Lang, type Phrase, plain, say, type Text } from '../../domain/words.ts'
import { CONSENT_WORDS, KIND_WORDS } from '../words/consent/request.ts'
import { messageOf, paramsOf, sayOf } from './said.ts'

export interface RequestOf {
  readonly consent: Consent
  readonly demanded: Demanded
  /** What the button carries; null where none is shown any more. */
  readonly value: string | null
}

/** The request while it waits for a press. */
export function requestMessage({ consent, demanded, value }: RequestOf): Message {
  const { lang } = consent.about
  const params = { ...paramsOf(consent), forMs: LIMITS.consentMs }
  const isSecond = consent.state === 'confirmed'
  const waits = isSecond ? CONSENT_WORDS.waitsSecond : CONSENT_WORDS.waits
  const notes: readonly Phrase[] = isSecond
    ? []
    : [
        ...(demanded.tickets.length > 0 ? [CONSENT_WORDS.waitsTicket] : []),
        ...(demanded.secondPerson ? [CONSENT_WORDS.needsSecond] : []),
      ]
  const buttons: readonly Block[] =
    value === null ? [] : [{ kind: 'buttons', buttons: [pressButton(consent, demanded, value)] }]
  return messageOf(null, say(KIND_WORDS[consent.kind].title, params, lang), [
    { kind: 'text', text: say(KIND_WORDS[consent.kind].effect, params, lang) },
    priceFields(consent, demanded),
    { kind: 'text', text: say(KIND_WORDS[consent.kind].cleanUp, params, lang) },
    {
      kind: 'text',
      text: [waits, ...notes].flatMap(
        (phrase, at): Text => [...(at === 0 ? [] : [' ']), ...sayOf(phrase, params, lang)],
      ),
    },
    ...buttons,
  ])
}

/** The same once it waits no more: who confirmed it, or that nobody did. */
export function settledMessage(consent: Consent, demanded: Demanded): Message {
  const { lang } = consent.about
  const params = paramsOf(consent)
  const { confirmedBy } = consent.about
  const words = consent.state === 'expired' ? CONSENT_WORDS.expired : CONSENT_WORDS.confirmed
  return messageOf(null, say(KIND_WORDS[consent.kind].title, params, lang), [
    priceFields(consent, demanded),
    { kind: 'text', text: sayOf(words, { ...params, by: confirmedBy ?? consent.by }, lang) },
  ])
}

function priceFields(consent: Consent, demanded: Demanded): Block {
  const { lang } = consent.about
  const action = INTRUSIVE_ACTIONS[consent.kind]
  const params = {
    ...paramsOf(consent),
    dir: demanded.coreDir,
    mostBytes: demanded.coreMaxBytes,
  }
  const field = (label: Phrase, value: Text) => ({ label: say(label, {}, lang), value })
  const command = action.command(consent.pid, consent.about.core?.path ?? `${demanded.coreDir}/…`)
  return {
    kind: 'fields',
    fields: [
      field(CONSENT_WORDS.process, say(CONSENT_WORDS.processValue, params, lang)),
      field(CONSENT_WORDS.pause, say(CONSENT_WORDS.pauseValue, params, lang)),
      ...(action.writes
        ? [field(CONSENT_WORDS.file, say(CONSENT_WORDS.fileValue, params, lang))]
        : []),
      field(CONSENT_WORDS.command, [{ code: command }]),
    ],
  }
}

/** A ticket is asked in a form, which is the second question by itself. */
function pressButton(consent: Consent, demanded: Demanded, value: string): Button {
  const { lang } = consent.about
  const step: ConsentStep = consent.state === 'confirmed' ? 'approve' : 'confirm'
  const label = step === 'approve' ? CONSENT_WORDS.approve : KIND_WORDS[consent.kind].button
  const asksForm = step === 'confirm' && demanded.tickets.length > 0
  return {
    action: `consent-${step}`,
    label: [label[lang]],
    value,
    style: 'danger',
    ...(asksForm ? {} : { confirm: dialogOf(consent, demanded) }),
  }
}

function dialogOf(consent: Consent, demanded: Demanded): NonNullable<Button['confirm']> {
  const { lang } = consent.about
  const words = KIND_WORDS[consent.kind]
  return {
    title: [CONSENT_WORDS.dialogTitle[lang]],
    text: dialogText(consent, demanded, lang),
    yes: [words.button[lang]],
    no: [CONSENT_WORDS.no[lang]],
  }
}

function dialogText(consent: Consent, demanded: Demanded, lang: Lang): Text {
  const params = { ...paramsOf(consent), mostBytes: demanded.coreMaxBytes }
  return say(KIND_WORDS[consent.kind].dialog, params, lang)
}

/** The form that asks for a change ticket and says the same as the dialog. */
export function ticketForm(consent: Consent, demanded: Demanded, memo: string): Form {
  const { lang } = consent.about
  return {
    name: 'consent',
    title: say(CONSENT_WORDS.formTitle, {}, lang),
    submit: say(CONSENT_WORDS.formSubmit, {}, lang),
    intro: [dialogText(consent, demanded, lang)],
    memo,
    fields: [
      {
        kind: 'line',
        name: 'ticket',
        label: say(CONSENT_WORDS.formTicket, {}, lang),
        hint: say(CONSENT_WORDS.formHint, {}, lang),
        isOptional: false,
        initial: '',
        maxChars: 80,
      },
    ],
  }
}

/** Where a form cannot be opened, or nothing is to be said beside it. */
export function plainMessage(text: Text): Message {
  return { text: plain(text), blocks: [{ kind: 'text', text }] }
}
