/** Slack's rules for cards, carousels, containers and small actions. Source: docs.slack.dev/reference/block-kit/blocks. */
import { checkElement } from '../elementRules.ts'
import { dictOf, type Faults, type RuleContext } from '../faults.ts'
import type { Dict } from '../model.ts'

type TextTypes = readonly ('plain_text' | 'mrkdwn')[]

const ANY_TEXT: TextTypes = ['plain_text', 'mrkdwn']
const WIDTHS: readonly unknown[] = [undefined, 'narrow', 'standard', 'wide', 'full']
/** What a container may hold: none of the newest blocks, and no other container. */
const CHILDREN: ReadonlySet<unknown> = new Set([
  'actions',
  'context',
  'divider',
  'file',
  'header',
  'image',
  'input',
  'rich_text',
  'section',
  'table',
  'video',
])

export function checkCard(
  block: Dict,
  pointer: string,
  faults: Faults,
  context: RuleContext,
): void {
  const { title, body, actions, hero_image: hero } = block
  if ([title, body, actions, hero].every((one) => one === undefined))
    faults.add(pointer, 'missing required field: hero_image, title, actions or body')
  const text = (field: string, chars: number): void => {
    if (block[field] !== undefined)
      faults.text(block[field], chars, ANY_TEXT, `${pointer}/${field}`)
  }
  text('title', 150)
  text('subtitle', 150)
  text('body', 200)
  for (const field of ['hero_image', 'icon'])
    checkPicture(block[field], `${pointer}/${field}`, faults, context)
  if (actions === undefined) return
  for (const [button, at] of faults.items(
    actions,
    Number.POSITIVE_INFINITY,
    `${pointer}/actions`,
  )) {
    if (button.type === 'button') checkElement(button, at, faults, context)
    else faults.add(`${at}/type`, `unsupported type: ${String(button.type)}`)
  }
}

export function checkCarousel(
  block: Dict,
  pointer: string,
  faults: Faults,
  context: RuleContext,
): void {
  for (const [card, at] of faults.items(block.elements, 10, `${pointer}/elements`)) {
    if (card.type === 'card') checkCard(card, at, faults, context)
    else faults.add(`${at}/type`, `unsupported type: ${String(card.type)}`)
  }
}

/** `checkChild` is the rule of any block: a container holds blocks as a message does. */
export function checkContainer(
  block: Dict,
  pointer: string,
  faults: Faults,
  context: RuleContext,
  checkChild: (child: Dict, at: string) => void,
): void {
  if (block.title === undefined && block.rich_text_title === undefined)
    faults.add(pointer, 'missing required field: title or rich_text_title')
  if (block.title !== undefined) faults.text(block.title, 150, ['plain_text'], `${pointer}/title`)
  const rich = block.rich_text_title
  if (rich !== undefined) {
    if (dictOf(rich)?.type === 'rich_text')
      checkChild(dictOf(rich) ?? {}, `${pointer}/rich_text_title`)
    else faults.add(`${pointer}/rich_text_title`, 'must be a rich_text block')
  }
  if (block.subtitle !== undefined)
    faults.text(block.subtitle, 150, ANY_TEXT, `${pointer}/subtitle`)
  if (!WIDTHS.includes(block.width))
    faults.add(`${pointer}/width`, 'must be one of: narrow, standard, wide, full')
  if (block.default_collapsed === true && block.is_collapsible !== true)
    faults.add(`${pointer}/default_collapsed`, 'requires is_collapsible')
  checkPicture(block.icon, `${pointer}/icon`, faults, context)
  for (const [child, at] of faults.items(block.child_blocks, 10, `${pointer}/child_blocks`)) {
    if (CHILDREN.has(child.type)) checkChild(child, at)
    else faults.add(`${at}/type`, `unsupported type: ${String(child.type)}`)
  }
}

export function checkContextActions(block: Dict, pointer: string, faults: Faults): void {
  for (const [element, at] of faults.items(block.elements, 5, `${pointer}/elements`)) {
    faults.wordsIfAny(element.action_id, 255, `${at}/action_id`)
    if (element.type === 'icon_button') checkSmallButton(element, at, faults)
    else if (element.type === 'feedback_buttons') {
      for (const side of ['positive_button', 'negative_button']) {
        const button = dictOf(element[side])
        if (button === null) faults.add(`${at}/${side}`, 'must provide an object')
        else checkSmallButton(button, `${at}/${side}`, faults)
      }
    } else faults.add(`${at}/type`, `unsupported type: ${String(element.type)}`)
  }
}

function checkSmallButton(button: Dict, pointer: string, faults: Faults): void {
  if (button.type === 'icon_button') faults.words(button.icon, 255, `${pointer}/icon`)
  else faults.words(button.value, 2000, `${pointer}/value`)
  faults.text(button.text, 75, ['plain_text'], `${pointer}/text`)
  faults.wordsIfAny(button.value, 2000, `${pointer}/value`)
  faults.wordsIfAny(button.accessibility_label, 75, `${pointer}/accessibility_label`)
}

function checkPicture(value: unknown, pointer: string, faults: Faults, context: RuleContext): void {
  if (value === undefined) return
  const picture = dictOf(value)
  if (picture?.type === 'image') checkElement(picture, pointer, faults, context)
  else faults.add(pointer, 'must be an image')
}
