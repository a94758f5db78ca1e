/**
 * Slack's rules for a message as literal numbers, on purpose not shared with the code that fits messages into
 * them: a wrong limit there must fail here. Sources: docs.slack.dev reference of blocks and elements; the total
 * of characters is undocumented (bolt-js #2509, #2867), the JSON stands for it.
 */
import { listOf, type Node, nodeOf, wordOf } from './node.ts'

/** What is wrong and where, as a JSON pointer into the message. */
export interface Problem {
  readonly pointer: string
  readonly code: string
}

type Check = (block: Node, at: string) => readonly (Problem | null)[]

const CHECKS: Readonly<Record<string, Check>> = {
  header: (block, at) => [textOf(block.text, `${at}/text`, 150, 'plain_text')],
  divider: () => [],
  section: checkSection,
  context: checkContext,
  actions: checkActions,
  image: checkImage,
  table: checkTable,
  rich_text: checkRichText,
}

/** Gives what Slack would refuse of a message; empty when it would be taken. */
export function validateMessage(message: {
  readonly text: string
  readonly blocks: readonly unknown[]
}): readonly Problem[] {
  const blocks = message.blocks.map(nodeOf)
  const found = [
    when(message.text === '' && blocks.length === 0, '/text', 'no_text'),
    when(message.text.length > 40_000, '/text', 'text_too_long'),
    when(blocks.length > 50, '/blocks', 'too_many_blocks'),
    when(JSON.stringify(blocks).length > 13_200, '/blocks', 'msg_blocks_too_long'),
    when(blocks.filter((block) => block.type === 'table').length > 1, '/blocks', 'only_one_table'),
    ...blocks.flatMap((block, index) => checkBlock(block, `/blocks/${index}`)),
    ...unique(actionIds(blocks), '/blocks', 'duplicate_action_id'),
    ...unique(
      blocks.map((block) => wordOf(block.block_id)),
      '/blocks',
      'duplicate_block_id',
    ),
  ]
  return found.filter((problem) => problem !== null)
}

function checkBlock(block: Node, at: string): readonly (Problem | null)[] {
  const type = wordOf(block.type)
  const check = Object.hasOwn(CHECKS, type) ? CHECKS[type] : undefined
  if (check === undefined) return [{ pointer: `${at}/type`, code: 'unsupported_type' }]
  const id = wordOf(block.block_id)
  return [when(id.length > 255, `${at}/block_id`, 'too_long'), ...check(block, at)]
}

function checkSection(block: Node, at: string): readonly (Problem | null)[] {
  const fields = listOf(block.fields)
  return [
    when(block.text === undefined && fields.length === 0, at, 'text_or_fields_required'),
    when(fields.length > 10, `${at}/fields`, 'too_many_fields'),
    block.text === undefined ? null : textOf(block.text, `${at}/text`, 3000),
    ...fields.map((field, index) => textOf(field, `${at}/fields/${index}`, 2000)),
  ]
}

function checkContext(block: Node, at: string): readonly (Problem | null)[] {
  const elements = listOf(block.elements)
  return [
    count(elements, 1, 10, `${at}/elements`),
    ...elements.map((element, index) =>
      element.type === 'image' ? null : textOf(element, `${at}/elements/${index}`, 3000),
    ),
  ]
}

function checkActions(block: Node, at: string): readonly (Problem | null)[] {
  const elements = listOf(block.elements)
  return [
    count(elements, 1, 25, `${at}/elements`),
    ...elements.flatMap((element, index) =>
      (element.type === 'overflow' ? checkOverflow : checkButton)(
        element,
        `${at}/elements/${index}`,
      ),
    ),
  ]
}

function checkButton(element: Node, at: string): readonly (Problem | null)[] {
  return [
    when(element.type !== 'button', `${at}/type`, 'unsupported_type'),
    textOf(element.text, `${at}/text`, 75, 'plain_text'),
    when(wordOf(element.value).length > 2000, `${at}/value`, 'too_long'),
    when(wordOf(element.action_id).length > 255, `${at}/action_id`, 'too_long'),
    when(wordOf(element.action_id) === '', `${at}/action_id`, 'required'),
  ]
}

function checkOverflow(element: Node, at: string): readonly (Problem | null)[] {
  const options = listOf(element.options)
  return [
    count(options, 1, 5, `${at}/options`),
    when(wordOf(element.action_id) === '', `${at}/action_id`, 'required'),
    ...options.flatMap((option, index) => [
      textOf(option.text, `${at}/options/${index}/text`, 75, 'plain_text'),
      when(wordOf(option.value) === '', `${at}/options/${index}/value`, 'required'),
      when(wordOf(option.value).length > 150, `${at}/options/${index}/value`, 'too_long'),
    ]),
  ]
}

function checkImage(block: Node, at: string): readonly (Problem | null)[] {
  const alt = wordOf(block.alt_text)
  const file = wordOf(nodeOf(block.slack_file).id)
  return [
    when(alt === '', `${at}/alt_text`, 'required'),
    when(alt.length > 2000, `${at}/alt_text`, 'too_long'),
    when(file === '' && wordOf(block.image_url) === '', at, 'image_url_or_slack_file_required'),
  ]
}

function checkTable(block: Node, at: string): readonly (Problem | null)[] {
  const rows = Array.isArray(block.rows) ? block.rows.map(listOf) : []
  const cells = rows.flat()
  return [
    count(rows, 1, 100, `${at}/rows`),
    ...rows.map((row, index) => count(row, 1, 20, `${at}/rows/${index}`)),
    block.column_settings === undefined
      ? null
      : count(listOf(block.column_settings), 1, 20, `${at}/column_settings`),
    when(
      cells.some((cell) => wordOf(cell.text).trim() === ''),
      `${at}/rows`,
      'empty_cell',
    ),
    when(
      cells.reduce((sum, cell) => sum + wordOf(cell.text).length, 0) > 10_000,
      `${at}/rows`,
      'table_too_long',
    ),
  ]
}

/** Of all rich text we write monospaced text alone: anything else in it is not ours. */
function checkRichText(block: Node, at: string): readonly (Problem | null)[] {
  const elements = listOf(block.elements)
  return [
    when(elements.length === 0, `${at}/elements`, 'required'),
    ...elements.flatMap((element, index) => checkPreformatted(element, `${at}/elements/${index}`)),
  ]
}

function checkPreformatted(element: Node, at: string): readonly (Problem | null)[] {
  const texts = listOf(element.elements)
  return [
    when(element.type !== 'rich_text_preformatted', `${at}/type`, 'unsupported_type'),
    when(texts.length === 0, `${at}/elements`, 'required'),
    ...texts.flatMap((text, index) => [
      when(text.type !== 'text', `${at}/elements/${index}/type`, 'unsupported_type'),
      when(wordOf(text.text) === '', `${at}/elements/${index}/text`, 'empty_text'),
    ]),
  ]
}

function textOf(value: unknown, at: string, max: number, type?: string): Problem | null {
  const text = nodeOf(value)
  const words = wordOf(text.text)
  const known = type === undefined ? ['mrkdwn', 'plain_text'] : [type]
  if (!known.includes(wordOf(text.type))) return { pointer: `${at}/type`, code: 'wrong_type' }
  if (words === '') return { pointer: `${at}/text`, code: 'empty_text' }
  return when(words.length > max, `${at}/text`, 'too_long')
}

function count(items: readonly unknown[], min: number, max: number, at: string): Problem | null {
  if (items.length < min) return { pointer: at, code: 'too_few' }
  return when(items.length > max, at, 'too_many')
}

function unique(ids: readonly string[], at: string, code: string): readonly Problem[] {
  const named = ids.filter((id) => id !== '')
  return new Set(named).size === named.length ? [] : [{ pointer: at, code }]
}

function actionIds(blocks: readonly Node[]): readonly string[] {
  return blocks.flatMap((block) => listOf(block.elements)).map(({ action_id }) => wordOf(action_id))
}

function when(broken: boolean, pointer: string, code: string): Problem | null {
  return broken ? { pointer, code } : null
}
