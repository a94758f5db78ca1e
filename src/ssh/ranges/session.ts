/** What both ways to ranges have in common: one channel, on which files of a host are opened and read. */
import type {
  FileAbout,
  MemoryRange,
  RangeBytes,
  RangeReader,
  RangeRefusal,
} from '../../domain/memory.ts'

/** A file that is open in a session. */
export interface OpenFile {
  /** In the order of the ranges. Rejects with a UserError when the session is lost. */
  read(ranges: readonly MemoryRange[], instant: boolean): Promise<readonly RangeBytes[]>
  about(): Promise<FileAbout | null>
  /** What is still asked is answered with null. */
  close(): void
}

export interface Session {
  readonly way: Exclude<RangeReader['way'], 'local'>
  /** False once its channel is gone. */
  readonly alive: boolean
  open(path: string): Promise<OpenFile | RangeRefusal>
  /** Ends the channel and what runs on the host for it. */
  end(): Promise<void>
}

const ERRNO: Readonly<Record<number, Pick<RangeRefusal, 'reason' | 'detail'>>> = {
  1: { reason: 'denied', detail: 'Operation not permitted' },
  2: { reason: 'absent', detail: 'No such file or directory' },
  3: { reason: 'gone', detail: 'No such process' },
  13: { reason: 'denied', detail: 'Permission denied' },
  22: { reason: 'failed', detail: 'Not a regular file' },
}

/** An errno of Linux as a refusal. */
export function refusalOf(errno: number): RangeRefusal {
  return ERRNO[errno] ?? { reason: 'failed', detail: `errno ${errno}` }
}

export function isRefusal(answer: object): answer is RangeRefusal {
  return 'reason' in answer
}

/** A range that both ways can ask for: whole numbers in what a double holds exactly. */
export function isRange({ at, bytes }: MemoryRange): boolean {
  return Number.isSafeInteger(at) && Number.isSafeInteger(bytes) && at >= 0 && bytes > 0
}
