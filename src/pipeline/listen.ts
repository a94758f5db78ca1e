/** What people write, click and share in a chat, handed on as commands and drilldowns. */
import { UserError } from '../domain/errors.ts'
import { INTRUSIVE_KINDS } from '../domain/intrusive.ts'
import type { Run } from '../domain/store.ts'
import { typed } from '../domain/target.ts'
import type { Asked, ChatOrigin, Listener, Reply } from './command.ts'
import { dispatch, type Registry, wordsOf } from './dispatch.ts'
import { formListener, openDoubt } from './forms/listen.ts'
import { enter, safely } from './fromChat.ts'
import { readDrilldown } from './grammar.ts'
import { permit } from './leave.ts'
import { leavingListener } from './leavingListener.ts'
import { langIn } from './spoken.ts'
import type { UseCases } from './useCases.ts'

/** What it gives back may leave where it is said. */
export function createListener(registry: Registry, use: UseCases): Listener {
  return leavingListener(listenerOf(registry, use), use)
}

function listenerOf(registry: Registry, use: UseCases): Listener {
  return {
    command: (text, from) =>
      safely(use, from, async () => {
        const asked = await enter(use, from, 'command', text)
        if (await use.consents.isPress(text)) return use.consents.refused(asked, 'consent-by-text')
        return dispatch(registry, wordsOf(text), asked, use)
      }),
    async message(text, from, mentioned) {
      const words = wordsOf(text.slice(0, MESSAGE_CHARS))
      const question = readDrilldown(words, use.house)
      const run = from.threadTs === null ? null : await runOfThread(use, from)
      const isQuestion = question !== null && run !== null
      const isPress = await use.consents.isPress(text)
      const isRequest = run !== null && isIntrusiveWord(words)
      // To all other talk the bot is silent; a mention is always answered.
      if (!isQuestion && !mentioned && !isPress && !isRequest) return null
      return safely(use, from, async () => {
        const asked = await enter(use, from, 'message', words.join(' '))
        if (isPress) return use.consents.refused(asked, 'consent-by-text')
        if (!isQuestion) return dispatch(registry, words, asked, use)
        const { name, args, when } = question
        return use.ask(asked, { target: run.target, drilldown: name, args, when })
      })
    },
    button: (action, value, from) =>
      safely(use, from, async () => {
        const asked = await enter(use, from, 'button', `${action} ${value}`)
        return clicked(registry, use, action, value, from, asked)
      }),
    ...formListener(registry, use),
    file: (name, bytes, from) =>
      safely(use, from, async () => {
        await enter(use, from, 'file', name)
        const done = await use.house.fileReader.read({ name, bytes, lang: from.lang })
        return { kind: 'say', audience: 'channel', done }
      }),
    langIn: (channel, user) => langIn(use.house, channel, user),
    firstTime: (eventId) => use.house.store.seen(eventId, use.house.clock.now()),
  }
}

/** Longer than any command: cut here so that a long talk in a thread costs nothing. */
const MESSAGE_CHARS = 400

/** In a thread such a word is about its process, as a question's is: it makes a request, and does nothing. */
function isIntrusiveWord([word = '', ...more]: readonly string[]): boolean {
  return more.length === 0 && INTRUSIVE_KINDS.some((kind) => kind === word.toLowerCase())
}

async function clicked(
  registry: Registry,
  use: UseCases,
  action: string,
  value: string,
  from: ChatOrigin,
  asked: Asked,
): Promise<Reply> {
  if (action === 'watch-stop') return dispatch(registry, ['watch', 'stop', value], asked, use)
  if (action.startsWith('consent-')) return use.consents.pressed(asked, action, value)
  if (action === 'form:check') return dispatch(registry, [], asked, use)
  const run = await use.house.store.run(value)
  if (action === 'again') {
    // An error's button carries the words themselves: there may be no run that can be run again.
    if (run === null)
      return dispatch(registry, wordsOf(value), { ...asked, place: rootPlace(from) }, use)
    return use.check({ ...asked, place: rootPlace(from) }, run.target, 'full')
  }
  const isMore = MORE.includes(action)
  if (isMore && run === null) throw new UserError('no-such-run', { word: value.slice(0, 40) })
  if (isMore && run !== null) return moreOf(registry, use, action, run, asked)
  const [verb, name] = action.split(':')
  if (verb !== 'drill' || name === undefined)
    throw new UserError('no-such-drilldown', { word: action.slice(0, 40), names: '' })
  const of = run ?? (await runOfThread(use, from))
  if (of === null) throw new UserError('no-such-run', { word: value.slice(0, 40) })
  return use.ask(asked, { target: of.target, drilldown: name, args: [], when: null })
}

const MORE: readonly string[] = ['doubt', 'page', 'watch', 'history']

/** What is asked of a report seldom. */
async function moreOf(
  registry: Registry,
  use: UseCases,
  action: string,
  run: Run,
  asked: Asked,
): Promise<Reply> {
  if (action === 'doubt') {
    await permit(use.house, asked.actor, { name: 'doubt', class: 'look' }, asked.place, run.target)
    return openDoubt(run, use.house.store.lifetimes.doubts, asked)
  }
  if (action === 'page') return dispatch(registry, ['report', run.id, '--html'], asked, use)
  return dispatch(registry, [action, ...wordsOf(typed(run.target))], asked, use)
}

/** A run again is a new report of its own, in the channel, not inside the old one's thread. */
function rootPlace(from: ChatOrigin): Asked['place'] {
  return { surface: 'slack', channel: from.channel, threadTs: null, user: from.user }
}

async function runOfThread(use: UseCases, from: ChatOrigin): Promise<Run | null> {
  if (from.threadTs === null) return null
  const thread = await use.house.store.thread(from.channel, from.threadTs)
  return thread === null ? null : use.house.store.run(thread.runId)
}
