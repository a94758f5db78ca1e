/** A view that the app sends: held to Slack's rules, and given the ids that Slack gives. */
import { ApiError } from './args.ts'
import { withIds } from './blockIds.ts'
import { dictOf, dictsOf } from './faults.ts'
import type { Dict } from './model.ts'
import { isTooLarge, viewFaults } from './viewRules.ts'
import type { World } from './world.ts'

/** The view as Slack keeps it. Throws what Slack would answer. */
export function takeView(value: unknown, type: 'modal' | 'home', world: World): Dict {
  const view = dictOf(value)
  if (view === null) throw new ApiError('invalid_arguments')
  if (isTooLarge(view)) throw new ApiError('view_too_large')
  const faults = viewFaults(view, type, { file: (id) => world.files.find(id) })
  if (faults.length > 0) {
    const told = faults.map((fault) => `[ERROR] ${fault.message} [json-pointer:${fault.pointer}]`)
    throw new ApiError('invalid_arguments', { response_metadata: { messages: told } })
  }
  return { ...view, blocks: dictsOf(view.blocks).map(withIds) }
}
