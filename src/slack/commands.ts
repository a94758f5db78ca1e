/** Slash commands and buttons -> the listener. Slack wants its ack within 3 s and delivers neither again. */
import { setTimeout as sleep } from 'node:timers/promises'
import type {
  AllMiddlewareArgs,
  SlackActionMiddlewareArgs,
  SlackCommandMiddlewareArgs,
} from '@slack/bolt'
import { pressedOf } from '../blockkit/buttons.ts'
import { listOf, nodeOf, wordOf } from '../blockkit/node.ts'
import type { ChatOrigin, Reply } from '../pipeline/command.ts'
import { QUIET } from './content.ts'
import { openForm } from './forms.ts'
import { heardText } from './heard.ts'
import { publishHome } from './home.ts'
import { originOf } from './origin.ts'
import { reasonOf } from './refusals.ts'
import { askListener, type Edge, reply, sayInline, startWork, whisper } from './speak.ts'

type Command = SlackCommandMiddlewareArgs & AllMiddlewareArgs
type Click = SlackActionMiddlewareArgs & AllMiddlewareArgs
type Answer = Parameters<SlackCommandMiddlewareArgs['ack']>[0]

/** When the listener takes longer, the ack goes out empty and the answer follows. */
const ACK_WITHIN_MS = 1500

/** Delivered again: the first delivery answers. */
const AGAIN = null

/** A slash command: its answer is the ack itself where there is time. */
export async function onCommand(edge: Edge, { command, ack, respond }: Command): Promise<void> {
  const say = quietly(edge, 'slack.ack-lost', ack)
  const from = await originOf(edge, {
    user: command.user_id,
    team: command.team_id || null,
    channel: command.channel_id,
    threadTs: null,
  })
  const { text } = heardText(command.text, edge.botUser)
  const asked = askListener(edge, from.lang, async () =>
    (await edge.listener.firstTime(`command:${command.trigger_id}`))
      ? edge.listener.command(text, from)
      : AGAIN,
  )
  const late = sleep(ACK_WITHIN_MS, 'late' as const, { ref: false })
  const answer = await Promise.race([asked, late])
  const trigger = command.trigger_id
  if (answer !== 'late') return finish(edge, trigger, from, answer, say)
  await say({ response_type: 'in_channel' })
  await finish(edge, trigger, from, await asked, quietly(edge, 'slack.response-lost', respond))
}

async function finish(
  edge: Edge,
  triggerId: string,
  from: ChatOrigin,
  answer: Reply | typeof AGAIN,
  say: (answer: Exclude<Answer, undefined>) => Promise<void>,
): Promise<void> {
  if (answer === AGAIN) return say({ response_type: 'in_channel' })
  if (answer.kind === 'form') {
    // Nothing was asked yet: the channel sees it when it is.
    await Promise.all([
      say({ response_type: 'ephemeral' }),
      openForm(edge, triggerId, answer, from),
    ])
    return
  }
  if (answer.kind === 'work') {
    // The channel sees who asked what; the answer is posted by the work itself.
    await say({ response_type: 'in_channel' })
    startWork(edge, answer.work)
    return
  }
  const audience = answer.audience === 'channel' ? 'in_channel' : 'ephemeral'
  await sayInline(edge, from, answer.done.message, (words) =>
    say({ response_type: audience, ...words, ...QUIET }),
  )
}

/** A click on a button of ours: acked at once, told to the listener once. */
export async function onClick(edge: Edge, { ack, body, respond }: Click): Promise<void> {
  await quietly(edge, 'slack.ack-lost', () => ack())()
  const click = nodeOf(body)
  const [clicked] = listOf(click.actions)
  const pressed = clicked === undefined ? null : pressedOf(clicked)
  if (clicked === undefined || pressed === null) return
  const { action, value } = pressed
  const user = wordOf(nodeOf(click.user).id)
  const once = `click:${wordOf(clicked.action_ts)}:${user}:${action}`
  const message = nodeOf(click.message)
  const container = nodeOf(click.container)
  const thread = wordOf(message.thread_ts) || wordOf(container.thread_ts)
  const own =
    container.is_ephemeral === true ? '' : wordOf(message.ts) || wordOf(container.message_ts)
  const team = wordOf(nodeOf(click.user).team_id) || wordOf(nodeOf(click.team).id) || null
  const isHome = wordOf(nodeOf(click.view).type) === 'home'
  if (isHome && action === 'home') return publishHome(edge, user, team)
  const from = await originOf(edge, {
    user,
    team,
    channel: wordOf(nodeOf(click.channel).id) || wordOf(container.channel_id) || user,
    threadTs: thread || own || null,
  })
  const answer = await askListener(edge, from.lang, async () =>
    (await edge.listener.firstTime(once)) ? edge.listener.button(action, value, from) : AGAIN,
  )
  if (answer === AGAIN) return
  if (answer.kind === 'form') return openForm(edge, wordOf(click.trigger_id), answer, from)
  if (isHome) {
    await reply(edge, from, null, answer)
    return publishHome(edge, user, team)
  }
  if (answer.kind === 'say' && answer.audience === 'asker') {
    const place = thread === '' ? {} : { thread_ts: thread }
    const ephemeral = { response_type: 'ephemeral', replace_original: false, ...place } as const
    await sayInline(edge, from, answer.done.message, (words) =>
      respond({ ...ephemeral, ...words }),
    ).catch(async (error: unknown) => {
      // A response URL works five times and for half an hour only.
      edge.log.info('slack.response-refused', { error: reasonOf(error) })
      await whisper(edge, from, answer.done.message)
    })
    return
  }
  await reply(edge, from, from.threadTs, answer)
}

/** An ack or response that cannot be delivered must not stop what was asked for. */
function quietly<A extends readonly unknown[]>(
  edge: Edge,
  event: string,
  send: (...args: A) => Promise<unknown>,
): (...args: A) => Promise<void> {
  return async (...args) => {
    try {
      await send(...args)
    } catch (error) {
      edge.log.warn(event, { error: reasonOf(error) })
    }
  }
}
