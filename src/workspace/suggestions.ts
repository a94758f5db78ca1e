/** External menus: the app is asked for options while a person types. */
import { ApiError } from './args.ts'
import { dictOf, dictsOf, Faults } from './faults.ts'
import type { Placed } from './fields.ts'
import { interact, interactionOf, menuKey } from './interactive.ts'
import { checkChoices } from './menuRules.ts'
import type { Dict, Message, Person } from './model.ts'
import { channelLabel } from './slackJson.ts'
import { toSlack } from './toSlack.ts'
import { type View, viewJson } from './views.ts'
import type { World } from './world.ts'

const MAX_OPTIONS = 100

/** What the app offered, as Slack's client shows it. */
export interface Offered {
  readonly label: string | null
  readonly options: readonly Dict[]
}

/**
 * Asks the app for options. Rejects with a DeliveryError, or with an ApiError when the answer breaks the rules
 * of options; the menu is empty then.
 */
export async function suggest(
  world: World,
  user: Person,
  place: View | Message,
  placed: Placed,
  typed: string,
): Promise<readonly Offered[]> {
  const { block, element } = placed
  const ack = await interact(world, {
    ...interactionOf('block_suggestion', user),
    action_id: element.action_id,
    block_id: block.block_id,
    value: typed,
    ...containerOf(world, place),
  })
  const offered = takeOffered(ack)
  const key = menuKey(place, String(block.block_id), String(element.action_id))
  for (const group of offered) world.suggested.keep(key, group.options)
  return offered
}

function containerOf(world: World, place: View | Message): Dict {
  if ('hash' in place) {
    return { container: { type: 'view', view_id: place.id }, view: viewJson(place) }
  }
  const channel = world.room.channel(place.channel)
  return {
    container: {
      type: 'message',
      message_ts: place.ts,
      channel_id: place.channel,
      is_ephemeral: place.ephemeralTo !== null,
    },
    channel: { id: place.channel, name: channel === null ? '' : channelLabel(channel) },
    ...(place.ephemeralTo === null && { message: toSlack(world, place, true) }),
  }
}

function takeOffered(ack: Dict): readonly Offered[] {
  const faults = new Faults()
  // No option at all is an answer too, though a menu of a view may not be empty.
  const isEmpty = [ack.options, ack.option_groups].some(
    (list) => Array.isArray(list) && list.length === 0,
  )
  if (!isEmpty) checkChoices(ack, MAX_OPTIONS, '', faults)
  if (faults.all.length > 0) {
    const messages = faults.all.map(
      ({ pointer, message }) => `${message} [json-pointer:${pointer}]`,
    )
    throw new ApiError('invalid_options', { response_metadata: { messages } })
  }
  if (ack.option_groups === undefined) return [{ label: null, options: dictsOf(ack.options) }]
  return dictsOf(ack.option_groups).map((group) => ({
    label: String(dictOf(group.label)?.text ?? ''),
    options: dictsOf(group.options),
  }))
}
