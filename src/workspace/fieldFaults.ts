/** What Slack's own client refuses before a modal is sent: by block, in Slack's words. */
import { dictOf, dictsOf } from './faults.ts'
import type { Dict } from './model.ts'

/** Faults of what was filled in, by block id; empty when the view may be sent. */
export function fieldFaults(blocks: unknown, values: Dict): Readonly<Record<string, string>> {
  const found = dictsOf(blocks)
    .filter((block) => block.type === 'input')
    .map((block): [string, string | null] => {
      const element = dictOf(block.element) ?? {}
      const byAction = dictOf(values[String(block.block_id)]) ?? {}
      const held = dictOf(byAction[String(element.action_id)]) ?? {}
      return [String(block.block_id), faultOf(block, element, held)]
    })
  return Object.fromEntries(found.filter((entry): entry is [string, string] => entry[1] !== null))
}

function faultOf(block: Dict, element: Dict, held: Dict): string | null {
  const [value = null] = Object.entries(held).flatMap(([key, one]) => (key === 'type' ? [] : [one]))
  if (value === null || (Array.isArray(value) && value.length === 0)) {
    return block.optional === true ? null : 'Please complete this required field.'
  }
  if (typeof value !== 'string') return null
  if (element.type === 'number_input') return numberFault(element, value)
  if (element.type === 'email_text_input' && !/^\S+@\S+$/.test(value)) {
    return 'Please enter a valid email address.'
  }
  if (element.type === 'url_text_input' && !URL.canParse(value)) return 'Please enter a valid URL.'
  return lengthFault(element, value)
}

function lengthFault(element: Dict, value: string): string | null {
  const { min_length: min, max_length: max } = element
  if (typeof min === 'number' && value.length < min) {
    return `Please enter at least ${min} characters.`
  }
  const most = typeof max === 'number' ? max : 3000
  return value.length > most ? `Please enter no more than ${most} characters.` : null
}

function numberFault(element: Dict, value: string): string | null {
  const number = Number(value)
  if (!Number.isFinite(number)) return 'Please enter a number.'
  if (element.is_decimal_allowed !== true && !Number.isInteger(number)) {
    return 'Please enter a whole number.'
  }
  const { min_value: min, max_value: max } = element
  if (min != null && number < Number(min)) return `Please enter ${String(min)} or more.`
  if (max != null && number > Number(max)) return `Please enter ${String(max)} or less.`
  return null
}
