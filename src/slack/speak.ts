/** Saying a reply where it was asked, and running what goes on after the ack. Nothing here rejects. */
import { type Rendered, renderMessage } from '../blockkit/render.ts'
import { UserError } from '../domain/errors.ts'
import type { Wrong } from '../domain/form.ts'
import type { Chat, Log } from '../domain/ports.ts'
import type { Message } from '../domain/report.ts'
import type { Lang } from '../domain/words.ts'
import { type ChatOrigin, EXIT, type Listener, type Reply } from '../pipeline/command.ts'
import { errorMessage } from '../report/errorMessage.ts'
import { type Caller, callSlack } from './client.ts'
import type { Download } from './download.ts'
import type { Person } from './person.ts'
import { reasonOf } from './refusals.ts'
import { sendRest } from './rest.ts'

/** What every handler needs. */
export interface Edge extends Caller {
  readonly chat: Chat
  readonly listener: Listener
  readonly log: Log
  readonly botUser: string
  readonly download: Download
  personOf(user: string): Promise<Person>
}

/** Asks the listener. What it throws becomes a reply: a UserError in its words, a bug with its reference. */
export async function askListener<R extends Reply | Wrong | null>(
  edge: Edge,
  lang: Lang,
  ask: () => Promise<R>,
): Promise<R | Reply> {
  try {
    return await ask()
  } catch (error) {
    return failed(edge, lang, error)
  }
}

/**
 * Says a message where there is no thread of ours: within an ack, to a response URL, to one person. What it cannot hold
 * follows in a direct message. Throws what `send` throws.
 */
export async function sayInline(
  edge: Edge,
  to: { readonly user: string; readonly lang: Lang },
  message: Message,
  send: (words: Omit<Rendered, 'rest'>) => Promise<unknown>,
): Promise<void> {
  const { user, lang } = to
  const { rest, ...words } = renderMessage(message, { lang, imageIds: [], files: 'inline' })
  await send(words)
  await sendRest({ log: edge.log, post: (post) => edge.chat.post(post) }, user, rest, lang)
}

/** Starts the work that was accepted. It posts by itself and promises not to throw; if it does, that is a bug. */
export function startWork(edge: Edge, work: () => Promise<unknown>): void {
  work().catch((error: unknown) => edge.log.bug('slack.work-failed', error))
}

/** Says a reply to a message or a button, `threadTs` being the thread it belongs to. */
export async function reply(
  edge: Edge,
  from: ChatOrigin,
  threadTs: string | null,
  answer: Reply,
): Promise<void> {
  if (answer.kind === 'work') {
    startWork(edge, answer.work)
    return
  }
  // Without a trigger no form can be opened.
  const isForm = answer.kind === 'form'
  const { message } = isForm ? answer.otherwise : answer.done
  const isDirect = /^[DU]/.test(from.channel)
  if ((isForm || answer.audience === 'asker') && !isDirect) await whisper(edge, from, message)
  else await post(edge, from, isDirect ? from.threadTs : threadTs, message)
}

/** To one person, in the thread where that is open; a thread without replies shows no ephemeral message. */
export async function whisper(edge: Edge, from: ChatOrigin, message: Message): Promise<void> {
  const { channel, user, threadTs, lang } = from
  const thread = threadTs === null ? {} : { thread_ts: threadTs }
  try {
    await sayInline(edge, from, message, (words) =>
      callSlack(edge, { method: 'chat.postEphemeral', repeatable: false, channel }, () =>
        edge.client.chat.postEphemeral({ channel, user, ...thread, ...words }),
      ),
    )
  } catch (error) {
    edge.log.info('slack.ephemeral-refused', { error: reasonOf(error) })
    await edge.chat.tell(user, channel, message, lang)
  }
}

async function post(
  edge: Edge,
  from: ChatOrigin,
  threadTs: string | null,
  message: Message,
): Promise<void> {
  const { channel, lang } = from
  const outboxId = `say-${channel}-${threadTs ?? ''}`
  const said = { channel, threadTs, message, pictures: [], outboxId, runId: null, lang }
  try {
    await edge.chat.post({ ...said, urgency: 'person' })
  } catch (error) {
    edge.log.warn('slack.answer-not-posted', { error: reasonOf(error) })
    if (error instanceof UserError) await edge.chat.tell(from.user, channel, message, lang)
  }
}

function failed(edge: Edge, lang: Lang, error: unknown): Reply {
  const known =
    error instanceof UserError
      ? error
      : new UserError('bug', { reference: edge.log.bug('slack.listener-failed', error) }, error)
  const done = { message: errorMessage(known, lang), exit: EXIT.unchecked, json: null }
  return { kind: 'say', audience: 'asker', done }
}
