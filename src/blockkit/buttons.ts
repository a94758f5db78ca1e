/** Buttons -> Block Kit, and their way back: an action id carries the action's name and nothing else. */
import type { ActionsBlock, ConfirmationDialog, Button as SlackButton } from '@slack/types'
import type { Button } from '../domain/report.ts'
import { plain, type Text } from '../domain/words.ts'
import { cleanLine, isWellFormed } from './escape.ts'
import { type Node, nodeOf, wordOf } from './node.ts'

/** Slack's own limits of a button (docs.slack.dev, button element); a row holds at most 25. */
const LABEL_CHARS = 75
const VALUE_CHARS = 2000
const ACTION_ID_CHARS = 255
const ROW_BUTTONS = 25
/** Of an overflow menu: its lines, and the value of one (docs.slack.dev, option object). */
/** Of the dialog before a button counts (docs.slack.dev, confirmation dialog object). */
const CONFIRM_TITLE_CHARS = 100
const CONFIRM_TEXT_CHARS = 300
const CONFIRM_LABEL_CHARS = 30
const OVERFLOW_OPTIONS = 5
const OPTION_VALUE_CHARS = 150
const MORE = 'more'

const PREFIX = 'mc:'

/** Every action id of ours, for the edge that listens. */
export const ACTION_ID = /^mc:/

/** The action of an action id as it was posted, or null when it is none of ours. */
export function actionOf(actionId: string): string | null {
  return actionId.startsWith(PREFIX) ? actionId.slice(PREFIX.length).replace(/#\d+$/, '') : null
}

/** What was pressed: a button, or a line behind the sign of more. Null for what is none of ours. */
export function pressedOf(
  element: Node,
): { readonly action: string; readonly value: string } | null {
  const action = actionOf(wordOf(element.action_id))
  if (action !== MORE) return action === null ? null : { action, value: wordOf(element.value) }
  const chosen = wordOf(nodeOf(element.selected_option).value)
  const at = chosen.indexOf(' ')
  return at < 0 ? null : { action: chosen.slice(0, at), value: chosen.slice(at + 1) }
}

/** A button whose value or action Slack would refuse, or change, cannot be mended: it would do something else. */
export function fitsSlack({ value, action }: Button): boolean {
  const isShort = value.length <= VALUE_CHARS && action.length <= ACTION_ID_CHARS - 10
  return isShort && isWellFormed(value) && isWellFormed(action)
}

/** The same of a line behind the sign of more. */
export function fitsMore(button: Button): boolean {
  const { value } = optionOf(button)
  return value.length <= OPTION_VALUE_CHARS && isWellFormed(value)
}

/** Rows of buttons, at most five lines behind the sign of more. `taken` holds the ids used in the message so far; each must be unique in it. */
export function buttonRows(
  {
    buttons,
    more = [],
  }: { readonly buttons: readonly Button[]; readonly more?: readonly Button[] },
  taken: Set<string>,
): readonly ActionsBlock[] {
  const elements: ActionsBlock['elements'] = buttons
    .filter(fitsSlack)
    .map((button) => element(button, freeId(button.action, taken)))
  const options = more.filter(fitsMore).map(optionOf)
  if (options.length > 0) {
    const action_id = freeId(MORE, taken)
    elements.push({ type: 'overflow', action_id, options: options.slice(0, OVERFLOW_OPTIONS) })
  }
  const rows: ActionsBlock[] = []
  for (let at = 0; at < elements.length; at += ROW_BUTTONS) {
    rows.push({ type: 'actions', elements: elements.slice(at, at + ROW_BUTTONS) })
  }
  return rows
}

function element(button: Button, actionId: string): SlackButton {
  return {
    type: 'button',
    action_id: actionId,
    text: { type: 'plain_text', text: label(button) },
    ...(button.value === '' ? {} : { value: button.value }),
    ...(button.style === undefined ? {} : { style: button.style }),
    ...(button.confirm === undefined ? {} : { confirm: dialogOf(button.confirm, button.style) }),
  }
}

function dialogOf(
  { title, text, yes, no }: NonNullable<Button['confirm']>,
  style: Button['style'],
): ConfirmationDialog {
  return {
    title: { type: 'plain_text', text: within(title, CONFIRM_TITLE_CHARS) },
    text: { type: 'plain_text', text: within(text, CONFIRM_TEXT_CHARS) },
    confirm: { type: 'plain_text', text: within(yes, CONFIRM_LABEL_CHARS) },
    deny: { type: 'plain_text', text: within(no, CONFIRM_LABEL_CHARS) },
    ...(style === undefined ? {} : { style }),
  }
}

function within(words: Text, chars: number): string {
  const text = cleanLine(plain(words)).trim() || '–'
  return text.length > chars ? `${cleanLine(text.slice(0, chars - 2))}…` : text
}

function optionOf(button: Button) {
  const text = { type: 'plain_text', text: label(button) } as const
  return { text, value: `${button.action} ${button.value}` }
}

/** True when Slack shows the label shorter than it is. */
export function isLabelCut(button: Button): boolean {
  return wholeLabel(button).length > LABEL_CHARS
}

function wholeLabel(button: Button): string {
  return cleanLine(plain(button.label)).trim() || button.action || '–'
}

function label(button: Button): string {
  const text = wholeLabel(button)
  return text.length > LABEL_CHARS ? `${cleanLine(text.slice(0, LABEL_CHARS - 2))}…` : text
}

/** `mc:again`; a second one of the same action is `mc:again#2`. An action that ends so is always numbered. */
function freeId(action: string, taken: Set<string>): string {
  const bare = PREFIX + action
  let id = /#\d+$/.test(bare) ? `${bare}#1` : bare
  for (let nth = 2; taken.has(id); nth += 1) id = `${bare}#${nth}`
  taken.add(id)
  return id
}
