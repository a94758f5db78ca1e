/**
 * Slack's rules for what people fill in: input blocks and the elements that hold a value.
 * Source: docs.slack.dev/reference/block-kit/blocks/input-block and /block-elements.
 */
import { dictOf, type Faults, type RuleContext } from './faults.ts'
import { checkChoices, checkConfirm, checkOptions } from './menuRules.ts'
import type { Dict } from './model.ts'

const MAX_LABEL_CHARS = 2000
const MAX_PLACEHOLDER_CHARS = 150
const MAX_INPUT_CHARS = 3000
const MAX_OPTIONS = 100
/** Radio buttons and checkboxes. */
const MAX_BOXES = 10

/** Blocks of one message; of one modal or Home tab. */
export function maxBlocksOf(context: RuleContext): number {
  return context.surface === undefined || context.surface === 'message' ? 50 : 100
}

/** Where an element stands: in an input block, or in an actions block or as a section's accessory. */
type Place = 'input' | 'row'

type Check = (element: Dict, pointer: string, faults: Faults) => void

/** Elements that hold text that is typed stand in input blocks alone. */
const TYPED: Readonly<Record<string, Check>> = {
  plain_text_input: checkLengths,
  email_text_input: () => {},
  url_text_input: () => {},
  number_input: (element, pointer, faults) => {
    if (typeof element.is_decimal_allowed !== 'boolean') {
      faults.add(`${pointer}/is_decimal_allowed`, 'missing required field: is_decimal_allowed')
    }
  },
  file_input: () => {},
}

/** Elements that hold a choice. */
const CHOSEN: Readonly<Record<string, Check>> = {
  static_select: (menu, pointer, faults) => checkChoices(menu, MAX_OPTIONS, pointer, faults),
  multi_static_select: (menu, pointer, faults) => checkChoices(menu, MAX_OPTIONS, pointer, faults),
  external_select: checkMinQuery,
  multi_external_select: checkMinQuery,
  users_select: () => {},
  multi_users_select: () => {},
  conversations_select: () => {},
  multi_conversations_select: () => {},
  channels_select: () => {},
  multi_channels_select: () => {},
  radio_buttons: checkBoxes,
  checkboxes: checkBoxes,
  datepicker: (element, pointer, faults) =>
    checkForm(element.initial_date, /^\d{4}-\d{2}-\d{2}$/, `${pointer}/initial_date`, faults),
  timepicker: (element, pointer, faults) =>
    checkForm(element.initial_time, /^([01]\d|2[0-3]):[0-5]\d$/, `${pointer}/initial_time`, faults),
  datetimepicker: () => {},
}

/** Checks an element that holds a value. */
export function checkField(element: Dict, place: Place, pointer: string, faults: Faults): void {
  const type = String(element.type)
  const checks = place === 'input' ? { ...TYPED, ...CHOSEN } : CHOSEN
  const check = Object.hasOwn(checks, type) ? checks[type] : undefined
  if (check === undefined) {
    faults.add(`${pointer}/type`, `unsupported type: ${type}`)
    return
  }
  check(element, pointer, faults)
  if (element.placeholder === undefined) return
  const types = ['plain_text'] as const
  faults.text(element.placeholder, MAX_PLACEHOLDER_CHARS, types, `${pointer}/placeholder`)
}

/** An input block: a label, one element, perhaps a hint. */
export function checkInput(block: Dict, pointer: string, faults: Faults): void {
  faults.text(block.label, MAX_LABEL_CHARS, ['plain_text'], `${pointer}/label`)
  if (block.hint !== undefined) {
    faults.text(block.hint, MAX_LABEL_CHARS, ['plain_text'], `${pointer}/hint`)
  }
  const element = dictOf(block.element)
  if (element === null) {
    faults.add(`${pointer}/element`, 'must provide an object')
    return
  }
  const at = `${pointer}/element`
  faults.wordsIfAny(element.action_id, 255, `${at}/action_id`)
  if (element.confirm !== undefined) checkConfirm(element.confirm, `${at}/confirm`, faults)
  checkField(element, 'input', at, faults)
}

function checkLengths(element: Dict, pointer: string, faults: Faults): void {
  checkRange(element.min_length, 0, `${pointer}/min_length`, faults)
  checkRange(element.max_length, 1, `${pointer}/max_length`, faults)
  const { initial_value: initial } = element
  if (typeof initial === 'string' && initial.length > MAX_INPUT_CHARS) {
    faults.add(`${pointer}/initial_value`, `must be less than ${MAX_INPUT_CHARS + 1} characters`)
  }
}

function checkRange(value: unknown, min: number, pointer: string, faults: Faults): void {
  if (value === undefined) return
  if (typeof value !== 'number' || !Number.isInteger(value)) faults.add(pointer, 'must be a number')
  else if (value < min) faults.add(pointer, `must be greater than or equal to ${min}`)
  else if (value > MAX_INPUT_CHARS) {
    faults.add(pointer, `must be less than or equal to ${MAX_INPUT_CHARS}`)
  }
}

function checkMinQuery(element: Dict, pointer: string, faults: Faults): void {
  checkRange(element.min_query_length, 0, `${pointer}/min_query_length`, faults)
}

function checkBoxes(element: Dict, pointer: string, faults: Faults): void {
  checkOptions(element.options, MAX_BOXES, `${pointer}/options`, faults)
}

function checkForm(value: unknown, form: RegExp, pointer: string, faults: Faults): void {
  if (value !== undefined && !(typeof value === 'string' && form.test(value))) {
    faults.add(pointer, 'has an invalid format')
  }
}
