/** What a person typed, out of what Slack sends: links, names and escapes undone, the bot's own mention removed. */
import { maskName } from '../domain/secrets.ts'

export interface Heard {
  readonly text: string
  readonly mentioned: boolean
}

const ANGLED = /<([^<>\n]*)>/g

/** Gives the words as they were typed. A host's name that Slack made a link of is a host's name again. */
export function heardText(text: string, botUser: string): Heard {
  const mention = new RegExp(`<@${botUser}(?:\\|[^<>]*)?>`, 'g')
  const without = text.replace(mention, ' ')
  const typed = decode(without.replace(ANGLED, (_, inner: string) => asTyped(inner)))
  // A secret that somebody typed goes no further: neither into the database nor back into the channel.
  const words = maskName(typed.replace(/[\u00a0\u200b]/g, ' ').trim())
  return { text: words, mentioned: without !== text }
}

/** `http://db1.corp|db1.corp` -> `db1.corp`; `#C1|ops` -> `#ops`; `@U1|ann` -> `@U1`. */
function asTyped(inner: string): string {
  const bar = inner.indexOf('|')
  const target = bar < 0 ? inner : inner.slice(0, bar)
  const label = bar < 0 ? '' : inner.slice(bar + 1)
  if (target.startsWith('#')) return `#${label || target.slice(1)}`
  if (target.startsWith('@')) return target
  return label || target.replace(/^!/, '@')
}

function decode(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}
