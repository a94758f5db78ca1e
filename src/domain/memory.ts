/**
 * Memory of a process by ranges, and walks over it (design 4). A walk is pure: it yields what it wants to see and is
 * given bytes, so it runs alike on a living process, a core on the host, a local file and, in tests, a record.
 */
import type { HostEntry } from './inventory.ts'
import type { LackingGrant } from './rights.ts'

/** A stretch of an address space or of a file. User addresses have 47 bits: a double holds them exactly. */
export interface MemoryRange {
  readonly at: number
  readonly bytes: number
}

/** What came for a range: its bytes, fewer where only its start could be read, null where nothing could. */
export type RangeBytes = Uint8Array | null

/** Yields batches that do not depend on each other, and receives their bytes in that order. Total: never throws. */
export type Walk<T> = Generator<readonly MemoryRange[], T, readonly RangeBytes[]>

/** What is read by ranges on a host. A path comes from evidence, or is a core's that a person named (domain/core.ts). */
export type RangedFile =
  | { readonly kind: 'memory'; readonly pid: number }
  | { readonly kind: 'pagemap'; readonly pid: number }
  | { readonly kind: 'file'; readonly path: string }

/** Why a file could not be opened for ranges; `detail` is the host's own word. */
export interface RangeRefusal {
  readonly reason: 'denied' | 'absent' | 'gone' | 'no-tool' | 'failed'
  readonly detail: string
  /** A way that the host's entry grants for this, and that gave nothing. */
  readonly lacking?: LackingGrant | null
}

/** An open file. What was read is never kept: only what a walk makes of it is. */
export interface RangeReader {
  /** The way it reads, for the report's cost: an SFTP client, or a loop of an interpreter on the host. */
  readonly way: 'sftp' | 'perl' | 'python3' | 'local'
  /**
   * Answers in the order of the ranges, many in flight at once. `instant` asks for the ranges as near to one moment as
   * the way can. Rejects with a UserError when the host is lost.
   */
  read(ranges: readonly MemoryRange[], instant?: boolean): Promise<readonly RangeBytes[]>
  /** What the host tells of the open file; null where it tells nothing. */
  about(): Promise<FileAbout | null>
  close(): Promise<void>
}

export interface FileAbout {
  readonly sizeBytes: number
  /** By the host's clock. */
  readonly modifiedAtMs: number
}

/** A way to bytes on hosts. Throws a UserError when the host cannot be reached. */
export interface Ranges {
  open(host: HostEntry, file: RangedFile): Promise<RangeReader | RangeRefusal>
}
