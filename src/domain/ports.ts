/** What the pipeline needs of the outside, as interfaces. Edges implement them; main.ts hands them in. */
import type { ChatStanding } from './authorize.ts'
import type { Raw } from './capture.ts'
import type { ChartSpec } from './chart.ts'
import type { Detected, DetectInput } from './detected.ts'
import type { HostEntry } from './inventory.ts'
import type { RangeReader, RangeRefusal } from './memory.ts'
import type { When } from './order.ts'
import type { Message } from './report.ts'
import type { Deletion } from './upload.ts'
import type { Urgency } from './urgency.ts'
import type { Lang, Text } from './words.ts'

export interface Clock {
  /** Epoch milliseconds. */
  now(): number
  /** Resolves after the time, or at once when the signal aborts. No time is a turn: what waits goes first, then one after the other. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

export interface Ids {
  /** Short, unique, safe in a URL and a file name: run and outbox ids. */
  id(): string
  /** Random hex that evidence cannot guess, for framing. */
  nonce(): string
  /** SHA-256 of a text as UTF-8, in hex: by what a script is known. */
  sha256(text: string): string
}

export type LogFields = Readonly<Record<string, string | number | boolean | null>>

/** Structured log. Secrets are removed by the edge; response URLs and tokens are never handed in. */
export interface Log {
  info(event: string, fields?: LogFields): void
  warn(event: string, fields?: LogFields): void
  /** Logs a bug with its cause and gives the short reference that people are shown. */
  bug(event: string, cause: unknown, fields?: LogFields): string
  /** A named step of a run: the trail that tells where a run was when a bot died. */
  step(runId: string, name: string): void
}

/** One exec of a script on a host: bytes as they arrive, then how it ended. */
export interface ExecRequest {
  /** POSIX sh, sent on standard input; null where the host runs its own copy (pinned), to which the args are words. */
  readonly script: string | null
  /**
   * Positional parameters of the script, or all words of a pinned command; each must match /^[A-Za-z0-9_./:-]+$/ (the
   * edge refuses others).
   */
  readonly args: readonly string[]
  /** What the output of the script itself begins with: a login shell may say something before it runs. */
  readonly sign?: string
  readonly deadlineMs: number
  readonly maxBytes: number
  /** The run whose rounds belong together: between them the host needs no rest. */
  readonly run?: string
  /** Aborted: the remote process is killed, and the end is `killed` by `stopped`. */
  readonly signal?: AbortSignal
  onBytes(stream: 'out' | 'err', bytes: Uint8Array): void
}

export type ExecEnd =
  | { readonly kind: 'exited'; readonly status: number | null; readonly signal: string | null }
  /** Deadline or cap reached, or the caller's signal: the remote process was killed. */
  | { readonly kind: 'killed'; readonly why: 'deadline' | 'too-large' | 'stopped' }
  | { readonly kind: 'lost'; readonly detail: string }

/** A way to hosts. `exec` throws a UserError when the host cannot be reached or its key is refused. */
export interface Remote {
  exec(host: HostEntry, request: ExecRequest): Promise<ExecEnd>
  close(): Promise<void>
}

/** A host's key as the host shows it, and how the records have it. */
export interface ShownKey {
  /** The host by its name, its address and port. */
  readonly host: string
  readonly address: string
  readonly port: number
  readonly verdict: 'known' | 'unknown' | 'changed' | 'revoked'
  readonly type: string
  /** `SHA256:...`, as ssh-keygen -l prints it. */
  readonly fingerprint: string
  /** The public key, base64. */
  readonly key: string
  /** How known_hosts calls the host, and the file that a new key goes to. */
  readonly recordedAs: string
  readonly file: string
}

/** Keys of hosts, for a person to judge. Throws the UserErrors of connecting. */
export interface HostKeys {
  /** The hosts on the way, the first to be reached first, the host itself last. Each can be looked at once those before are known. */
  hops(host: HostEntry): Promise<readonly HostEntry[]>
  look(hop: HostEntry): Promise<ShownKey>
  /** Adds the key to the file. Throws UserError `known-hosts-unwritable`. */
  record(shown: ShownKey): Promise<void>
}

/** Somebody who can be asked there and then. */
export interface Person {
  /** What was typed; empty for no answer. */
  ask(question: Text): Promise<string>
}

/** A message's place and identity in the chat. */
export interface MessageRef {
  readonly channel: string
  readonly ts: string
}

export interface ChatPost {
  readonly channel: string
  readonly threadTs: string | null
  readonly message: Message
  /** Pictures of the message's chart blocks, by their order; PNG. */
  readonly pictures: readonly Picture[]
  /** Goes into the message's metadata, so that a post can be found again before it is repeated. */
  readonly outboxId: string
  readonly runId: string | null
  readonly lang: Lang
  /** Bulk waits for people, and longer. */
  readonly urgency: Urgency
}

export interface Picture {
  readonly name: string
  readonly alt: string
  readonly png: Uint8Array
}

/** What a post left behind: its ts and the files that belong to it (removed when a new version replaces them). */
export interface Posted {
  readonly ref: MessageRef
  readonly fileIds: readonly string[]
}

/** A chat. Throws UserError `not-in-channel`, `channel-not-found`, `chat-refused` (final) or `chat-unreachable` (try again). */
export interface Chat {
  post(post: ChatPost): Promise<Posted>
  update(posted: Posted, post: ChatPost): Promise<Posted>
  /** Looks for a message that carries the outbox id, so that nothing is posted twice. */
  find(channel: string, threadTs: string | null, outboxId: string): Promise<MessageRef | null>
  /** The address of a message for people; null where it cannot be had. Never rejects. */
  link(ref: MessageRef): Promise<string | null>
  /** Deletes a file that was uploaded. Never rejects. */
  deleteFile(fileId: string): Promise<Deletion>
  /** Tells one person, where the channel cannot be written to. Best effort. */
  tell(user: string, channel: string, message: Message, lang: Lang): Promise<void>
}

/** SVG -> PNG, off the event loop. */
/** What the chat knows of those who act in it. */
export interface Directory {
  /**
   * Who somebody is and in which place; `usergroups` are those that are asked about. Never rejects: what is not learned
   * in time is `unknown`, or among the unlearned groups.
   */
  standing(of: {
    readonly user: string
    /** Of the event itself; null where it says none. */
    readonly team: string | null
    readonly channel: string
    readonly usergroups: readonly string[]
  }): Promise<ChatStanding>
}

export interface Raster {
  /** Without a theme in the one of the settings. */
  png(chart: ChartSpec, theme?: 'light' | 'dark'): Promise<Uint8Array>
}

/** Long computations, off the event loop. */
export interface Compute {
  /**
   * Judges series, the answers in the order of the inputs. Throws UserError `compute-failed` when the computation broke
   * or took too long (of all these inputs then), and `busy` when too much waits already.
   */
  growth(inputs: readonly DetectInput[]): Promise<readonly Detected[]>
  close(): Promise<void>
}

/** One question about a stretch of time. */
export interface RangeQuestion {
  /** PromQL. */
  readonly query: string
  readonly fromMs: number
  readonly toMs: number
  readonly stepMs: number
}

/** A Prometheus. Gives its answer as it came, or why there is none; never throws. */
export interface Prometheus {
  range(question: RangeQuestion): Promise<Raw>
}

/** Calls back at each tick of a cron expression or interval; a tick only enqueues. */
export interface Schedule {
  start(key: string, when: When, firstAtMs: number | null, onTick: (dueAtMs: number) => void): void
  stop(key: string): void
  /** The next instants it will fire, for lists. */
  next(when: When, afterMs: number): number | null
  /** The last instant it should have fired before, for late ticks. */
  previous(when: When, beforeMs: number): number | null
  close(): Promise<void>
}

/** A file as a listing gives it; no size where only reading tells (pipes, /proc). */
export interface FoundFile {
  readonly path: string
  readonly sizeBytes: number | null
  readonly mtimeMs: number | null
}

/** Files on the machine of the person at the terminal. Throws UserError `file-unreadable` or `file-too-large`. */
export interface Files {
  /** `-` is standard input. */
  read(path: string, maxBytes: number): Promise<Uint8Array>
  /** The bytes as they come, for files of any size. */
  chunks(path: string): AsyncIterable<Uint8Array>
  /** A regular file by ranges, for what is never read whole; anything else is refused. */
  ranges(path: string): Promise<RangeReader | RangeRefusal>
  /** The file itself, or the regular files below a folder, by name; bounded by LIMITS.readFiles and readDepth. */
  list(path: string): Promise<readonly FoundFile[]>
  /** Throws UserError `file-exists` too: only what is `forced` goes over an existing file. */
  write(path: string, text: string, forced?: boolean): Promise<void>
}

/** A file that stood in an archive. */
export interface ArchiveFile {
  readonly name: string
  readonly bytes: Uint8Array
  readonly mtimeMs: number | null
  /** True when its end was missing. */
  readonly cut: boolean
}

/** What of an archive was left out, and why. */
export interface Skipped {
  readonly name: string
  readonly why:
    | 'path'
    | 'link'
    | 'device'
    | 'sparse'
    | 'damaged'
    | 'encrypted'
    | 'packing'
    | 'nested'
    | 'too-many'
    | 'too-large'
    | 'cut'
}

export interface Opened {
  readonly files: readonly ArchiveFile[]
  readonly skipped: readonly Skipped[]
}

/** gzip, tar and zip, in memory. Throws UserError `archive-too-large` and `archive-unreadable`. */
export interface Archives {
  /** Null when the bytes are no archive. */
  open(name: string, bytes: Uint8Array): Promise<Opened | null>
}
