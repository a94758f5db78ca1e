/**
 * What elements hold: their value as they were sent, what a person picked, and how Slack writes either into
 * `state.values` and actions. Source: docs.slack.dev/reference/interaction-payloads.
 */
import { dictOf, dictsOf } from './faults.ts'
import { HttpError } from './http.ts'
import type { Dict } from './model.ts'

/** A value as the page has it: a text or an option's value, several of them, or nothing. */
export type Raw = string | readonly string[] | null

/** An element that acts, and the block it stands in. */
export interface Placed {
  readonly block: Dict
  readonly element: Dict
}

/** What a person has put into an element; undefined where nothing was touched. */
export type Picked = (placed: Placed) => Raw | undefined

/** Finds an option that is not in the element itself: an external menu's. */
export type FindOption = (placed: Placed, value: string) => Dict | null

/** The name of a value in `state.values`, for elements that hold one text, id or date. */
const PLAIN: Readonly<Record<string, { readonly key: string; readonly initial: string }>> = {
  plain_text_input: { key: 'value', initial: 'initial_value' },
  number_input: { key: 'value', initial: 'initial_value' },
  email_text_input: { key: 'value', initial: 'initial_value' },
  url_text_input: { key: 'value', initial: 'initial_value' },
  datepicker: { key: 'selected_date', initial: 'initial_date' },
  timepicker: { key: 'selected_time', initial: 'initial_time' },
  users_select: { key: 'selected_user', initial: 'initial_user' },
  conversations_select: { key: 'selected_conversation', initial: 'initial_conversation' },
  channels_select: { key: 'selected_channel', initial: 'initial_channel' },
}
const ONE_OPTION = new Set(['static_select', 'external_select', 'radio_buttons'])
const MANY_OPTIONS = new Set(['multi_static_select', 'multi_external_select', 'checkboxes'])

/** Everything in blocks that acts or holds a value. */
export function elementsIn(blocks: unknown): readonly Placed[] {
  return dictsOf(blocks).flatMap((block) => {
    const elements = Array.isArray(block.elements) ? block.elements : []
    return dictsOf([...elements, block.accessory, block.element])
      .filter((element) => element.action_id !== undefined)
      .map((element) => ({ block, element }))
  })
}

/** `state.values` of blocks: by block, by action. */
export function stateOf(blocks: unknown, picked: Picked, find: FindOption): Dict {
  const values: Record<string, Record<string, Dict>> = {}
  for (const placed of elementsIn(blocks)) {
    if (!holds(placed.element)) continue
    const block = String(placed.block.block_id)
    const raw = picked(placed)
    values[block] = {
      ...values[block],
      [String(placed.element.action_id)]: {
        type: placed.element.type,
        ...(raw === undefined ? initialJson(placed.element) : valueJson(placed, raw, find)),
      },
    }
  }
  return values
}

/** One action of `block_actions`. Throws HttpError 404 for an option that was never offered. */
export function actionJson(placed: Placed, raw: Raw, find: FindOption, actionTs: string): Dict {
  const { block, element } = placed
  return {
    type: element.type,
    action_id: element.action_id,
    block_id: block.block_id,
    ...(element.type === 'button'
      ? { text: element.text, value: element.value, style: element.style }
      : { placeholder: element.placeholder, ...valueJson(placed, raw, find) }),
    action_ts: actionTs,
  }
}

function holds(element: Dict): boolean {
  const type = String(element.type)
  return Object.hasOwn(PLAIN, type) || ONE_OPTION.has(type) || MANY_OPTIONS.has(type)
}

function initialJson(element: Dict): Dict {
  const type = String(element.type)
  const plain = Object.hasOwn(PLAIN, type) ? PLAIN[type] : undefined
  if (plain !== undefined) return { [plain.key]: element[plain.initial] ?? null }
  return MANY_OPTIONS.has(type)
    ? { selected_options: dictsOf(element.initial_options) }
    : { selected_option: dictOf(element.initial_option) }
}

function valueJson(placed: Placed, raw: Raw, find: FindOption): Dict {
  const type = String(placed.element.type)
  const plain = Object.hasOwn(PLAIN, type) ? PLAIN[type] : undefined
  const one = typeof raw === 'string' && raw !== '' ? raw : null
  if (plain !== undefined) return { [plain.key]: one }
  if (MANY_OPTIONS.has(type)) {
    const values = typeof raw === 'string' ? [raw] : (raw ?? [])
    return { selected_options: values.map((value) => optionOf(placed, value, find)) }
  }
  return { selected_option: one === null ? null : optionOf(placed, one, find) }
}

function optionOf(placed: Placed, value: string, find: FindOption): Dict {
  const { element } = placed
  const own = [
    ...dictsOf(element.options),
    ...dictsOf(element.option_groups).flatMap((group) => dictsOf(group.options)),
    ...dictsOf([element.initial_option]),
    ...dictsOf(element.initial_options),
  ]
  const option = own.find((one) => one.value === value) ?? find(placed, value)
  if (option === null) throw new HttpError(404, `no such option: ${value}`)
  return option
}
