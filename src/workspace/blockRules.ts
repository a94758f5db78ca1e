/**
 * Slack's rules for blocks, written from docs.slack.dev/reference/block-kit and from limits that people met
 * (`msg_blocks_too_long`: bolt-js issue 2509). Not derived from memcheck's own limits: it is what holds them.
 */
import { checkElement, checkImageSource } from './elementRules.ts'
import { dictOf, type Fault, Faults, type RuleContext } from './faults.ts'
import { checkInput, maxBlocksOf } from './inputRules.ts'
import type { Dict } from './model.ts'

/** Blocks that Slack knows and this list has no rules for; they pass unchecked. */
const UNCHECKED = new Set([
  'alert',
  'card',
  'carousel',
  'container',
  'context_actions',
  'data_table',
  'data_visualization',
  'file',
  'rich_text',
  'video',
])

/** Characters of all blocks of a message as JSON; Slack counts in a way of its own and says nowhere how. */
const MAX_BLOCKS_CHARS = 13_200
const MAX_TABLE_CHARS = 10_000
const MAX_MARKDOWN_CHARS = 12_000

/** True when Slack would answer `msg_blocks_too_long`. */
export function areTooLong(blocks: readonly Dict[]): boolean {
  return JSON.stringify(blocks).length > MAX_BLOCKS_CHARS
}

/** Everything that Slack would refuse these blocks for; empty when it takes them. */
export function blockFaults(blocks: readonly Dict[], context: RuleContext): readonly Fault[] {
  const faults = new Faults()
  const maxBlocks = maxBlocksOf(context)
  if (blocks.length > maxBlocks) faults.add('/blocks', `no more than ${maxBlocks} items allowed`)
  const ids = new Set<unknown>()
  blocks.forEach((block, index) => {
    const pointer = `/blocks/${index}`
    checkBlock(block, pointer, faults, context)
    faults.wordsIfAny(block.block_id, 255, `${pointer}/block_id`)
    if (block.block_id === undefined) return
    if (ids.has(block.block_id)) {
      faults.add(`${pointer}/block_id`, `block_id already exists: ${String(block.block_id)}`)
    }
    ids.add(block.block_id)
  })
  checkWhole(blocks, faults)
  return faults.all
}

type Check = (block: Dict, pointer: string, faults: Faults, context: RuleContext) => void

const CHECKS: Readonly<Record<string, Check>> = {
  header: (block, pointer, faults) =>
    faults.text(block.text, 150, ['plain_text'], `${pointer}/text`),
  section: checkSection,
  context: checkContext,
  actions: checkActions,
  image: checkImage,
  input: checkInput,
  markdown: (block, pointer, faults) =>
    faults.words(block.text, MAX_MARKDOWN_CHARS, `${pointer}/text`),
  table: checkTable,
  divider: () => {},
}

function checkBlock(block: Dict, pointer: string, faults: Faults, context: RuleContext): void {
  const type = String(block.type)
  const check = Object.hasOwn(CHECKS, type) ? CHECKS[type] : undefined
  if (check !== undefined) check(block, pointer, faults, context)
  else if (!UNCHECKED.has(type)) faults.add(`${pointer}/type`, `unsupported type: ${type}`)
}

function checkImage(block: Dict, pointer: string, faults: Faults, context: RuleContext): void {
  faults.words(block.alt_text, 2000, `${pointer}/alt_text`)
  if (block.title !== undefined) {
    faults.text(block.title, 2000, ['plain_text'], `${pointer}/title`)
  }
  checkImageSource(block, pointer, faults, context)
}

function checkSection(block: Dict, pointer: string, faults: Faults, context: RuleContext): void {
  if (block.text === undefined && block.fields === undefined) {
    faults.add(pointer, 'missing required field: text or fields')
  }
  if (block.text !== undefined) {
    faults.text(block.text, 3000, ['plain_text', 'mrkdwn'], `${pointer}/text`)
  }
  if (block.fields !== undefined) {
    const fields = block.fields
    faults.items(fields, 10, `${pointer}/fields`).forEach(([field, at]) => {
      faults.text(field, 2000, ['plain_text', 'mrkdwn'], at)
    })
  }
  const accessory = dictOf(block.accessory)
  if (accessory !== null) checkElement(accessory, `${pointer}/accessory`, faults, context)
}

/** Slack gives no figure of its own for a context's texts; a text object holds 3000. */
function checkContext(block: Dict, pointer: string, faults: Faults, context: RuleContext): void {
  for (const [element, at] of faults.items(block.elements, 10, `${pointer}/elements`)) {
    if (element.type === 'image') checkElement(element, at, faults, context)
    else faults.text(element, 3000, ['plain_text', 'mrkdwn'], at)
  }
}

function checkActions(block: Dict, pointer: string, faults: Faults, context: RuleContext): void {
  const ids = new Set<unknown>()
  for (const [element, at] of faults.items(block.elements, 25, `${pointer}/elements`)) {
    checkElement(element, at, faults, context)
    if (element.action_id !== undefined && ids.has(element.action_id)) {
      faults.add(`${at}/action_id`, `action_id already exists: ${String(element.action_id)}`)
    }
    ids.add(element.action_id)
  }
}

function checkTable(block: Dict, pointer: string, faults: Faults): void {
  const rows = Array.isArray(block.rows) ? block.rows : []
  if (rows.length === 0) faults.add(`${pointer}/rows`, 'no less than 1 items allowed')
  if (rows.length > 100) faults.add(`${pointer}/rows`, 'no more than 100 items allowed')
  rows.forEach((row: unknown, index) => {
    for (const [cell, at] of faults.items(row, 20, `${pointer}/rows/${index}`)) {
      if (cell.type === 'raw_text') faults.words(cell.text, MAX_TABLE_CHARS, `${at}/text`)
      else if (cell.type !== 'rich_text' && cell.type !== 'raw_number') {
        faults.add(`${at}/type`, `unsupported type: ${String(cell.type)}`)
      }
    }
  })
}

/** What is counted over the whole message. */
function checkWhole(blocks: readonly Dict[], faults: Faults): void {
  const tables = blocks.filter((block) => block.type === 'table')
  if (tables.length > 1) faults.add('/blocks', 'only_one_table_allowed')
  const tableChars = tables.reduce((sum, table) => sum + textChars(table.rows), 0)
  if (tableChars > MAX_TABLE_CHARS) {
    faults.add(
      '/blocks',
      `table cells must be less than ${MAX_TABLE_CHARS + 1} characters in total`,
    )
  }
  const markdownChars = blocks
    .filter((block) => block.type === 'markdown')
    .reduce((sum, block) => sum + String(block.text ?? '').length, 0)
  if (markdownChars > MAX_MARKDOWN_CHARS) {
    faults.add('/blocks', `must be less than ${MAX_MARKDOWN_CHARS + 1} characters`)
  }
}

/** Characters of all `text` values below a value. */
function textChars(value: unknown): number {
  if (Array.isArray(value)) {
    return value.reduce((sum: number, item: unknown) => sum + textChars(item), 0)
  }
  const dict = dictOf(value)
  if (dict === null) return 0
  return Object.entries(dict).reduce(
    (sum, [key, item]) =>
      sum + (key === 'text' && typeof item === 'string' ? item.length : textChars(item)),
    0,
  )
}
