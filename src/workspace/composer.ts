/** What is sent from the page's composer: words, or a command when it starts with a slash. */
import { notice, type Spot, say, slash } from './people.ts'
import { BOT } from './roster.ts'
import type { World } from './world.ts'

/** Sends what was typed. Faults are told to the person by Slackbot, as Slack tells them. */
export async function send(world: World, spot: Spot, text: string): Promise<void> {
  const [, command, rest = ''] = /^(\/[a-z0-9_-]+)(?:\s+([\s\S]*))?$/i.exec(text) ?? []
  if (command === undefined) {
    say(world, spot, text)
    return
  }
  if (command === '/invite') return invite(world, spot, rest)
  if (!world.manifest.commands.some((known) => known.command === command)) {
    const known = world.manifest.commands.map((one) => `\`${one.command}\``).join(', ')
    return notice(world, spot, `\`${command}\` is not a valid command. Commands here: ${known}`)
  }
  if (spot.threadTs !== null) {
    const { botName } = world.manifest
    return notice(
      world,
      spot,
      `\`${command}\` is not supported in threads. Sorry! Mention \`@${botName}\` here instead.`,
    )
  }
  // The person has been told by Slackbot already.
  await slash(world, spot, command, rest.trim()).catch(() => undefined)
}

function invite(world: World, spot: Spot, rest: string): void {
  const { botName } = world.manifest
  if (rest.trim().replace(/^@/, '') !== botName || spot.channel.kind === 'im') {
    notice(world, spot, `Only the bot can be invited: \`/invite @${botName}\` in a channel.`)
  } else if (world.room.botIsIn(spot.channel)) {
    notice(world, spot, `${botName} is in this channel already.`)
  } else {
    world.room.invite(spot.channel.id)
    tellJoined(world, spot)
  }
}

function tellJoined(world: World, spot: Spot): void {
  world.room.post({
    channel: spot.channel.id,
    author: BOT.userId,
    subtype: 'channel_join',
    text: `was added to #${spot.channel.name} by ${spot.user.realName}.`,
  })
}
