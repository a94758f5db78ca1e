/** What the bot does again and again so that nothing outlives its time: rows of the store, files in the chat. */
import { LIMITS } from '../domain/limits.ts'
import type { Clock } from '../domain/ports.ts'
import type { Store } from '../domain/store.ts'
import { HOUR_MS, MINUTE_MS } from '../domain/time.ts'
import type { DueUpload, UploadLog } from '../domain/upload.ts'
import type { House } from './house.ts'

/** Purges until nothing is past its time, within bounds. */
export async function purgeAll(
  { store, clock }: Pick<House, 'store' | 'clock'>,
  signal?: AbortSignal,
): Promise<void> {
  for (let pass = 0; pass < LIMITS.purgePasses && signal?.aborted !== true; pass += 1) {
    if (!(await store.purge(clock.now())).more) return
  }
}

/** The store as the edge's log of uploads. */
export function uploadLog(store: Store, clock: Clock): UploadLog {
  return {
    uploaded: (fileId, { channel, outboxId, runId }) =>
      store.putUpload({ fileId, channel, outboxId, runId, atMs: clock.now() }),
    gone: (fileIds) => store.dropUploads(fileIds),
    left: (fileIds) => store.discardUploads(fileIds, clock.now()),
  }
}

type Tending = Pick<House, 'store' | 'chat' | 'clock' | 'log'>

/** Deletes some of the files in the chat that are past their lifetime or were forgotten. A chat that is down ends it. */
export async function deleteDueFiles(house: Tending, signal?: AbortSignal): Promise<void> {
  const { store, chat, clock } = house
  if (chat === null) return
  for (const due of await store.dueUploads(clock.now(), LIMITS.fileDeletes)) {
    if (signal?.aborted === true || !(await deleteOne(house, chat, due))) return
  }
}

/** False when the next one would fare no better. */
async function deleteOne(
  { store, clock, log }: Tending,
  chat: NonNullable<House['chat']>,
  { fileId, attempts }: DueUpload,
): Promise<boolean> {
  const end = await chat.deleteFile(fileId)
  if (end.kind === 'gone') {
    await store.dropUploads([fileId])
    log.info('upload.deleted', { file: fileId })
    return true
  }
  const { error } = end
  if (end.kind === 'later') {
    const waitMs = Math.min(HOUR_MS, MINUTE_MS * 2 ** Math.min(attempts, 10))
    await store.retryUpload(fileId, error, clock.now() + waitMs)
    return false
  }
  if (!end.all) {
    log.warn('upload.refused', { file: fileId, error })
    await store.retryUpload(fileId, error, null)
    return true
  }
  // Once for each file that asks: the others wait behind it.
  if (attempts === 0) log.warn('upload.all-refused', { file: fileId, error })
  const againMs = clock.now() + LIMITS.fileDeletesAgainMs
  await store.retryUpload(fileId, error, attempts + 1 < LIMITS.fileDeleteTries ? againMs : null)
  await store.holdUploads(againMs)
  return false
}
