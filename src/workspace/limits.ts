/**
 * Bounds of the local workspace itself. Slack's own limits stand beside the rules that hold them
 * (blockRules.ts, hooks.ts, sockets.ts), written from Slack's documents and not from what memcheck sends.
 */
import { MIB } from '../domain/bytes.ts'

export const BOUNDS = {
  /** Messages kept per channel; the oldest thread goes first. A demo of months stays within tens of MB. */
  messagesPerChannel: 2000,
  /** Messages that only one person sees; Slack forgets them at reload, we at restart. */
  ephemerals: 200,
  /** One file; a capture of a busy host is below. */
  fileBytes: 32 * MIB,
  /** All files together; the oldest go first. */
  filesBytes: 256 * MIB,
  /** Files announced and never completed. */
  pendingFiles: 100,
  /** The body of one API call or page request. */
  bodyBytes: 2 * MIB,
  /** One frame from the app over a socket. */
  frameBytes: MIB,
  /** The journal is rewritten when this much was appended and that doubled it. */
  journalSlackBytes: 8 * MIB,
  /** API calls remembered for tests. */
  calls: 1000,
  /** Events remembered so that they can be delivered again. */
  events: 200,
  /** Exchanges with the app that the inspector can look back on. */
  exchanges: 500,
  /** Pages listening at once; each holds a connection. */
  pages: 20,
  /** Threads of a channel that the page shows. */
  threadsShown: 200,
  /** Text that a person may send in one message (Slack's own composer: 12,000 characters). */
  typedChars: 12_000,
} as const
