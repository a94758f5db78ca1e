/**
 * A neutral form -> a modal of Slack, and its answers back. Slack's limits of views and inputs are written here once;
 * what is longer is cut where readers see it. Source: docs.slack.dev/reference/views and /block-kit.
 */
import type {
  InputBlock,
  KnownBlock,
  ModalView,
  PlainTextElement,
  PlainTextOption,
} from '@slack/types'
import type { Answers, Choice, Form, FormField } from '../domain/form.ts'
import { plain, type Text } from '../domain/words.ts'
import { cleanLine } from './escape.ts'
import { toMrkdwn } from './mrkdwn.ts'
import { nodeOf, wordOf } from './node.ts'

const TITLE_CHARS = 24
const LABEL_CHARS = 2000
const PLACEHOLDER_CHARS = 150
const OPTION_CHARS = 75
const VALUE_CHARS = 150
const MEMO_CHARS = 3000
const INPUT_CHARS = 3000
const INTRO_CHARS = 3000
const MENU_OPTIONS = 100

const FORM_PREFIX = 'mc:form:'
const FIELD_PREFIX = 'mc:field:'

/** Every view and every completing field of ours, for the edge that listens. */
export const FORM_ID = /^mc:form:/
export const FIELD_ID = /^mc:field:/

/** The form's name of a view's callback id. */
export function formOf(callbackId: string): string {
  return callbackId.slice(FORM_PREFIX.length)
}

/** The field's name of an action id; it carries its form's before it. */
export function fieldOf(actionId: string): { readonly form: string; readonly field: string } {
  const [form = '', field = ''] = actionId.slice(FIELD_PREFIX.length).split(':')
  return { form, field }
}

/** The block in which a field stands: what is wrong is said there. */
export function blockIdOf(field: string): string {
  return field
}

/** Draws a form. `memo` is what the edge must know when it comes back; throws RangeError when that is too long. */
export function modalOf(form: Form, memo: string, cancel: Text): ModalView {
  if (memo.length > MEMO_CHARS) throw new RangeError('a form’s memo is too long')
  return {
    type: 'modal',
    callback_id: FORM_PREFIX + form.name,
    title: short(form.title, TITLE_CHARS),
    submit: short(form.submit, TITLE_CHARS),
    close: short(cancel, TITLE_CHARS),
    private_metadata: memo,
    blocks: [...form.intro.flatMap(introOf), ...form.fields.map((field) => inputOf(form, field))],
  }
}

/** Choices as options; those whose value Slack would cut are left out: they would choose another thing. */
export function optionsOf(choices: readonly Choice[]): PlainTextOption[] {
  return choices
    .filter(({ value }) => value !== '' && value.length <= VALUE_CHARS)
    .slice(0, MENU_OPTIONS)
    .map(({ value, label }) => ({ text: short([label], OPTION_CHARS), value }))
}

/** The answers in a view's state; what is not there was left empty. */
export function answersOf(values: unknown): Answers {
  const found = Object.values(nodeOf(values)).flatMap((block) =>
    Object.entries(nodeOf(block)).map(([actionId, state]) => [
      fieldOf(actionId).field,
      answerOf(nodeOf(state)),
    ]),
  )
  return Object.fromEntries(found) as Answers
}

function answerOf(state: ReturnType<typeof nodeOf>): string {
  return (
    wordOf(state.value) ||
    wordOf(nodeOf(state.selected_option).value) ||
    wordOf(state.selected_conversation)
  )
}

function introOf(text: Text): readonly KnownBlock[] {
  const words = toMrkdwn(text, { maxChars: INTRO_CHARS })
  if (words.trim() === '') return []
  return [{ type: 'section', text: { type: 'mrkdwn', text: words, verbatim: true } }]
}

function inputOf(form: Form, field: FormField): InputBlock {
  return {
    type: 'input',
    block_id: blockIdOf(field.name),
    label: short(field.label, LABEL_CHARS),
    optional: field.isOptional,
    ...(field.hint === null ? {} : { hint: short(field.hint, LABEL_CHARS) }),
    element: elementOf(field, `${FIELD_PREFIX}${form.name}:${field.name}`),
  }
}

function elementOf(field: FormField, action_id: string): InputBlock['element'] {
  switch (field.kind) {
    case 'line':
    case 'lines':
      return {
        type: 'plain_text_input',
        action_id,
        multiline: field.kind === 'lines',
        max_length: Math.min(field.maxChars, INPUT_CHARS),
        ...(field.initial === '' ? {} : { initial_value: field.initial.slice(0, field.maxChars) }),
      }
    case 'choice': {
      const options = optionsOf(field.choices)
      const initial = options.find(({ value }) => value === field.initial)
      return {
        type: 'static_select',
        action_id,
        options,
        ...(initial === undefined ? {} : { initial_option: initial }),
      }
    }
    case 'completed': {
      const [initial] = field.initial === null ? [] : optionsOf([field.initial])
      return {
        type: 'external_select',
        action_id,
        // From the first letter, and before it: all that there is.
        min_query_length: 0,
        placeholder: short(field.label, PLACEHOLDER_CHARS),
        ...(initial === undefined ? {} : { initial_option: initial }),
      }
    }
    case 'channel':
      return {
        type: 'conversations_select',
        action_id,
        default_to_current_conversation: true,
        filter: { include: ['public', 'private'] },
      }
  }
}

function short(text: Text, chars: number): PlainTextElement {
  const words = cleanLine(plain(text)).trim() || '–'
  const shown = words.length > chars ? `${cleanLine(words.slice(0, chars - 1)).trimEnd()}…` : words
  return { type: 'plain_text', text: shown }
}
