/** Slack's rules for elements of blocks: buttons, menus, images. Source: docs.slack.dev/reference/block-kit. */
import { dictOf, type Faults, type RuleContext } from './faults.ts'
import { checkField } from './inputRules.ts'
import { checkConfirm, checkOptions } from './menuRules.ts'
import type { Dict } from './model.ts'

const MAX_OVERFLOW_OPTIONS = 5

/** Checks one element of an actions block, or a section's accessory. */
export function checkElement(
  element: Dict,
  pointer: string,
  faults: Faults,
  context: RuleContext,
): void {
  faults.wordsIfAny(element.action_id, 255, `${pointer}/action_id`)
  if (element.confirm !== undefined) checkConfirm(element.confirm, `${pointer}/confirm`, faults)
  if (element.type === 'button') checkButton(element, pointer, faults)
  else if (element.type === 'image') {
    faults.words(element.alt_text, 2000, `${pointer}/alt_text`)
    checkImageSource(element, pointer, faults, context)
  } else if (element.type === 'overflow') {
    checkOptions(element.options, MAX_OVERFLOW_OPTIONS, `${pointer}/options`, faults)
  } else checkField(element, 'row', pointer, faults)
}

function checkButton(button: Dict, pointer: string, faults: Faults): void {
  faults.text(button.text, 75, ['plain_text'], `${pointer}/text`)
  faults.wordsIfAny(button.value, 2000, `${pointer}/value`)
  faults.wordsIfAny(button.url, 3000, `${pointer}/url`)
  if (button.style !== undefined && button.style !== 'primary' && button.style !== 'danger') {
    faults.add(`${pointer}/style`, 'must be one of: primary, danger')
  }
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
