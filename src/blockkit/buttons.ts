/** Buttons -> Block Kit, and their way back: an action id carries the action's name and nothing else. */
import type { ActionsBlock, Button as SlackButton } from '@slack/types'
import type { Button } from '../domain/report.ts'
import { plain } from '../domain/words.ts'
import { cleanLine, isWellFormed } from './escape.ts'

/** Slack's own limits of a button (docs.slack.dev, button element); a row holds at most 25. */
const LABEL_CHARS = 75
const VALUE_CHARS = 2000
const ACTION_ID_CHARS = 255
const ROW_BUTTONS = 25

const PREFIX = 'mc:'

/** Every action id of ours, for the edge that listens. */
export const ACTION_ID = /^mc:/

/** The action of an action id as it was posted, or null when it is none of ours. */
export function actionOf(actionId: string): string | null {
  return actionId.startsWith(PREFIX) ? actionId.slice(PREFIX.length).replace(/#\d+$/, '') : null
}

/** A button whose value or action Slack would refuse, or change, cannot be mended: it would do something else. */
export function fitsSlack({ value, action }: Button): boolean {
  const isShort = value.length <= VALUE_CHARS && action.length <= ACTION_ID_CHARS - 10
  return isShort && isWellFormed(value) && isWellFormed(action)
}

/** Rows of buttons. `taken` holds the ids used in the message so far; each must be unique in it. */
export function buttonRows(
  buttons: readonly Button[],
  taken: Set<string>,
): readonly ActionsBlock[] {
  const elements = buttons.filter(fitsSlack).map((button) => element(button, freeId(button, taken)))
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
  }
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
function freeId(button: Button, taken: Set<string>): string {
  const bare = PREFIX + button.action
  let id = /#\d+$/.test(bare) ? `${bare}#1` : bare
  for (let nth = 2; taken.has(id); nth += 1) id = `${bare}#${nth}`
  taken.add(id)
  return id
}
