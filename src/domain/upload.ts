/** Files that we uploaded to the chat: remembered before their bytes are sent, until the chat has them no more. */

export interface Upload {
  readonly fileId: string
  readonly channel: string
  /** The message that it belongs to, and the run; null where it is of none, or was forgotten. */
  readonly outboxId: string | null
  readonly runId: string | null
  readonly atMs: number
}

/** As it stands. */
export interface UploadRow extends Upload {
  /** The message's own owner (store.ts), for when the message is gone. */
  readonly owner: string | null
  /** Deleted from this instant on, whatever its lifetime. */
  readonly dueAtMs: number | null
  readonly notBeforeMs: number
  readonly attempts: number
  /** Refused: the chat will not delete it. */
  readonly state: 'kept' | 'refused'
  readonly error: string | null
}

/** One that is to be deleted now. */
export interface DueUpload {
  readonly fileId: string
  /** Tries that failed. */
  readonly attempts: number
}

export interface UploadCounts {
  readonly kept: number
  /** To be deleted, now or after a wait. */
  readonly waiting: number
  /** Given up: a person may delete them. */
  readonly refused: number
  /** What the chat last said to one of those that wait or were given up; null for nothing. */
  readonly error: string | null
}

/** The rows of them. */
export interface UploadRows {
  putUpload(upload: Upload): Promise<void>
  /** Those are gone from the chat. */
  dropUploads(fileIds: readonly string[]): Promise<void>
  /** Those are to be deleted as soon as may be. */
  discardUploads(fileIds: readonly string[], nowMs: number): Promise<void>
  /** Past their lifetime or discarded, and not waiting for another try; the oldest first. */
  dueUploads(nowMs: number, limit: number): Promise<readonly DueUpload[]>
  /** One more failed try of this file; null for no other. */
  retryUpload(fileId: string, error: string, notBeforeMs: number | null): Promise<void>
  /** None is tried before then: what refuses one refuses all. */
  holdUploads(notBeforeMs: number): Promise<void>
  uploadCounts(nowMs: number): Promise<UploadCounts>
}

/** What became of a file that was to be deleted. A scope that is missing refuses all alike. */
export type Deletion =
  | { readonly kind: 'gone' }
  | { readonly kind: 'later'; readonly error: string }
  | { readonly kind: 'refused'; readonly error: string; readonly all: boolean }

/** Where an edge writes down what it uploads, before it does. */
export interface UploadLog {
  uploaded(
    fileId: string,
    of: { readonly channel: string; readonly outboxId: string; readonly runId: string | null },
  ): Promise<void>
  gone(fileIds: readonly string[]): Promise<void>
  /** Should have gone, and has not. */
  left(fileIds: readonly string[]): Promise<void>
}
