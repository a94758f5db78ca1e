/**
 * Slack's rules for what menus are made of: options, groups of options, confirmations, placeholders.
 * Source: docs.slack.dev/reference/block-kit/composition-objects.
 */
import { dictOf, type Faults } from './faults.ts'
import type { Dict } from './model.ts'

const MAX_GROUPS = 100
const MAX_OPTION_TEXT_CHARS = 75
const MAX_OPTION_VALUE_CHARS = 150

/** A list of options. */
export function checkOptions(
  value: unknown,
  maxOptions: number,
  pointer: string,
  faults: Faults,
): void {
  for (const [option, at] of faults.items(value, maxOptions, pointer)) {
    checkOption(option, at, faults)
  }
}

function checkOption(option: Dict, pointer: string, faults: Faults): void {
  faults.text(option.text, MAX_OPTION_TEXT_CHARS, ['plain_text', 'mrkdwn'], `${pointer}/text`)
  faults.words(option.value, MAX_OPTION_VALUE_CHARS, `${pointer}/value`)
  if (option.description === undefined) return
  const types = ['plain_text', 'mrkdwn'] as const
  faults.text(option.description, MAX_OPTION_TEXT_CHARS, types, `${pointer}/description`)
}

/** A menu has options or groups of them, one of the two. */
export function checkChoices(
  menu: Dict,
  maxOptions: number,
  pointer: string,
  faults: Faults,
): void {
  if (menu.option_groups === undefined) {
    checkOptions(menu.options, maxOptions, `${pointer}/options`, faults)
    return
  }
  if (menu.options !== undefined) faults.add(pointer, 'only one of options or option_groups')
  for (const [group, at] of faults.items(
    menu.option_groups,
    MAX_GROUPS,
    `${pointer}/option_groups`,
  )) {
    faults.text(group.label, MAX_OPTION_TEXT_CHARS, ['plain_text'], `${at}/label`)
    checkOptions(group.options, maxOptions, `${at}/options`, faults)
  }
}

/** The question before an element acts. */
export function checkConfirm(value: unknown, pointer: string, faults: Faults): void {
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
