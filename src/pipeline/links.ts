/** The address of a run's message in its chat: asked for when it is needed first, then kept. */
import type { Run } from '../domain/store.ts'
import type { House } from './house.ts'

/** Null where no message stands yet, or the chat has none. */
export async function linkOf(
  { store, chat }: Pick<House, 'store' | 'chat'>,
  run: Pick<Run, 'id' | 'kind'>,
): Promise<string | null> {
  const row = await store.outboxOf(`run:${run.id}`, run.kind === 'ask' ? 'answer' : 'root')
  if (row === null || row.posted === null || chat === null) return null
  if (row.link !== null) return row.link
  const link = await chat.link(row.posted.ref)
  if (link !== null) await store.keepLink(row.id, link)
  return link
}
