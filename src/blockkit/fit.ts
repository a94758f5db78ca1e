/**
 * A whole message into Slack's limits. Bulk goes first and by halves: monospaced text is cut by lines, the
 * table by rows, and only then are parts left out, from the end; headline, buttons and small print stay.
 * Each cut says how much is missing; the caller is told which blocks are not whole, and puts them elsewhere (rest.ts).
 */
import type { KnownBlock } from '@slack/types'
import type { Lang } from '../domain/words.ts'
import { nodeOf, wordOf } from './node.ts'
import { counted, cutLines, preformatted } from './tables.ts'

export interface MessageLimits {
  readonly messageBlocks: number
  readonly messageChars: number
}

/** Monospaced text and tables are not cut below this: less tells nothing. */
const CODE_LEAST_CHARS = 400
const TABLE_LEAST_ROWS = 4
/** Room for the notice that a cut leaves behind. */
const NOTICE_CHARS = 80

/** A block, and which block of the message it was made of. */
export interface Placed {
  readonly block: KnownBlock
  readonly source: number
}

/** Gives blocks that fit, and which blocks of the message are not whole in them; the blocks given are not changed. */
export function fitMessage(
  placed: readonly Placed[],
  lang: Lang,
  limits: MessageLimits,
): { readonly blocks: KnownBlock[]; readonly cut: ReadonlySet<number> } {
  const out = [...placed]
  const cut = new Set<number>()
  const cutAll = (cutOne: (block: KnownBlock, over: number, lang: Lang) => KnownBlock): void => {
    for (let at = out.length - 1; at >= 0; at -= 1) {
      const one = out[at]
      const over = charsOf(blocksOf(out)) - limits.messageChars
      if (over <= 0 || one === undefined) return
      const block = cutOne(one.block, over, lang)
      if (block === one.block) continue
      out[at] = { ...one, block }
      cut.add(one.source)
    }
  }
  cutAll(cutCode)
  cutAll(cutTable)
  return { blocks: leaveOut(out, cut, lang, limits), cut }
}

/**
 * Characters of blocks as they travel. Slack does not say how it counts; it refused 11,341 characters of text
 * (bolt-js #2867) and took 13,297 (bolt-js #2509): the JSON is the count that is on the safe side of both.
 */
function charsOf(blocks: unknown): number {
  return JSON.stringify(blocks).length
}

function cutCode(block: KnownBlock, over: number, lang: Lang): KnownBlock {
  if (block.type !== 'rich_text') return block
  const element = block.elements[0]
  if (element?.type !== 'rich_text_preformatted') return block
  const text = element.elements.map((part) => wordOf(nodeOf(part).text)).join('')
  const room = Math.max(CODE_LEAST_CHARS, text.length - over - NOTICE_CHARS)
  if (text.length <= room) return block
  return preformatted(cutLines(text.split('\n'), room, 'moreLines', lang))
}

function cutTable(block: KnownBlock, over: number, lang: Lang): KnownBlock {
  if (block.type !== 'table') return block
  let kept = block.rows.length
  let freed = 0
  while (kept > TABLE_LEAST_ROWS && freed < over + NOTICE_CHARS) {
    kept -= 1
    freed += charsOf(block.rows[kept])
  }
  const left = block.rows.length - kept
  if (left === 0) return block
  const width = block.rows[0]?.length ?? 1
  const notice = Array.from({ length: width }, (_, index) => ({
    type: 'raw_text' as const,
    text: index === 0 ? counted('moreRows', left, lang) : '…',
  }))
  return { ...block, rows: [...block.rows.slice(0, kept), notice] }
}

function leaveOut(
  placed: readonly Placed[],
  cut: Set<number>,
  lang: Lang,
  limits: MessageLimits,
): KnownBlock[] {
  const out = [...placed]
  let left = 0
  let at = out.length
  // One block and the notice's characters are kept free for the notice itself.
  while (isOver(blocksOf(out), left, limits)) {
    at = nextToGo(blocksOf(out))
    for (const { source } of out.splice(at, 1)) cut.add(source)
    left += 1
  }
  const blocks = blocksOf(out)
  if (left === 0) return blocks
  const text = counted('moreParts', left, lang)
  blocks.splice(at, 0, { type: 'context', elements: [{ type: 'mrkdwn', text, verbatim: true }] })
  return blocks
}

function blocksOf(placed: readonly Placed[]): KnownBlock[] {
  return placed.map(({ block }) => block)
}

function isOver(blocks: readonly KnownBlock[], left: number, limits: MessageLimits): boolean {
  if (blocks.length === 0) return false
  const notice = left === 0 ? 0 : 1
  const tooMany = blocks.length + notice > limits.messageBlocks
  return tooMany || charsOf(blocks) + notice * NOTICE_CHARS > limits.messageChars
}

/** The last block that is neither the headline nor buttons nor small print; else the last. */
function nextToGo(blocks: readonly KnownBlock[]): number {
  const bulk = blocks.findLastIndex(
    (block, index) => index > 0 && block.type !== 'actions' && block.type !== 'context',
  )
  return bulk > 0 ? bulk : blocks.length - 1
}
