/** What a post carries over the wire: text, blocks and the metadata by which it is found again. */
import { type Rendered, renderMessage } from '../blockkit/render.ts'
import { validateMessage } from '../blockkit/validate.ts'
import type { ChatPost, Log } from '../domain/ports.ts'
import type { Text } from '../domain/words.ts'
import { METADATA_TYPE } from './find.ts'

/** Slack adds no previews of its own. */
export const QUIET = { unfurl_links: false, unfurl_media: false } as const

/** What a post carries, whether new or an update. */
export interface Content extends Omit<Rendered, 'rest'> {
  readonly metadata: {
    readonly event_type: string
    readonly event_payload: Record<string, string>
  }
}

/** A picture of the message: its file id, or what is said in its place. */
export interface Shown {
  readonly id: string | null
  readonly note: Text | null
}

/** How a post is drawn when Slack took no better. */
export interface Drawn {
  readonly maxChars: number
  readonly tables: 'native' | 'code'
}

/** Renders a post, with what of it did not fit (null when all did). What Slack would refuse is logged, and left to Slack to refuse. */
export function contentOf(
  log: Log,
  post: ChatPost,
  pictures: readonly Shown[],
  { maxChars, tables }: Drawn,
): { readonly content: Content; readonly rest: string | null } {
  const blocks = [...post.message.blocks]
  const items = pictures.flatMap(({ note }) => (note === null ? [] : [note]))
  if (items.length > 0) blocks.push({ kind: 'context', items })
  const imageIds = pictures.map(({ id }) => id ?? '')
  const options = { lang: post.lang, imageIds, files: 'thread' as const, maxChars, tables }
  const { rest, ...rendered } = renderMessage({ ...post.message, blocks }, options)
  const problems = validateMessage(rendered).map(({ pointer, code }) => `${pointer} ${code}`)
  if (problems.length > 0) log.warn('slack.blocks-invalid', { problems: problems.join(', ') })
  const run = post.runId === null ? {} : { run_id: post.runId }
  const payload = { outbox_id: post.outboxId, ...run }
  const metadata = { event_type: METADATA_TYPE, event_payload: payload }
  return { content: { ...rendered, metadata }, rest }
}
