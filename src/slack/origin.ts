/** Where something was said and by whom, with the language that is spoken there. */
import type { ChatOrigin } from '../pipeline/command.ts'
import type { Edge } from './speak.ts'

type Spot = Omit<ChatOrigin, 'lang' | 'ownLang' | 'zone'>

/** The language of the place, else the person's own. Never rejects: without a store there is still the person. */
export async function originOf(edge: Edge, spot: Spot): Promise<ChatOrigin> {
  const { listener, log } = edge
  const [person, set] = await Promise.all([
    edge.personOf(spot.user),
    listener.langIn(spot.channel, spot.user).catch((cause: unknown) => {
      log.bug('slack.lang-unknown', cause)
      return null
    }),
  ])
  return { ...spot, lang: set ?? person.lang, ownLang: person.lang, zone: person.zone }
}
