/** Forgetting: all that is kept of a host, of one subject on it, or of one run. */

export type Forgettable =
  /** With all that is on it. `orders`: ids of those that look at it, or looked. */
  | { readonly kind: 'host'; readonly host: string; readonly orders: readonly string[] }
  | {
      readonly kind: 'subject'
      readonly host: string
      readonly key: string
      /** Targets, as typed, whose runs found no subject: failed ones, and questions. */
      readonly typed: readonly string[]
      readonly orders: readonly string[]
    }
  | { readonly kind: 'run'; readonly runId: string }

/** What a trace is of, in the order in which it is told. */
export const TRACE_KINDS = [
  'captures',
  'runs',
  'samples',
  'floors',
  'components',
  'imported',
  'subjects',
  'facts',
  'marks',
  'mutes',
  'doubts',
  'requests',
  'stuck',
  'threads',
  'messages',
  'orders',
  'uploads',
] as const
export type TraceKind = (typeof TRACE_KINDS)[number]

export interface Traces {
  /** Rows of each kind; captures by their sections, uploads by files in the chat. */
  readonly counts: Readonly<Record<TraceKind, number>>
  /** Of what was collected and of messages, as they are stored. */
  readonly textBytes: number
  /** Runs that work now: they are left, and keep what they find. */
  readonly running: number
}

export interface ForgetRows {
  /** Whether a host of this name has left anything at all. */
  knowsHost(host: string): Promise<boolean>
  traces(of: Forgettable): Promise<Traces>
  /**
   * Deletes the traces in small transactions; cut short, it goes on when it is called again. Files in the chat are marked
   * for deletion. Gives what was there, and whether the bytes are gone from the journal too (else with its next end).
   */
  forget(of: Forgettable, nowMs: number): Promise<Traces & { readonly isClean: boolean }>
}
