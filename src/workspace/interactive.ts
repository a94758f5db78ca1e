/** What all interactions with the app have in common, and how they are sent. */
import type { FindOption } from './fields.ts'
import type { Dict, Message, Person } from './model.ts'
import { refused } from './people.ts'
import { APP_ID, TEAM } from './roster.ts'
import { teamOf } from './slackJson.ts'
import type { View } from './views.ts'
import type { World } from './world.ts'

/** The fields of every interaction's payload. */
export function interactionOf(type: string, user: Person): Dict {
  return {
    type,
    token: 'local',
    api_app_id: APP_ID,
    team: { id: TEAM.id, domain: TEAM.domain },
    enterprise: null,
    is_enterprise_install: false,
    user: { id: user.id, username: user.name, name: user.name, team_id: teamOf(user) },
  }
}

/** Sends an interaction; gives the ack's payload. Rejects with a DeliveryError. */
export async function interact(world: World, payload: Dict): Promise<Dict> {
  if (!world.manifest.interactive) {
    throw refused('the manifest has interactivity off')
  }
  return world.deliver.send('interactive', payload)
}

/** Names the menus of a view or message among those whose options were suggested. */
export function menusOf(world: World, place: View | Message): FindOption {
  return ({ block, element }, value) =>
    world.suggested.find(menuKey(place, String(block.block_id), String(element.action_id)), value)
}

export function menuKey(place: View | Message, blockId: string, actionId: string): string {
  const where = 'hash' in place ? place.id : `${place.channel} ${place.ts}`
  return `${where} ${blockId} ${actionId}`
}
