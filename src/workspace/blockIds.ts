/** Ids that Slack gives to blocks and elements that came without one. */
import { dictOf, dictsOf } from './faults.ts'
import { newId } from './ids.ts'
import type { Dict } from './model.ts'

/** A block and what acts in it, each with an id. */
export function withIds(block: Dict): Dict {
  const named = { block_id: shortId(), ...block }
  return {
    ...named,
    ...(dictOf(block.element) !== null && { element: withActionId(block.element) }),
    ...(dictOf(block.accessory) !== null && { accessory: withActionId(block.accessory) }),
    ...(block.type === 'actions' && { elements: dictsOf(block.elements).map(withActionId) }),
  }
}

function withActionId(element: unknown): Dict {
  return { action_id: shortId(), ...dictOf(element) }
}

function shortId(): string {
  return newId('').slice(0, 5)
}
