/** What a person types -> text as it travels: escaped, mentions and addresses marked, as Slack's composer does. */
import type { Person } from './model.ts'
import { BOT } from './roster.ts'

const CODE = /(```[\s\S]*?```|`[^`\n]+`)/
const MENTION = /(<@U[A-Z0-9]+>)/
const URL_TYPED = /https?:\/\/[^\s<>|]+[^\s<>|.,;:!?)'"]/g
/**
 * Host names that Slack takes for web addresses (`db1.example.com` -> `<http://db1.example.com|…>`): a program
 * that reads names out of messages meets this marking, so it is met here too.
 */
const HOST_TYPED =
  /(?<![\w@./:|-])((?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:com|net|org|io|dev|cn|de|uk|eu|co|me|ai|app|info))(?![\w@-]|\.\w)/gi

/** Gives the text as an app receives it. */
export function asTyped(text: string, people: readonly Person[], botName: string): string {
  const ids = new Map(people.map((person) => [person.name, person.id]))
  ids.set(botName, BOT.userId)
  return text
    .split(CODE)
    .map((part, index) => (index % 2 === 1 ? escapeText(part) : prose(part, ids)))
    .join('')
}

/** `&`, `<` and `>` are Slack's only special characters in transit. */
function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

function prose(text: string, ids: ReadonlyMap<string, string>): string {
  const known = new Set(ids.values())
  return text
    .split(MENTION)
    .map((part, index) => {
      if (index % 2 === 1 && known.has(part.slice(2, -1))) return part
      return linked(mentioned(escapeText(part), ids))
    })
    .join('')
}

function mentioned(text: string, ids: ReadonlyMap<string, string>): string {
  return text.replace(/(^|[\s(,])@([\p{L}\p{N}._-]+)/gu, (whole, before: string, name: string) => {
    // `@memcheck, please` and `@memcheck.` name the same.
    const bare = name.replace(/[._-]+$/, '')
    const id = ids.get(bare)
    return id === undefined ? whole : `${before}<@${id}>${name.slice(bare.length)}`
  })
}

function linked(text: string): string {
  return text
    .split(/(https?:\/\/\S+)/)
    .map((part, index) =>
      index % 2 === 1
        ? part.replace(URL_TYPED, (url) => `<${url}>`)
        : part.replace(HOST_TYPED, (host) => `<http://${host}|${host}>`),
    )
    .join('')
}
