/**
 * What people fill in -> HTML: input blocks and the elements that hold a value. Each carries `data-field` (its
 * type), `data-block` and `data-action`; `data-acts` where using it is told to the app at once. Which ids label
 * what is the page's affair: a label holds its field, or a fieldset has a legend.
 */
import { escapeHtml } from './htmlText.ts'
import { listOf, type Node, nodeOf, wordOf } from './node.ts'

/** People or channels of a list. */
export interface Choice {
  readonly id: string
  readonly name: string
}

export interface FieldOptions {
  /** Sets elements of equal ids in two places apart: radio buttons are grouped by name. */
  readonly scope?: string
  readonly people?: readonly Choice[]
  readonly channels?: readonly Choice[]
}

/** Where an element stands. */
interface Place {
  readonly blockId: string
  /** What it is called, for those who do not see where it stands. */
  readonly label: string
  /** Using it is told to the app at once. */
  readonly acts: boolean
  /** More attributes, escaped: a question before it acts. */
  readonly more: string
}

type Draw = (element: Node, place: Place, options: FieldOptions) => string

const FIELDS: Readonly<Record<string, Draw>> = {
  plain_text_input: textHtml,
  number_input: (element, place) => inputHtml('number', element, place, numberBounds(element)),
  email_text_input: (element, place) => inputHtml('email', element, place, ''),
  url_text_input: (element, place) => inputHtml('url', element, place, ''),
  datepicker: (element, place) =>
    inputHtml('date', element, place, attribute('value', element.initial_date)),
  timepicker: (element, place) =>
    inputHtml('time', element, place, attribute('value', element.initial_time)),
  static_select: (element, place) =>
    selectHtml(
      element,
      place,
      choicesHtml(element, [wordOf(nodeOf(element.initial_option).value)]),
    ),
  external_select: externalHtml,
  multi_static_select: boxesHtml,
  radio_buttons: boxesHtml,
  checkboxes: boxesHtml,
  users_select: (element, place, { people = [] }) =>
    selectHtml(element, place, namesHtml(people, element.initial_user)),
  conversations_select: (element, place, { channels = [] }) =>
    selectHtml(element, place, namesHtml(channels, element.initial_conversation)),
  channels_select: (element, place, { channels = [] }) =>
    selectHtml(element, place, namesHtml(channels, element.initial_channel)),
}

/** An element that holds a value; null for one that is none or is not drawn here. */
export function fieldHtml(
  element: Node,
  place: Omit<Place, 'label'> & { readonly label?: string },
  options: FieldOptions,
): string | null {
  const type = wordOf(element.type)
  const draw = Object.hasOwn(FIELDS, type) ? FIELDS[type] : undefined
  const label =
    place.label ?? (wordOf(nodeOf(element.placeholder).text) || type.replaceAll('_', ' '))
  return draw === undefined ? null : draw(element, { ...place, label }, options)
}

/** An input block: label, field, hint, and room for what is wrong with it. */
export function inputBlockHtml(block: Node, options: FieldOptions): string {
  const element = nodeOf(block.element)
  const label = wordOf(nodeOf(block.label).text)
  const place = {
    blockId: wordOf(block.block_id),
    label,
    acts: block.dispatch_action === true,
    more: '',
  }
  const field =
    fieldHtml(element, place, options) ??
    `<span class="unknown">[unsupported element: ${escapeHtml(element.type)}]</span>`
  const optional = block.optional === true ? ' <span class="optional">(optional)</span>' : ''
  const hint = wordOf(nodeOf(block.hint).text)
  const below = hint === '' ? '' : `<p class="hint">${escapeHtml(hint)}</p>`
  const required = block.optional === true ? '' : ' data-required="true"'
  return `<div class="input" data-input="${escapeHtml(block.block_id)}"${required}><div class="label">${escapeHtml(label)}${optional}</div>${field}${below}<p class="wrong" hidden></p></div>`
}

function textHtml(element: Node, place: Place): string {
  const bounds =
    attribute('minlength', element.min_length) + attribute('maxlength', element.max_length)
  if (element.multiline !== true) {
    return inputHtml('text', element, place, bounds + attribute('value', element.initial_value))
  }
  const text = escapeHtml(element.initial_value)
  return `<textarea rows="4"${fieldAttributes(element, place)}${bounds}${placeholder(element)}>\n${text}</textarea>`
}

function inputHtml(type: string, element: Node, place: Place, more: string): string {
  const initial = more.includes(' value=') ? '' : attribute('value', element.initial_value)
  return `<input type="${type}"${fieldAttributes(element, place)}${more}${initial}${placeholder(element)}>`
}

function numberBounds(element: Node): string {
  const step = element.is_decimal_allowed === true ? 'any' : '1'
  return ` step="${step}"${attribute('min', element.min_value)}${attribute('max', element.max_value)}`
}

function selectHtml(element: Node, place: Place, options: string): string {
  const first = escapeHtml(wordOf(nodeOf(element.placeholder).text)) || '…'
  return `<select${fieldAttributes(element, place)}><option value="">${first}</option>${options}</select>`
}

function choicesHtml(element: Node, chosen: readonly string[]): string {
  const draw = (option: Node): string =>
    `<option value="${escapeHtml(option.value)}"${chosen.includes(wordOf(option.value)) ? ' selected' : ''}>${escapeHtml(wordOf(nodeOf(option.text).text))}</option>`
  const groups = listOf(element.option_groups).map(
    (group) =>
      `<optgroup label="${escapeHtml(wordOf(nodeOf(group.label).text))}">${listOf(group.options).map(draw).join('')}</optgroup>`,
  )
  return listOf(element.options).map(draw).join('') + groups.join('')
}

function namesHtml(choices: readonly Choice[], initial: unknown): string {
  return choices
    .map(
      ({ id, name }) =>
        `<option value="${escapeHtml(id)}"${id === initial ? ' selected' : ''}>${escapeHtml(name)}</option>`,
    )
    .join('')
}

/** The page makes it a combobox: its options come from the app while a person types. */
function externalHtml(element: Node, place: Place): string {
  const initial = nodeOf(element.initial_option)
  const min = Number(element.min_query_length ?? 3) || 0
  const value = attribute('data-value', initial.value)
  const text = attribute('value', nodeOf(initial.text).text)
  return `<input type="text" autocomplete="off" spellcheck="false" data-min="${min}"${value}${text}${fieldAttributes(element, place)}${placeholder(element)}>`
}

/** Boxes to tick: one of them for radio buttons, any for the others. */
function boxesHtml(element: Node, place: Place, options: FieldOptions): string {
  const type = element.type === 'radio_buttons' ? 'radio' : 'checkbox'
  const name = `${options.scope ?? ''} ${place.blockId} ${wordOf(element.action_id)}`
  const chosen = [nodeOf(element.initial_option), ...listOf(element.initial_options)].map((one) =>
    wordOf(one.value),
  )
  const groups = listOf(element.option_groups).flatMap((group) => listOf(group.options))
  const boxes = [...listOf(element.options), ...groups].map((option) => {
    const text = escapeHtml(wordOf(nodeOf(option.text).text))
    const note = wordOf(nodeOf(option.description).text)
    const small = note === '' ? '' : `<small>${escapeHtml(note)}</small>`
    const checked = chosen.includes(wordOf(option.value)) ? ' checked' : ''
    return `<label><input type="${type}" name="${escapeHtml(name)}" value="${escapeHtml(option.value)}"${checked}><span>${text}${small}</span></label>`
  })
  const many = element.type === 'multi_static_select' ? ' class="many"' : ''
  return `<fieldset${many}${fieldAttributes(element, place)}><legend class="visually-hidden">${escapeHtml(place.label)}</legend>${boxes.join('')}</fieldset>`
}

function fieldAttributes(element: Node, place: Place): string {
  const isGroup = /^(radio_buttons|checkboxes|multi_static_select)$/.test(wordOf(element.type))
  return [
    attribute('data-field', element.type),
    attribute('data-action', element.action_id),
    attribute('data-block', place.blockId),
    place.acts ? ' data-acts="true"' : '',
    place.more,
    element.focus_on_load === true ? ' data-focus="true"' : '',
    isGroup ? '' : attribute('aria-label', place.label),
  ].join('')
}

function placeholder(element: Node): string {
  return attribute('placeholder', nodeOf(element.placeholder).text)
}

function attribute(name: string, value: unknown): string {
  return value === undefined || value === null ? '' : ` ${name}="${escapeHtml(value)}"`
}
