/**
 * Slack's rules for blocks, written from docs.slack.dev/reference/block-kit and from limits that people met
 * (`msg_blocks_too_long`: bolt-js issue 2509). Not derived from memcheck's own limits: it is what holds them.
 */
import { checkElement, checkImageSource } from './elementRules.ts'
import { dictOf, type Fault, Faults, type RuleContext } from './faults.ts'
import { checkInput, maxBlocksOf } from './inputRules.ts'
import type { Dict } from './model.ts'
import { checkCard, checkCarousel, checkContainer, checkContextActions } from './rules/cards.ts'
import { checkChart, checkCharts } from './rules/charts.ts'
import { checkFileBlock, checkVideo } from './rules/media.ts'
import { checkRichText } from './rules/richText.ts'
import { checkDataTable, checkTable, checkTables } from './rules/tables.ts'

/** Characters of all blocks of a message as JSON; Slack counts in a way of its own and says nowhere how. */
const MAX_BLOCKS_CHARS = 13_200
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
  data_table: checkDataTable,
  data_visualization: checkChart,
  rich_text: checkRichText,
  card: checkCard,
  carousel: checkCarousel,
  container: (block, pointer, faults, context) =>
    checkContainer(block, pointer, faults, context, (child, at) =>
      checkBlock(child, at, faults, context),
    ),
  context_actions: checkContextActions,
  file: checkFileBlock,
  video: checkVideo,
  divider: () => {},
}

function checkBlock(block: Dict, pointer: string, faults: Faults, context: RuleContext): void {
  const type = String(block.type)
  const isRefused = context.refused?.includes(type) === true
  const check = Object.hasOwn(CHECKS, type) && !isRefused ? CHECKS[type] : undefined
  if (check !== undefined) check(block, pointer, faults, context)
  // An alert is for modals alone, and has no bounds that are told.
  else if (isRefused || type !== 'alert' || context.surface !== 'modal')
    faults.add(`${pointer}/type`, `unsupported type: ${type}`)
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

/** What is counted over the whole message. */
function checkWhole(blocks: readonly Dict[], faults: Faults): void {
  checkTables(blocks, faults)
  checkCharts(blocks, faults)
  const markdownChars = blocks
    .filter((block) => block.type === 'markdown')
    .reduce((sum, block) => sum + String(block.text ?? '').length, 0)
  if (markdownChars > MAX_MARKDOWN_CHARS) {
    faults.add('/blocks', `must be less than ${MAX_MARKDOWN_CHARS + 1} characters`)
  }
}
