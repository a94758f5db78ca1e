/**
 * What may be done to a process beyond reading: for a while it stands still. Done only after consent; the scripts stand in
 * script/intrusive/.
 */

/** `gdb`: a bounded look at the threads' stacks. `gcore`: a core file on the host. */
export const INTRUSIVE_KINDS = ['gdb', 'gcore'] as const
export type IntrusiveKind = (typeof INTRUSIVE_KINDS)[number]

export interface IntrusiveRequest {
  readonly kind: IntrusiveKind
  readonly pid: number
  /** Field 22 of /proc/PID/stat: with the pid it is one process and no other. */
  readonly startTicks: number
  /** 16 to 64 digits of lower-case hex, of `Ids.nonce`: frames the output and is part of the file's name. */
  readonly nonce: string
  /** Cap of the whole, from the host's first look to its last; then all is ended. */
  readonly seconds: number
  /** Where a core file goes; absolute, without `..`. Not looked at by `gdb`. */
  readonly dumpDir: string
  /** A core file that would be larger is not begun, one that becomes larger is ended and removed. */
  readonly dumpMaxBytes: number
}

/** Why nothing was done: told before the process was stopped, and nothing is left. */
export const INTRUSIVE_REFUSALS = [
  /** The pid is of a process that began at another time. Params: none. */
  'other-process',
  'gone',
  /** It has no memory of its own: a kernel's thread, or a process that is ending. */
  'no-memory',
  /** Params: tool. */
  'no-tool',
  /** Somebody else's debugger or strace is on it. Params: tracerPid. */
  'traced-already',
  /** It stands still already, by a stop signal. */
  'stopped-already',
  /** The process is one that this very connection hangs on. */
  'own-connection',
  /** The login may not trace it. Params: ptraceScope (kernel.yama.ptrace_scope, -1 where the kernel has none). */
  'not-permitted',
  /** Params: needBytes, freeBytes, keepBytes (what has to stay free). */
  'no-space',
  /** Params: why (`absent`, `link`, `owner`, `writable`, `memory`, `exists`, `denied`). */
  'dir-unusable',
  /** Params: needBytes, mostBytes. */
  'too-large',
  /** It would stand still for longer than the cap of seconds allows. Params: expectedSeconds, mostSeconds. */
  'too-slow',
] as const
export type IntrusiveRefusal = (typeof INTRUSIVE_REFUSALS)[number]

/** How it ended. Only `done` is ok. */
export const INTRUSIVE_ENDS = [
  'done',
  /** Refused: nothing was begun. */
  'refused',
  'deadline',
  /** The caller went away or gave up. */
  'caller-gone',
  'target-gone',
  /** The core file outgrew its cap, or what has to stay free of the file system. */
  'too-large',
  /** gdb was killed by somebody, or failed. */
  'tool-failed',
  /** A part of the script itself was killed; the other one has cleaned up. */
  'script-killed',
  /** The end never came: the connection was lost, or the script could not run. */
  'lost',
] as const
export type IntrusiveEnd = (typeof INTRUSIVE_ENDS)[number]

export type IntrusiveEvent =
  /** The script runs there; nothing is touched yet. */
  | { readonly kind: 'begun' }
  /** The process is about to be stopped. */
  | { readonly kind: 'pausing' }
  | { readonly kind: 'progress'; readonly doneBytes: number; readonly ofBytes: number }
  /** It runs again, as the kernel tells; how long it may have stood still, at most. */
  | { readonly kind: 'resumed'; readonly pausedMs: number }
  /** It could not be made to run again, or that cannot be told. */
  | { readonly kind: 'still-stopped' }
  /** One line of gdb's, without control characters; NOT masked. */
  | { readonly kind: 'text'; readonly line: string }
  /** There was more text than is sent. */
  | { readonly kind: 'text-cut' }
  /** A finished core file. */
  | {
      readonly kind: 'file'
      readonly path: string
      readonly bytes: number
      /** Null where the host could not tell. */
      readonly made: CoreMade | null
    }
  /** Of a file that is to be removed: it is not there, or what has its name now is another thing, which is left alone. */
  | { readonly kind: 'found'; readonly what: 'none' | 'other' }
  | {
      readonly kind: 'refused'
      readonly code: IntrusiveRefusal
      readonly params: Readonly<Record<string, string | number>>
    }
  /** What was begun was cleaned up; `left`: the unfinished file is still there. */
  | { readonly kind: 'cleaned'; readonly left: boolean }
  /** Always the last, and exactly once. */
  | { readonly kind: 'end'; readonly ok: boolean; readonly detail: IntrusiveEnd }

/** By what a core file is known again, so that nothing else is removed in its place. */
export interface CoreMade {
  readonly inode: number
  /** Unix seconds of the last change of its bytes. */
  readonly changedAtSec: number
  readonly bytes: number
}

/** Where the file of a request is, once it is there: known beforehand, so that it can be looked for after a lost connection. */
export function coreFilePath(of: Pick<IntrusiveRequest, 'dumpDir' | 'pid' | 'nonce'>): string {
  return `${of.dumpDir.replace(/\/+$/, '')}/${coreFileName(of)}`
}

export function coreFileName(of: Pick<IntrusiveRequest, 'pid' | 'nonce'>): string {
  return `memcheck-core.${of.pid}.${of.nonce}`
}

/** A caller waits so much longer than the request's seconds: the host ends and cleans up by itself first. */
export const INTRUSIVE_GRACE_MS = 10_000

/**
 * How long a process stands still, to be told before anybody agrees: measured on a process of 1 GB (docs/decisions.md), the
 * slower of what was seen. gdb reads symbols while it holds the process, whatever its size; gcore copies its memory through gdb.
 */
export function expectedPauseMs(kind: IntrusiveKind, rssBytes: number): number {
  if (kind === 'gdb') return ATTACH_MS
  return ATTACH_MS + Math.ceil((Math.max(0, rssBytes) / 1e9) * COPY_MS_PER_GB)
}

const ATTACH_MS = 800
const COPY_MS_PER_GB = 6500
/** The same rate, as a shell without fractions reckons. */
export const GCORE_KIB_PER_SECOND = Math.floor(1e9 / 1024 / (COPY_MS_PER_GB / 1000))
