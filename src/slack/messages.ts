/** Messages of people -> the listener: those in a thread, in a direct message, or with a mention of the bot. */
import { listOf, type Node, nodeOf, wordOf } from '../blockkit/node.ts'
import { UserError } from '../domain/errors.ts'
import { LIMITS } from '../domain/limits.ts'
import { maskName } from '../domain/secrets.ts'
import type { ChatOrigin } from '../pipeline/command.ts'
import { downloadFile } from './download.ts'
import { heardText } from './heard.ts'
import { originOf } from './origin.ts'
import { askListener, type Edge, reply } from './speak.ts'

interface Said {
  readonly text: string
  readonly mentioned: boolean
  readonly user: string
  readonly team: string | null
  readonly channel: string
  readonly ts: string
  readonly threadTs: string | null
  readonly files: readonly Node[]
}

/** What people say; all other subtypes are edits, deletions, joins and the talk of bots. */
const SUBTYPES: readonly string[] = ['', 'thread_broadcast', 'file_share']

/**
 * Handles a `message` or `app_mention` event. A mention in a channel comes as both, and Slack delivers again
 * what was not acked: the message's own ts tells that it is the same.
 */
export async function onMessage(edge: Edge, body: unknown): Promise<void> {
  const said = hear(nodeOf(body), edge.botUser)
  if (said === null) return
  if (!(await edge.listener.firstTime(`message:${said.channel}:${said.ts}`))) return
  const { user, team, channel, threadTs, text, mentioned } = said
  const from = await originOf(edge, { user, team, channel, threadTs })
  const answerIn = threadTs ?? said.ts
  if (mentioned && said.files.length > 0) {
    for (const file of said.files) await onFile(edge, file, from, answerIn)
    return
  }
  const answer = await askListener(edge, from.lang, () =>
    edge.listener.message(text, from, mentioned),
  )
  if (answer !== null) await reply(edge, from, answerIn, answer)
}

async function onFile(edge: Edge, file: Node, from: ChatOrigin, answerIn: string): Promise<void> {
  const name = maskName(wordOf(file.name) || wordOf(file.title) || wordOf(file.id))
  const url = wordOf(file.url_private_download) || wordOf(file.url_private)
  const answer = await askListener(edge, from.lang, async () => {
    const size = Number(file.size) || 0
    if (size > LIMITS.sharedFileBytes) {
      const params = { file: name, sizeBytes: size, limitBytes: LIMITS.sharedFileBytes }
      throw new UserError('file-too-large', params)
    }
    const bytes = await downloadFile(url, name, edge.download)
    return edge.listener.file(name, bytes, from)
  })
  await reply(edge, from, answerIn, answer)
}

/** Null when it is none of ours: bots, ourselves, edits, talk in a channel. */
function hear(body: Node, botUser: string): Said | null {
  const event = nodeOf(body.event)
  const user = wordOf(event.user)
  if (user === '' || user === botUser || wordOf(event.bot_id) !== '') return null
  if (!SUBTYPES.includes(wordOf(event.subtype))) return null
  const heard = heardText(wordOf(event.text), botUser)
  const channel = wordOf(event.channel)
  const isDirect = wordOf(event.channel_type) === 'im' || channel.startsWith('D')
  const mentioned = heard.mentioned || isDirect || event.type === 'app_mention'
  const threadTs = wordOf(event.thread_ts) || null
  if (!mentioned && threadTs === null) return null
  const team = wordOf(event.user_team) || wordOf(event.team) || wordOf(body.team_id) || null
  const ts = wordOf(event.ts)
  return {
    text: heard.text,
    mentioned,
    user,
    team,
    channel,
    ts,
    threadTs,
    files: listOf(event.files),
  }
}
