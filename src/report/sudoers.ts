/** A host's entry -> the file of sudoers that gives what it names, with comments in the reader's language. */
import type { HostEntry } from '../domain/inventory.ts'
import type { AnySource } from '../domain/source.ts'
import { type Lang, type Params, type Phrase, plain, say } from '../domain/words.ts'
import { memoryKeyOptions, SFTP_SERVERS, sudoersRules } from '../script/sudoers.ts'
import { SUDOERS_WORDS } from './words/sudoers.ts'

/** Stands for a login that the inventory leaves to ssh's own settings. */
const LOGIN = 'memcheck'

/** The text, whole: what is no rule is a comment. */
export function sudoersText(entry: HostEntry, sources: readonly AnySource[], lang: Lang): string {
  const login = entry.user === '' ? LOGIN : entry.user
  const account = entry.memoryAs ?? login
  const params = {
    host: entry.name,
    login,
    account,
    key: entry.memoryKey,
    paths: SFTP_SERVERS.slice(1).join(', '),
  }
  const comment = commentIn(params, lang)
  const root = sudoersRules(login, { sudo: entry.sudo, memoryAs: null }, sources)
  const own = sudoersRules(login, { sudo: [], memoryAs: entry.memoryAs }, sources)
  if (root.length + own.length === 0 && entry.memoryKey === null)
    return comment(SUDOERS_WORDS.nothing)
  const parts = [
    comment(SUDOERS_WORDS.head),
    ...(entry.user === '' ? [comment(SUDOERS_WORDS.noLogin)] : []),
    ...(root.length === 0 ? [] : [comment(SUDOERS_WORDS.regex), ...root]),
    ...(own.length === 0 ? [] : [comment(SUDOERS_WORDS.memoryAs), ...own]),
    ...(entry.memoryKey === null
      ? []
      : [comment(SUDOERS_WORDS.memoryKey), `#   ${memoryKeyOptions()} PUBLIC-KEY`]),
  ]
  return parts.join('\n')
}

/** A name from the inventory cannot end a comment: it has no line feed. */
function commentIn(params: Params, lang: Lang): (phrase: Phrase) => string {
  return (phrase) =>
    plain(say(phrase, params, lang))
      .split('\n')
      .map((line) => `# ${line}`)
      .join('\n')
}
