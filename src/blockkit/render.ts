/** A neutral message -> Block Kit, within Slack's limits. What does not fit is cut where readers see it. */
import type { ContextBlock, KnownBlock, MrkdwnElement, SectionBlock } from '@slack/types'
import { LIMITS } from '../domain/limits.ts'
import type { Block, Message } from '../domain/report.ts'
import { type Lang, plain, say, type Text } from '../domain/words.ts'
import { buttonRows, fitsSlack } from './buttons.ts'
import { cleanLine } from './escape.ts'
import { fitMessage } from './fit.ts'
import { toMrkdwn } from './mrkdwn.ts'
import { codeBlock, counted, nativeTable, tableAsCode } from './tables.ts'
import { MARK_SIGNS, MARK_WORDS, SURFACE_WORDS } from './words.ts'

export interface Rendered {
  readonly text: string
  readonly blocks: KnownBlock[]
}

export interface RenderOptions {
  readonly lang: Lang
  /** Slack file ids of the chart blocks, by their order; where one is missing its alt text is shown. */
  readonly imageIds: readonly string[]
  /** `thread`: files are uploaded to the thread and named here. `inline`: they are shown as code. */
  readonly files: 'thread' | 'inline'
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

interface Drawing {
  readonly options: RenderOptions
  readonly actionIds: Set<string>
  charts: number
  hasTable: boolean
}

/** Gives what a Slack post carries. Pure; the result passes `validateMessage`. */
export function renderMessage(message: Message, options: RenderOptions): Rendered {
  const drawing: Drawing = { options, actionIds: new Set(), charts: 0, hasTable: false }
  const blocks = message.blocks.flatMap((block) => draw(block, drawing))
  const { messageBlocks, messageChars } = LIMITS
  const limits = { messageBlocks, messageChars: options.maxChars ?? messageChars }
  const text = toMrkdwn([message.text], { maxChars: TEXT_CHARS }) || '–'
  return { text, blocks: fitMessage(blocks, options.lang, limits) }
}

/** A line of small print under a message. */
function contextLine(text: Text): ContextBlock {
  const words = toMrkdwn(text, { maxChars: CONTEXT_CHARS }) || '–'
  return { type: 'context', elements: [mrkdwn(words)] }
}

function draw(block: Block, drawing: Drawing): readonly KnownBlock[] {
  const { lang } = drawing.options
  switch (block.kind) {
    case 'headline':
      return [headline(block, lang)]
    case 'text':
      return sections([toMrkdwn(block.text, { maxChars: SECTION_CHARS, lines: true })])
    case 'fields':
      return fieldSections(block.fields)
    case 'bullets':
      return sections(block.items.map((item) => bullet(item)))
    case 'table':
      return drawTable(block, drawing)
    case 'code':
      return [codeBlock(block.text, lang)]
    case 'chart':
      return [drawChart(block.chart.alt, drawing)]
    case 'file':
      return drawFile(block, drawing)
    case 'buttons':
      return drawButtons(block, drawing)
    case 'context':
      return contextRow(block.items, lang)
  }
}

function headline(block: Extract<Block, { kind: 'headline' }>, lang: Lang): SectionBlock {
  const lead = `${MARK_SIGNS[block.mark]} *${MARK_WORDS[block.mark][lang]}*`
  const text = toMrkdwn(block.text, { maxChars: SECTION_CHARS - lead.length - 3, bold: true })
  return { type: 'section', text: mrkdwn(text === '' ? lead : `${lead} · ${text}`) }
}

function bullet(item: Text): string {
  return `• ${toMrkdwn(item, { maxChars: SECTION_CHARS - 2 })}`
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
): readonly SectionBlock[] {
  const drawn = fields.map(({ label, value }) => {
    const name = toMrkdwn(label, { maxChars: FIELD_LABEL_CHARS, bold: true }) || '–'
    // On one line: a phone stacks fields, and twice eight lines push the findings off its screen.
    return mrkdwn(`${name}  ${toMrkdwn(value, { maxChars: FIELD_VALUE_CHARS }).trim() || '–'}`)
  })
  return chunks(drawn, SECTION_FIELDS).map((part) => ({ type: 'section', fields: part }))
}

function drawTable(
  block: Extract<Block, { kind: 'table' }>,
  drawing: Drawing,
): readonly KnownBlock[] {
  const caption = toMrkdwn(block.caption, { maxChars: SECTION_CHARS, bold: true })
  const native = drawing.hasTable ? null : nativeTable(block)
  if (native !== null) drawing.hasTable = true
  const table = native ?? tableAsCode(block, drawing.options.lang)
  return table === null ? sections([caption]) : [...sections([caption]), table]
}

function drawChart(alt: string, drawing: Drawing): KnownBlock {
  const id = drawing.options.imageIds[drawing.charts] ?? ''
  drawing.charts += 1
  if (id === '') return contextLine(say(SURFACE_WORDS.picture, { alt }, drawing.options.lang))
  const text = cleanLine(alt).trim() || '–'
  return { type: 'image', slack_file: { id }, alt_text: cleanLine(text.slice(0, ALT_CHARS)) }
}

function drawFile(
  block: Extract<Block, { kind: 'file' }>,
  drawing: Drawing,
): readonly KnownBlock[] {
  const { lang, files } = drawing.options
  if (files === 'inline') {
    return [...contextRow([[block.name, ': ', ...block.title]], lang), codeBlock(block.text, lang)]
  }
  const title = plain(block.title)
  return [contextLine(say(SURFACE_WORDS.fileInThread, { name: block.name, title }, lang))]
}

function drawButtons(
  block: Extract<Block, { kind: 'buttons' }>,
  drawing: Drawing,
): readonly KnownBlock[] {
  const rows = buttonRows(block, drawing.actionIds)
  const left = block.buttons.filter((button) => !fitsSlack(button))
  const notes = left.map((button) =>
    say(SURFACE_WORDS.buttonLeftOut, { label: plain(button.label) }, drawing.options.lang),
  )
  return [...rows, ...contextRow(notes, drawing.options.lang)]
}

/** Small print: an element each; those beyond Slack's ten are counted. */
function contextRow(items: readonly Text[], lang: Lang): readonly ContextBlock[] {
  const texts = items
    .map((item) => toMrkdwn(item, { maxChars: CONTEXT_CHARS }))
    .filter((text) => text.trim() !== '')
  if (texts.length === 0) return []
  const fits = texts.length <= CONTEXT_ELEMENTS
  const shown = fits ? texts : texts.slice(0, CONTEXT_ELEMENTS - 1)
  if (!fits) shown.push(counted('moreItems', texts.length - shown.length, lang))
  return [{ type: 'context', elements: shown.map(mrkdwn) }]
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
