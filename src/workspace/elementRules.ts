/** Slack's rules for elements of blocks: buttons, menus, images. Source: docs.slack.dev/reference/block-kit. */
import { dictOf, type Faults, type RuleContext } from './faults.ts'
import type { Dict } from './model.ts'

/** Menus, and how many options each may have. */
const MENUS: ReadonlyMap<string, number> = new Map([
  ['static_select', 100],
  ['overflow', 5],
  ['radio_buttons', 10],
  ['checkboxes', 10],
])

/** Checks one element of an actions block, or a section's accessory. */
export function checkElement(
  element: Dict,
  pointer: string,
  faults: Faults,
  context: RuleContext,
): void {
  faults.wordsIfAny(element.action_id, 255, `${pointer}/action_id`)
  if (element.confirm !== undefined) checkConfirm(element.confirm, `${pointer}/confirm`, faults)
  const menu = MENUS.get(String(element.type))
  if (element.type === 'button') checkButton(element, pointer, faults)
  else if (element.type === 'image') {
    faults.words(element.alt_text, 2000, `${pointer}/alt_text`)
    checkImageSource(element, pointer, faults, context)
  } else if (menu !== undefined) checkOptions(element, menu, pointer, faults)
  else faults.add(`${pointer}/type`, `unsupported type: ${String(element.type)}`)
}

function checkOptions(element: Dict, maxOptions: number, pointer: string, faults: Faults): void {
  for (const [option, at] of faults.items(element.options, maxOptions, `${pointer}/options`)) {
    faults.text(option.text, 75, ['plain_text', 'mrkdwn'], `${at}/text`)
    faults.words(option.value, 150, `${at}/value`)
  }
}

function checkButton(button: Dict, pointer: string, faults: Faults): void {
  faults.text(button.text, 75, ['plain_text'], `${pointer}/text`)
  faults.wordsIfAny(button.value, 2000, `${pointer}/value`)
  faults.wordsIfAny(button.url, 3000, `${pointer}/url`)
  if (button.style !== undefined && button.style !== 'primary' && button.style !== 'danger') {
    faults.add(`${pointer}/style`, 'must be one of: primary, danger')
  }
}

function checkConfirm(value: unknown, pointer: string, faults: Faults): void {
  const confirm = dictOf(value)
  if (confirm === null) {
    faults.add(pointer, 'must provide an object')
    return
  }
  faults.text(confirm.title, 100, ['plain_text'], `${pointer}/title`)
  faults.text(confirm.text, 300, ['plain_text', 'mrkdwn'], `${pointer}/text`)
  if (confirm.confirm !== undefined) {
    faults.text(confirm.confirm, 30, ['plain_text'], `${pointer}/confirm`)
  }
  if (confirm.deny !== undefined) faults.text(confirm.deny, 30, ['plain_text'], `${pointer}/deny`)
}

/** An image comes from the web or is a file that Slack has finished looking at. */
export function checkImageSource(
  image: Dict,
  pointer: string,
  faults: Faults,
  context: RuleContext,
): void {
  if (image.image_url !== undefined) checkImageUrl(image.image_url, `${pointer}/image_url`, faults)
  else if (image.slack_file !== undefined) checkFile(image.slack_file, pointer, faults, context)
  else faults.add(pointer, 'missing required field: image_url or slack_file')
}

function checkFile(value: unknown, pointer: string, faults: Faults, context: RuleContext): void {
  const id = dictOf(value)?.id
  const file = typeof id === 'string' ? context.file(id) : null
  // Right after an upload this is what real Slack answers too (node-slack-sdk issue 2260).
  if (file?.mimetype?.startsWith('image/') !== true) {
    faults.add(`${pointer}/slack_file`, 'invalid slack file')
  }
}

/** Slack fetches the picture itself, so an address of this machine means nothing to it. */
function checkImageUrl(value: unknown, pointer: string, faults: Faults): void {
  faults.words(value, 3000, pointer)
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : null
  const isPublic =
    url !== null &&
    /^https?:$/.test(url.protocol) &&
    !/^(localhost|127\.|10\.|192\.168\.|\[)/.test(url.hostname)
  if (!isPublic) faults.add(pointer, 'downloading image failed')
}
