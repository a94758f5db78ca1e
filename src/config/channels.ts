/** `channels`: what holds in one channel of Slack alone. */
import { LIMITS } from '../domain/limits.ts'
import { isChannelId } from '../domain/spoken.ts'
import type { Lang } from '../domain/words.ts'
import { check, hint } from './check.ts'
import { type Document, type Path, spoken } from './document.ts'
import { Channel } from './shape.ts'
import type { ConfigFault } from './words.ts'

export interface ChannelsRead {
  readonly langs: ReadonlyMap<string, Lang>
  readonly faults: readonly ConfigFault[]
}

export function readChannels(
  entries: Readonly<Record<string, unknown>>,
  document: Document,
): ChannelsRead {
  const path = ['channels']
  const langs = new Map<string, Lang>()
  const faults: ConfigFault[] = []
  const count = Object.keys(entries).length
  if (count > LIMITS.channelEntries)
    faults.push(document.at(path, 'too-many-channels', { count, limit: LIMITS.channelEntries }))
  for (const [id, entry] of Object.entries(entries)) {
    faults.push(...idFaults(id, path, document))
    const checked = check(Channel, entry, [...path, id], document)
    faults.push(...checked.faults)
    if (checked.value !== null) langs.set(id, checked.value.lang)
  }
  return { langs, faults }
}

/** A name may be given to another channel tomorrow; an id is never. */
function idFaults(id: string, path: Path, document: Document): readonly ConfigFault[] {
  if (isChannelId(id)) return []
  const capitals = id.toUpperCase()
  // Of a name (#ops, ops) there is no knowing which id was meant; one in small letters has digits.
  const near = /\d/.test(id) && isChannelId(capitals) ? capitals : null
  const code = /^[DUW][A-Z0-9]+$/.test(id) ? 'direct-channel' : 'bad-channel-id'
  return [document.atKey(path, id, code, { where: spoken(path), value: id, ...hint(near) })]
}
