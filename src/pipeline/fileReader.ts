/** The port FileReader: files that were shared in a chat, read off the event loop. */
import type { ErrorCode, ErrorParams } from '../domain/errors.ts'
import type { Lang } from '../domain/words.ts'
import type { Done } from './command.ts'

export interface SharedFile {
  readonly name: string
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly lang: Lang
}

/** What a worker says of a file: the answer, or the UserError in parts, for a thread's errors lose their class. */
export type ReadAnswer =
  | { readonly done: Done }
  | { readonly error: { readonly code: ErrorCode; readonly params: ErrorParams } }

/** Shared files, read off the event loop. */
export interface FileReader {
  /**
   * The bytes are given away. Throws UserError as `readBytes`, `file-takes-too-long`, `file-needs-too-much`, `busy` when
   * too many wait, `compute-failed` when the reading broke.
   */
  read(file: SharedFile): Promise<Done>
  close(): Promise<void>
}
