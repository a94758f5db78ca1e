/** The door of all that is said at once: within an ack, in a form, on Home. Posts have theirs in post.ts. */
import type { Wrong } from '../domain/form.ts'
import type { Message } from '../domain/report.ts'
import type { Text } from '../domain/words.ts'
import type { ChatOrigin, Done, Listener, Reply } from './command.ts'
import { wordsOf } from './dispatch.ts'
import { type Going, hostsOfWords, leaving } from './leaves.ts'
import type { UseCases } from './useCases.ts'

/** The same listener; what it says holds no more than may leave where it is said. */
export function leavingListener(of: Listener, use: UseCases): Listener {
  const saidTo = sayer(use)
  return {
    ...of,
    command: async (text, from) => saidTo(from, wordsOf(text), await of.command(text, from)),
    async message(text, from, mentioned) {
      const reply = await of.message(text, from, mentioned)
      return reply === null ? null : saidTo(from, wordsOf(text), reply)
    },
    button: async (action, value, from) =>
      saidTo(from, wordsOf(value), await of.button(action, value, from)),
    file: async (name, bytes, from) => saidTo(from, [], await of.file(name, bytes, from)),
    shortcut: async (said, from) => saidTo(from, [], await of.shortcut(said, from)),
    async submitted(form, memo, answers, from) {
      const words = [memo, ...Object.values(answers)].flatMap(wordsOf)
      const reply = await of.submitted(form, memo, answers, from)
      return reply.kind === 'wrong'
        ? { ...reply, why: whyTo(use, from, reply) }
        : saidTo(from, words, reply)
    },
    home: async (from) => messageTo(use, from, NOTHING, await of.home(from)),
  }
}

function sayer(use: UseCases) {
  return async (from: ChatOrigin, words: readonly string[], reply: Reply): Promise<Reply> => {
    if (reply.kind === 'work' || !hasRules(use)) return reply
    const isQuiet = OF_NO_HOST.has(words[0]?.toLowerCase() ?? '')
    const hosts = isQuiet ? [] : await hostsOfWords(use.house, words)
    const shown = (done: Done): Done => ({
      ...done,
      message: messageTo(use, from, { hosts, typed: words }, done.message),
    })
    return reply.kind === 'form'
      ? { ...reply, otherwise: shown(reply.otherwise) }
      : { ...reply, done: shown(reply.done) }
  }
}

/** Verbs whose answers hold nothing that a host told. */
const OF_NO_HOST = new Set(['can', 'help', 'lang', 'pause', 'resume'])
const NOTHING = { hosts: null, typed: [] } as const

function hasRules({ house }: UseCases): boolean {
  return (house.law.policy?.leaves ?? []).length > 0
}

function messageTo(
  { house, commands }: UseCases,
  { channel, lang }: ChatOrigin,
  of: Pick<Going, 'hosts' | 'typed'>,
  message: Message,
): Message {
  return leaving(house, message, { ...of, channel, runId: null, lang, commands })
}

function whyTo(use: UseCases, from: ChatOrigin, { why }: Wrong): Text {
  const said = { text: '', blocks: [{ kind: 'text', text: why }] } as const
  const [shown] = messageTo(use, from, NOTHING, said).blocks
  return shown?.kind === 'text' ? shown.text : []
}
