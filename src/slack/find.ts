/** Looking for a message of ours by the outbox id in its metadata. */
import type { MessageRef } from '../domain/ports.ts'
import { type Caller, callSlack } from './client.ts'

export const METADATA_TYPE = 'memcheck'

/** A thread is read from its start, a channel from its end; past this a message is taken for lost. */
const PAGE = 200
const THREAD_PAGES = 10
const CHANNEL_PAGES = 3

interface Page {
  readonly messages?: readonly {
    readonly ts?: string
    readonly metadata?: { readonly event_type?: string; readonly event_payload?: unknown }
  }[]
  readonly response_metadata?: { readonly next_cursor?: string }
}

/** Gives the message that carries the outbox id, or null. Throws UserError as `callSlack` does. */
export async function findByOutboxId(
  caller: Caller,
  channel: string,
  threadTs: string | null,
  outboxId: string,
): Promise<MessageRef | null> {
  const read = (cursor: string): Promise<Page> => {
    const page = { channel, limit: PAGE, include_all_metadata: true, ...(cursor && { cursor }) }
    const { client } = caller
    return threadTs === null
      ? client.conversations.history(page)
      : client.conversations.replies({ ...page, ts: threadTs })
  }
  const method = threadTs === null ? 'conversations.history' : 'conversations.replies'
  let cursor = ''
  for (let count = threadTs === null ? CHANNEL_PAGES : THREAD_PAGES; count > 0; count -= 1) {
    const options = { method, repeatable: true, channel }
    const page = await callSlack(caller, options, () => read(cursor))
    const ts = page.messages?.find((message) => carries(message.metadata, outboxId))?.ts
    if (ts !== undefined) return { channel, ts }
    cursor = page.response_metadata?.next_cursor ?? ''
    if (cursor === '') return null
  }
  return null
}

function carries(
  metadata: { readonly event_type?: string; readonly event_payload?: unknown } | undefined,
  outboxId: string,
): boolean {
  const payload = metadata?.event_payload
  if (metadata?.event_type !== METADATA_TYPE || typeof payload !== 'object' || payload === null)
    return false
  return 'outbox_id' in payload && payload.outbox_id === outboxId
}
