/** Where a test does something, and as whom: names and ids to people and channels. */
import type { Channel, Person } from './model.ts'
import type { Spot } from './people.ts'
import type { World } from './world.ts'

/** Where something is done, and by whom; by default #ops, no thread, the first person. */
export interface At {
  /** Id or name. */
  readonly channel?: string
  readonly threadTs?: string | null
  /** Id or name. */
  readonly user?: string
}

export function spotOf(world: World, at: At): Spot {
  return {
    user: personOf(world, at.user),
    channel: channelOf(world, at.channel ?? 'ops'),
    threadTs: at.threadTs ?? null,
  }
}

/** A person by id or name; the first when none is named. Throws when there is no such person. */
export function personOf(world: World, reference: string | undefined): Person {
  const person =
    reference === undefined
      ? world.people[0]
      : world.people.find((one) => one.id === reference || one.name === reference)
  if (person === undefined) throw new Error(`no such person: ${reference}`)
  return person
}

/** A channel by id or name; a person's name means the direct messages between that person and the bot. */
export function channelOf(world: World, reference: string): Channel {
  const name = reference.replace(/^[#@]/, '')
  const channel = world.room.channels.find((one) => one.id === reference || one.name === name)
  if (channel === undefined) throw new Error(`no such channel: ${reference}`)
  return channel
}
