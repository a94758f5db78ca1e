/**
 * Expected and final: what stops a request, told in words where it was asked, with its fix.
 * The code and its params are data; the words stand in src/report/words/errors.ts.
 */
import { REFUSALS } from './authorize.ts'
import { maskText } from './secrets.ts'

export const ERROR_CODES = [
  ...REFUSALS,
  'admin-terminal-only',
  'bad-argument',
  'unknown-command',
  'unknown-host',
  'unknown-group',
  'ambiguous-target',
  'no-such-process',
  'ambiguous-group',
  'no-such-group',
  'process-hidden',
  'no-such-run',
  'no-such-order',
  'no-such-drilldown',
  'unknown-question',
  'command-stands-first',
  'paused',
  'not-paused',
  'host-key-unknown',
  'host-key-changed',
  'host-key-revoked',
  'no-known-hosts',
  'known-hosts-unwritable',
  'fingerprint-differs',
  'needs-person',
  'host-key-by-ssh',
  'connection-refused',
  'connection-timeout',
  'connection-lost',
  'pinned-refused',
  'host-unreachable',
  'forward-refused',
  'too-many-jumps',
  'host-busy',
  'auth-failed',
  'no-ssh-program',
  'agent-unusable',
  'key-unreadable',
  'key-locked',
  'key-passphrase',
  'collect-timeout',
  'collect-failed',
  'nothing-collected',
  'not-in-channel',
  'channel-not-found',
  'chat-refused',
  'chat-unreachable',
  'port-taken',
  'cannot-listen',
  'file-unreadable',
  'file-exists',
  'file-too-large',
  'file-takes-too-long',
  'file-needs-too-much',
  'file-not-recognised',
  'file-empty',
  'core-architecture',
  'core-not-postgres',
  'core-cut',
  'core-unknown-layout',
  'core-no-program',
  'core-damaged',
  'core-absent',
  'core-denied',
  'core-not-core',
  'core-unreadable',
  'core-slow',
  'core-stands-still',
  'archive-unreadable',
  'archive-too-large',
  'capture-unreadable',
  'no-series',
  'compute-failed',
  'interval-too-short',
  'too-many-orders',
  'too-many-mutes',
  'no-such-mute',
  'bad-mark',
  'too-many-marks',
  'no-such-mark',
  'no-such-subject',
  'unknown-code',
  'lang-in-chat-only',
  'busy',
  'interrupted',
  'bug',
] as const
export type ErrorCode = (typeof ERROR_CODES)[number]

export type ErrorParams = Readonly<Record<string, string | number>>

/** The one error that is shown to people as it is. Everything else that is thrown is a bug. */
export class UserError extends Error {
  override readonly name = 'UserError'
  readonly code: ErrorCode
  readonly params: ErrorParams

  /** Its params quote what people typed and what hosts said: they are masked here, wherever they come from. */
  constructor(code: ErrorCode, params: ErrorParams = {}, cause?: unknown) {
    const shown = masked(params)
    super(`${code} ${JSON.stringify(shown)}`, cause === undefined ? undefined : { cause })
    this.code = code
    this.params = shown
  }
}

function masked(params: ErrorParams): ErrorParams {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === 'string' ? maskText(value) : value,
    ]),
  )
}
