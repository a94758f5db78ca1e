/** A neutral message -> Block Kit, within Slack's limits. What does not fit is cut where readers see it. */
import type {
  ContextBlock,
  KnownBlock,
  MrkdwnElement,
  RichTextBlock,
  SectionBlock,
} from '@slack/types'
import { LIMITS } from '../domain/limits.ts'
import type { Block, Message } from '../domain/report.ts'
import { type Lang, plain, say, type Text } from '../domain/words.ts'
import { buttonRows, fitsMore, fitsSlack, isLabelCut } from './buttons.ts'
import { cleanLine } from './escape.ts'
import { fitMessage, type Placed } from './fit.ts'
import { type MrkdwnOptions, toMrkdwn } from './mrkdwn.ts'
import { MESSAGE_LINE, REST_FILE, restOf } from './rest.ts'
import { type Code, codeBlock, counted, hasWholeCells, nativeTable, tableAsCode } from './tables.ts'
import { MARK_SIGNS, MARK_WORDS, SURFACE_WORDS } from './words.ts'

export interface Rendered {
  readonly text: string
  readonly blocks: KnownBlock[]
  /** What was cut, whole; null when all is shown. It is to be shared as REST_FILE where the message says it is. */
  readonly rest: string | null
}

export interface RenderOptions {
  readonly lang: Lang
  /** Slack file ids of the chart blocks, by their order; where one is missing its alt text is shown. */
  readonly imageIds: readonly string[]
  /**
   * `thread`: files are uploaded to the thread and named here. `inline` and `page`: they are shown as code. What does not fit
   * goes into the thread, to who asked, or below.
   */
  readonly files: 'thread' | 'inline' | 'page'
  /** `code`: tables as monospaced text, for a Slack that refuses the block. */
  readonly tables?: 'native' | 'code'
  /** Less than the usual total, where Slack refused that. */
  readonly maxChars?: number
}

/** Slack's limits of texts, and our own where a reader is served by less. */
const SECTION_CHARS = 3000
const SECTION_FIELDS = 10
const FIELD_LABEL_CHARS = 150
const FIELD_VALUE_CHARS = 800
const CONTEXT_ELEMENTS = 10
const CONTEXT_CHARS = 800
const ALT_CHARS = 2000
const TEXT_CHARS = 3000

const REST_WORDS = { thread: 'restInThread', inline: 'restSent', page: 'restBelow' } as const
/** The line that says where the rest is, as it travels. */
const REST_LINE_CHARS = 200

interface Drawing {
  readonly options: RenderOptions
  readonly actionIds: Set<string>
  /** Blocks of the message that are not whole, by their places. */
  readonly cut: Set<number>
  /** The place of the block that is being drawn. */
  at: number
  charts: number
  hasTable: boolean
}

/** Gives what a Slack post carries. Pure; the result passes `validateMessage`. */
export function renderMessage(message: Message, options: RenderOptions): Rendered {
  const { lang, files } = options
  const drawing: Drawing = {
    options,
    actionIds: new Set(),
    cut: new Set(),
    at: MESSAGE_LINE,
    charts: 0,
    hasTable: options.tables === 'code',
  }
  const text = within([message.text], { maxChars: TEXT_CHARS }, drawing) || '–'
  const placed = message.blocks.flatMap((block, source) => {
    drawing.at = source
    return draw(block, drawing).map((drawn): Placed => ({ block: drawn, source }))
  })
  const { messageBlocks, messageChars } = LIMITS
  const limits = { messageBlocks, messageChars: options.maxChars ?? messageChars }
  const whole = fitMessage(placed, lang, limits)
  if (whole.cut.size + drawing.cut.size === 0) return { text, blocks: whole.blocks, rest: null }
  const room = {
    messageBlocks: limits.messageBlocks - 1,
    messageChars: limits.messageChars - REST_LINE_CHARS,
  }
  const fitted = fitMessage(placed, lang, room)
  const rest = restOf(message, new Set([...drawing.cut, ...fitted.cut]), lang)
  const where = plain(say(SURFACE_WORDS[REST_WORDS[files]], { name: REST_FILE }, lang))
  return { text, blocks: [...fitted.blocks, context([where])], rest }
}

/** Mrkdwn within its bound; of what is longer it is noted that its block is not whole. */
function within(text: Text, options: MrkdwnOptions, drawing: Drawing): string {
  const whole = toMrkdwn(text, { ...options, maxChars: Number.POSITIVE_INFINITY })
  if (whole.length <= options.maxChars) return whole
  drawing.cut.add(drawing.at)
  return toMrkdwn(text, options)
}

/** Monospaced text; it is noted when it is not whole. */
function drawCode({ block, isWhole }: Code, drawing: Drawing): RichTextBlock {
  if (!isWhole) drawing.cut.add(drawing.at)
  return block
}

/** A line of small print under a message. */
function contextLine(text: Text, drawing: Drawing): ContextBlock {
  return context([within(text, { maxChars: CONTEXT_CHARS }, drawing) || '–'])
}

function draw(block: Block, drawing: Drawing): readonly KnownBlock[] {
  const { lang } = drawing.options
  switch (block.kind) {
    case 'headline':
      return [headline(block, drawing)]
    case 'text':
      return sections([within(block.text, { maxChars: SECTION_CHARS, lines: true }, drawing)])
    case 'fields':
      return fieldSections(block.fields, drawing)
    case 'bullets':
      return sections(block.items.map((item) => bullet(item, drawing)))
    case 'table':
      return drawTable(block, drawing)
    case 'code':
      return [drawCode(codeBlock(block.text, lang), drawing)]
    case 'chart':
      return [drawChart(block.chart.alt, drawing)]
    case 'file':
      return drawFile(block, drawing)
    case 'buttons':
      return drawButtons(block, drawing)
    case 'context':
      return contextRow(block.items, drawing)
  }
}

function headline(block: Extract<Block, { kind: 'headline' }>, drawing: Drawing): SectionBlock {
  const lead = `${MARK_SIGNS[block.mark]} *${MARK_WORDS[block.mark][drawing.options.lang]}*`
  const text = within(
    block.text,
    { maxChars: SECTION_CHARS - lead.length - 3, bold: true },
    drawing,
  )
  return { type: 'section', text: mrkdwn(text === '' ? lead : `${lead} · ${text}`) }
}

function bullet(item: Text, drawing: Drawing): string {
  return `• ${within(item, { maxChars: SECTION_CHARS - 2 }, drawing)}`
}

/** Lines as few sections as hold them. */
function sections(lines: readonly string[]): readonly SectionBlock[] {
  const texts: string[] = []
  for (const line of lines) {
    const last = texts.at(-1)
    if (last !== undefined && last.length + 1 + line.length <= SECTION_CHARS) {
      texts[texts.length - 1] = `${last}\n${line}`
    } else texts.push(line)
  }
  return texts
    .filter((text) => text.trim() !== '')
    .map((text) => ({ type: 'section', text: mrkdwn(text) }))
}

function fieldSections(
  fields: Extract<Block, { kind: 'fields' }>['fields'],
  drawing: Drawing,
): readonly SectionBlock[] {
  const drawn = fields.map(({ label, value }) => {
    const name = within(label, { maxChars: FIELD_LABEL_CHARS, bold: true }, drawing) || '–'
    // On one line: a phone stacks fields, and twice eight lines push the findings off its screen.
    const shown = within(value, { maxChars: FIELD_VALUE_CHARS }, drawing).trim() || '–'
    return mrkdwn(`${name}  ${shown}`)
  })
  return chunks(drawn, SECTION_FIELDS).map((part) => ({ type: 'section', fields: part }))
}

function drawTable(
  block: Extract<Block, { kind: 'table' }>,
  drawing: Drawing,
): readonly KnownBlock[] {
  const caption = within(block.caption, { maxChars: SECTION_CHARS, bold: true }, drawing)
  const native = drawing.hasTable ? null : nativeTable(block)
  if (native !== null) drawing.hasTable = true
  if (!hasWholeCells(block)) drawing.cut.add(drawing.at)
  const code = native === null ? tableAsCode(block, drawing.options.lang) : null
  const table = code === null ? native : drawCode(code, drawing)
  return table === null ? sections([caption]) : [...sections([caption]), table]
}

function drawChart(alt: string, drawing: Drawing): KnownBlock {
  const id = drawing.options.imageIds[drawing.charts] ?? ''
  drawing.charts += 1
  if (id === '')
    return contextLine(say(SURFACE_WORDS.picture, { alt }, drawing.options.lang), drawing)
  const text = cleanLine(alt).trim() || '–'
  if (text.length > ALT_CHARS) drawing.cut.add(drawing.at)
  return { type: 'image', slack_file: { id }, alt_text: cleanLine(text.slice(0, ALT_CHARS)) }
}

function drawFile(
  block: Extract<Block, { kind: 'file' }>,
  drawing: Drawing,
): readonly KnownBlock[] {
  const { lang, files } = drawing.options
  if (files !== 'thread') {
    const code = drawCode(codeBlock(block.text, lang), drawing)
    return [...contextRow([[block.name, ': ', ...block.title]], drawing), code]
  }
  const title = plain(block.title)
  return [contextLine(say(SURFACE_WORDS.fileInThread, { name: block.name, title }, lang), drawing)]
}

function drawButtons(
  block: Extract<Block, { kind: 'buttons' }>,
  drawing: Drawing,
): readonly KnownBlock[] {
  const rows = buttonRows(block, drawing.actionIds)
  const { buttons, more = [] } = block
  const left = [
    ...buttons.filter((button) => !fitsSlack(button)),
    ...more.filter((button) => !fitsMore(button)),
  ]
  const notes = left.map((button) =>
    say(SURFACE_WORDS.buttonLeftOut, { label: plain(button.label) }, drawing.options.lang),
  )
  if ([...buttons, ...more].some((button) => isLabelCut(button))) drawing.cut.add(drawing.at)
  return [...rows, ...contextRow(notes, drawing)]
}

/** Small print: an element each; those beyond Slack's ten are counted. */
function contextRow(items: readonly Text[], drawing: Drawing): readonly ContextBlock[] {
  const texts = items
    .map((item) => within(item, { maxChars: CONTEXT_CHARS }, drawing))
    .filter((text) => text.trim() !== '')
  if (texts.length === 0) return []
  const fits = texts.length <= CONTEXT_ELEMENTS
  const shown = fits ? texts : texts.slice(0, CONTEXT_ELEMENTS - 1)
  if (!fits) {
    drawing.cut.add(drawing.at)
    shown.push(counted('moreItems', texts.length - shown.length, drawing.options.lang))
  }
  return [context(shown)]
}

function context(texts: readonly string[]): ContextBlock {
  return { type: 'context', elements: texts.map(mrkdwn) }
}

/** `verbatim`: Slack must not look for links, channels and names in what it is given. */
function mrkdwn(text: string): MrkdwnElement {
  return { type: 'mrkdwn', text, verbatim: true }
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  const out: T[][] = []
  for (let at = 0; at < items.length; at += size) out.push(items.slice(at, at + size))
  return out
}
