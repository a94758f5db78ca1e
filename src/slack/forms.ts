/** Forms on Slack: opened within the 3 s of a trigger, completed as one types, taken when they are sent. */
import type {
  AllMiddlewareArgs,
  SlackOptionsMiddlewareArgs,
  SlackShortcutMiddlewareArgs,
  SlackViewMiddlewareArgs,
} from '@slack/bolt'
import { answersOf, blockIdOf, fieldOf, formOf, modalOf, optionsOf } from '../blockkit/form.ts'
import { listOf, nodeOf, wordOf } from '../blockkit/node.ts'
import { FORMS, type FormName, type Wrong } from '../domain/form.ts'
import { LIMITS } from '../domain/limits.ts'
import { plain, say } from '../domain/words.ts'
import type { ChatOrigin, Reply } from '../pipeline/command.ts'
import { FORM_WORDS } from '../report/words/forms.ts'
import { callSlack } from './client.ts'
import { heardText } from './heard.ts'
import { originOf } from './origin.ts'
import { reasonOf } from './refusals.ts'
import { askListener, type Edge, reply, whisper } from './speak.ts'

type FormReply = Extract<Reply, { kind: 'form' }>
type View = SlackViewMiddlewareArgs & AllMiddlewareArgs
type Shortcut = SlackShortcutMiddlewareArgs & AllMiddlewareArgs
type Options = SlackOptionsMiddlewareArgs<'block_suggestion'> & AllMiddlewareArgs

/** What a form must know when it comes back. */
interface Memo {
  readonly memo: string
  readonly channel: string
  readonly threadTs: string | null
}

/** Opens a form for who asked; where Slack refuses, says so and what to do instead. */
export async function openForm(
  edge: Edge,
  triggerId: string,
  { form, otherwise }: FormReply,
  from: ChatOrigin,
): Promise<void> {
  const memo: Memo = { memo: form.memo, channel: from.channel, threadTs: from.threadTs }
  const cancel = say(FORM_WORDS.cancel, {}, from.lang)
  const view = modalOf(form, JSON.stringify(memo), cancel)
  try {
    // A trigger works once and for 3 s: what was not opened at the first try is not opened by a second.
    await callSlack(edge, { method: 'views.open', repeatable: false }, () =>
      edge.client.views.open({ trigger_id: triggerId, view }),
    )
  } catch (error) {
    edge.log.warn('slack.form-not-opened', { error: reasonOf(error) })
    const gone = say(FORM_WORDS.formGone, { error: reasonOf(error) }, from.lang)
    const { message } = otherwise
    const blocks = [{ kind: 'text', text: gone } as const, ...message.blocks]
    await whisper(edge, from, { text: plain(gone), blocks })
  }
}

/** Our shortcut, from anywhere or on a message. */
export async function onShortcut(edge: Edge, { ack, shortcut }: Shortcut): Promise<void> {
  await ack()
  const body = nodeOf(shortcut)
  const user = wordOf(nodeOf(body.user).id)
  const message = nodeOf(body.message)
  const isMessage = wordOf(body.type) === 'message_action'
  const from = await originOf(edge, {
    user,
    team: wordOf(nodeOf(body.user).team_id) || wordOf(nodeOf(body.team).id) || null,
    channel: wordOf(nodeOf(body.channel).id) || user,
    // What is asked about a message is answered in its thread.
    threadTs: wordOf(message.thread_ts) || wordOf(body.message_ts) || wordOf(message.ts) || null,
  })
  const said = isMessage ? heardText(textOf(message), edge.botUser).text : null
  const once = `shortcut:${wordOf(body.trigger_id)}`
  const answer = await askListener<Reply | null>(edge, from.lang, async () =>
    (await edge.listener.firstTime(once)) ? edge.listener.shortcut(said, from) : null,
  )
  if (answer === null) return
  if (answer.kind === 'form') await openForm(edge, wordOf(body.trigger_id), answer, from)
  else await reply(edge, from, from.threadTs, answer)
}

/** What is offered for what was typed into a field. Slack shows nothing at all when this is late. */
export async function onOptions(edge: Edge, { ack, body }: Options): Promise<void> {
  const asked = nodeOf(body)
  const { form, field } = fieldOf(wordOf(asked.action_id))
  const name = nameOf(form)
  const user = wordOf(nodeOf(asked.user).id)
  const from: ChatOrigin = {
    user,
    team: wordOf(nodeOf(asked.team).id) || null,
    channel: user,
    threadTs: null,
    lang: 'en',
    zone: 'UTC',
  }
  const typed = wordOf(asked.value).slice(0, LIMITS.commandChars)
  const choices = name === null ? [] : await edge.listener.complete(name, field, typed, from)
  await ack({ options: optionsOf(choices) })
}

/** A form that was sent: what is wrong is said in it, else it closes and its answer goes where it was asked. */
export async function onSubmit(edge: Edge, { ack, body, view }: View): Promise<void> {
  const sent = nodeOf(body)
  const name = nameOf(formOf(view.callback_id))
  const memo = memoOf(view.private_metadata)
  if (name === null || memo === null) return void (await ack())
  const answers = answersOf(view.state.values)
  const user = wordOf(nodeOf(sent.user).id)
  const channel = answers['place'] || memo.channel || user
  const from = await originOf(edge, {
    user,
    team: wordOf(nodeOf(sent.user).team_id) || wordOf(nodeOf(sent.team).id) || null,
    channel,
    threadTs: channel === memo.channel ? memo.threadTs : null,
  })
  const answer = await askListener<Reply | Wrong | null>(edge, from.lang, async () =>
    (await edge.listener.firstTime(`view:${wordOf(sent.trigger_id)}`))
      ? edge.listener.submitted(name, memo.memo, answers, from)
      : null,
  )
  if (answer?.kind === 'wrong') {
    const errors = { [blockIdOf(answer.field)]: plain(answer.why).slice(0, ERROR_CHARS) }
    return void (await ack({ response_action: 'errors', errors }))
  }
  await ack()
  if (answer === null) return
  if (answer.kind === 'form') return void (await whisper(edge, from, answer.otherwise.message))
  await reply(edge, from, from.threadTs, answer)
}

/** Of an error beside a field; Slack names no limit, a label's holds. */
const ERROR_CHARS = 2000

function nameOf(word: string): FormName | null {
  return FORMS.find((name) => name === word) ?? null
}

function memoOf(text: string): Memo | null {
  try {
    const memo = nodeOf(JSON.parse(text))
    return {
      memo: wordOf(memo.memo),
      channel: wordOf(memo.channel),
      threadTs: wordOf(memo.threadTs) || null,
    }
  } catch {
    return null
  }
}

/** All that can be read in a message: alerts of other bots have it in attachments and blocks, not in their text. */
function textOf(message: ReturnType<typeof nodeOf>): string {
  const parts: string[] = []
  const walk = (value: unknown, depth: number): void => {
    if (depth > TEXT_DEPTH || parts.length > TEXT_PARTS) return
    if (Array.isArray(value)) for (const item of value) walk(item, depth + 1)
    else if (typeof value === 'object' && value !== null)
      for (const [key, item] of Object.entries(value)) {
        if (typeof item !== 'string') walk(item, depth + 1)
        else if (READABLE.has(key)) parts.push(item)
      }
  }
  parts.push(wordOf(message.text))
  walk(listOf(message.blocks), 0)
  walk(listOf(message.attachments), 0)
  return parts.join('\n').slice(0, LIMITS.saidChars)
}

const READABLE: ReadonlySet<string> = new Set(['text', 'fallback', 'pretext', 'title', 'value'])
const TEXT_DEPTH = 12
const TEXT_PARTS = 2000
