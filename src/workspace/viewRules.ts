/**
 * Slack's rules for views: modals and Home tabs. Source: docs.slack.dev/reference/views and blocks.json there,
 * which names the surfaces that each block is for.
 */
import { blockFaults } from './blockRules.ts'
import { dictOf, dictsOf, type Fault, Faults, type RuleContext } from './faults.ts'
import type { Dict } from './model.ts'

const MAX_TITLE_CHARS = 24
const MAX_ID_CHARS = 255
const MAX_PRIVATE_CHARS = 3000
const MAX_VIEW_CHARS = 250_000

/** Blocks for messages alone. */
const MESSAGES_ONLY = ['container', 'context_actions', 'data_table', 'data_visualization', 'file']
const REFUSED: Readonly<Record<'modal' | 'home', ReadonlySet<unknown>>> = {
  modal: new Set([...MESSAGES_ONLY, 'carousel', 'markdown', 'table']),
  // An alert is refused by the blocks' own rules in all but modals.
  home: new Set([...MESSAGES_ONLY, 'markdown', 'table']),
}

/** True when Slack would answer `view_too_large`. */
export function isTooLarge(view: Dict): boolean {
  return JSON.stringify(view).length > MAX_VIEW_CHARS
}

/** Everything that Slack would refuse this view for; pointers begin with `/view`. */
export function viewFaults(view: Dict, type: 'modal' | 'home', context: RuleContext): Fault[] {
  const faults = new Faults()
  if (view.type !== type) {
    faults.add('/view/type', `must be one of: ${type}`)
    return [...faults.all]
  }
  faults.wordsIfAny(view.callback_id || undefined, MAX_ID_CHARS, '/view/callback_id')
  faults.wordsIfAny(view.external_id || undefined, MAX_ID_CHARS, '/view/external_id')
  faults.wordsIfAny(view.private_metadata || undefined, MAX_PRIVATE_CHARS, '/view/private_metadata')
  if (type === 'modal') checkFrame(view, faults)
  if (!Array.isArray(view.blocks)) faults.add('/view/blocks', 'must be an array')
  const blocks = dictsOf(view.blocks)
  blocks.forEach((block, index) => {
    if (!REFUSED[type].has(block.type)) return
    faults.add(`/view/blocks/${index}/type`, `unsupported type: ${String(block.type)}`)
  })
  const inside = blockFaults(blocks, { ...context, surface: type })
  return [...faults.all, ...inside.map((fault) => ({ ...fault, pointer: `/view${fault.pointer}` }))]
}

function checkFrame(view: Dict, faults: Faults): void {
  faults.text(view.title, MAX_TITLE_CHARS, ['plain_text'], '/view/title')
  for (const name of ['submit', 'close'] as const) {
    if (dictOf(view[name]) === null && view[name] == null) continue
    faults.text(view[name], MAX_TITLE_CHARS, ['plain_text'], `/view/${name}`)
  }
  const firstInput = dictsOf(view.blocks).findIndex((block) => block.type === 'input')
  if (firstInput >= 0 && view.submit == null) {
    faults.add(`/view/blocks/${firstInput}/input`, 'must define `submit` to use `input` block')
  }
}
