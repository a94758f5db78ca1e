/** Slack's rules for rich text. Source: docs.slack.dev/reference/block-kit/blocks/rich-text-block. */
import { dictOf, type Faults } from '../faults.ts'
import type { Dict } from '../model.ts'

/** What may stand in a line of rich text, and the field that each must have as a text of at least one character. */
const INLINE: ReadonlyMap<string, string> = new Map([
  ['text', 'text'],
  ['link', 'url'],
  ['user', 'user_id'],
  ['usergroup', 'usergroup_id'],
  ['channel', 'channel_id'],
  ['team', 'team_id'],
  ['emoji', 'name'],
  ['color', 'value'],
  ['date', 'format'],
  ['broadcast', 'range'],
])
const IN_PREFORMATTED: ReadonlySet<string> = new Set(['text', 'link'])
const RANGES: readonly unknown[] = ['here', 'channel', 'everyone']
/** Slack gives no figure; a message's own bound holds first. */
const ANY = Number.POSITIVE_INFINITY

export function checkRichText(block: Dict, pointer: string, faults: Faults): void {
  for (const [element, at] of faults.items(block.elements, ANY, `${pointer}/elements`)) {
    const check = CHECKS.get(String(element.type))
    if (check === undefined) faults.add(`${at}/type`, `unsupported type: ${String(element.type)}`)
    else check(element, at, faults)
  }
}

type Check = (element: Dict, pointer: string, faults: Faults) => void

const CHECKS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['rich_text_section', checkLine],
  ['rich_text_quote', checkLine],
  ['rich_text_preformatted', checkPreformatted],
  ['rich_text_list', checkList],
])

function checkLine(element: Dict, pointer: string, faults: Faults): void {
  for (const [part, at] of faults.items(element.elements, ANY, `${pointer}/elements`))
    checkInline(part, at, faults)
}

function checkPreformatted(element: Dict, pointer: string, faults: Faults): void {
  for (const [part, at] of faults.items(element.elements, ANY, `${pointer}/elements`)) {
    if (IN_PREFORMATTED.has(String(part.type))) checkInline(part, at, faults)
    else faults.add(`${at}/type`, `unsupported type: ${String(part.type)}`)
  }
}

function checkList(element: Dict, pointer: string, faults: Faults): void {
  if (element.style !== 'bullet' && element.style !== 'ordered')
    faults.add(`${pointer}/style`, 'must be one of: bullet, ordered')
  for (const [line, at] of faults.items(element.elements, ANY, `${pointer}/elements`)) {
    if (line.type === 'rich_text_section') checkLine(line, at, faults)
    else faults.add(`${at}/type`, `unsupported type: ${String(line.type)}`)
  }
}

function checkInline(part: Dict, pointer: string, faults: Faults): void {
  const field = INLINE.get(String(part.type))
  if (field === undefined) {
    faults.add(`${pointer}/type`, `unsupported type: ${String(part.type)}`)
    return
  }
  faults.words(part[field], ANY, `${pointer}/${field}`)
  if (part.type === 'broadcast' && !RANGES.includes(part.range))
    faults.add(`${pointer}/range`, 'must be one of: here, channel, everyone')
  if (part.type === 'date' && !Number.isInteger(part.timestamp))
    faults.add(`${pointer}/timestamp`, 'must be an integer')
  if (part.style !== undefined && dictOf(part.style) === null)
    faults.add(`${pointer}/style`, 'must provide an object')
}
