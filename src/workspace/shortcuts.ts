/**
 * Shortcuts and the Home tab: what people start the app by beside commands and clicks.
 * Source: docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload, /events/app_home_opened.
 */
import { interact, interactionOf } from './interactive.ts'
import type { Shortcut } from './manifest.ts'
import type { Dict, Message, Person } from './model.ts'
import type { Spot } from './people.ts'
import { channelLabel } from './slackJson.ts'
import { toSlack } from './toSlack.ts'
import { viewJson } from './views.ts'
import type { World } from './world.ts'

/** A person uses a global shortcut. Gives the ack's payload; rejects with a DeliveryError. */
export async function globalShortcut(
  world: World,
  user: Person,
  callbackId: string,
): Promise<Dict> {
  knownShortcut(world, 'global', callbackId)
  return interact(world, {
    ...interactionOf('shortcut', user),
    callback_id: callbackId,
    trigger_id: world.triggers.issue(user.id),
    action_ts: world.room.stamps.next(),
  })
}

/** A person uses a shortcut of a message's menu. Works where the bot is no member, too. */
export async function messageShortcut(
  world: World,
  spot: Spot,
  message: Message,
  callbackId: string,
): Promise<Dict> {
  knownShortcut(world, 'message', callbackId)
  const { user, channel } = spot
  const { ts, threadTs } = message
  const hook = world.hooks.open({
    channel: channel.id,
    user: user.id,
    ts,
    threadTs,
    command: null,
  })
  return interact(world, {
    ...interactionOf('message_action', user),
    callback_id: callbackId,
    trigger_id: world.triggers.issue(user.id),
    action_ts: world.room.stamps.next(),
    channel: { id: channel.id, name: channelLabel(channel) },
    message_ts: ts,
    message: toSlack(world, message, true),
    response_url: `${world.baseUrl}/response/${hook}`,
  })
}

function knownShortcut(world: World, kind: Shortcut['kind'], callbackId: string): void {
  const { shortcuts, scopes } = world.manifest
  const isKnown = shortcuts.some((one) => one.kind === kind && one.callbackId === callbackId)
  if (!isKnown || !scopes.has('commands')) throw new Error(`no such shortcut: ${callbackId}`)
}

/** A person opens a tab of the app; the app hears of it when its manifest subscribes to that. */
export function openTab(world: World, user: Person, tab: 'home' | 'messages'): void {
  const channel = world.room.channels.find((one) => one.person === user.id)
  if (channel === undefined || !world.manifest.events.has('app_home_opened')) return
  const view = tab === 'home' ? world.views.home(user.id) : null
  world.events.emit({
    type: 'app_home_opened',
    user: user.id,
    channel: channel.id,
    tab,
    ...(view !== null && { view: viewJson(view) }),
    event_ts: world.room.stamps.next(),
  })
}
