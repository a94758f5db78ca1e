/**
 * Why something may not be read, so that the least right that would do can be told: ptrace(2) "Ptrace access mode
 * checking", Documentation/admin-guide/LSM/Yama.rst. Data: words stand in report/words/denials.ts.
 */

/**
 * Of sudo: it is not there; it wants a password, which is also its answer where no rule fits; it wants a terminal; PAM
 * refuses the account; the login may not gain rights at all; anything else.
 */
export const SUDO_FAULTS = [
  'missing',
  'password',
  'tty',
  'account',
  'no-new-rights',
  'other',
] as const
export type SudoFault = (typeof SUDO_FAULTS)[number]

/** Reads sudo's own words (sudo 1.8 and 1.9 in the C locale: src/, plugins/sudoers/); null where it said nothing. */
export function sudoFaultIn(said: string): SudoFault | null {
  if (/sudo: (?:command )?not (?:found|installed)/.test(said)) return 'missing'
  if (/must have a tty|no tty present/.test(said)) return 'tty'
  if (/account validation failure|account or password is expired|PAM account/.test(said))
    return 'account'
  if (/no new privileges|effective uid is not 0|must be owned by uid 0/.test(said))
    return 'no-new-rights'
  if (/password is required|not allowed to (?:execute|run)|not in the sudoers/.test(said))
    return 'password'
  return /^(?:sudo|Sorry)\b/m.test(said) ? 'other' : null
}

/** A way to memory that the entry grants beside the login's own, and why it was none. */
export interface LackingGrant {
  readonly way: 'memory-as' | 'memory-key'
  readonly fault: SudoFault | 'no-sftp-server' | 'refused'
}

/**
 * - `other-user`: the process is another user's.
 * - `ptrace-scope`: it is the same user's, and Yama lets only a parent or root read its memory.
 * - `not-dumpable`: it is the same user's, and has kept others from its memory (changed its user, or said so).
 * - `no-capability`: root without CAP_SYS_PTRACE, as in a container.
 */
export type ProcessDenial = 'other-user' | 'ptrace-scope' | 'not-dumpable' | 'no-capability'

/** Of a source: by process (`file:`), the kernel's log, a file of root's alone, or sudo's own refusal. */
export type Denial =
  | `file:${Exclude<ProcessDenial, 'ptrace-scope'>}`
  | `sudo:${SudoFault}`
  | 'kernel-log'
  | 'root-only'

export interface Reader {
  readonly uid: number
  /** Null where it is not known whose the process is. */
  readonly ownerUid: number | null
  readonly ptraceScope: number | null
}

/** Why a process's memory (`attach`) or what else it keeps to itself (`read`) is denied: Yama restricts the first alone. */
export function processDenial(
  { uid, ownerUid, ptraceScope }: Reader,
  mode: 'attach' | 'read',
): ProcessDenial {
  if (uid === 0) return 'no-capability'
  if (ownerUid !== null && ownerUid !== uid) return 'other-user'
  return mode === 'attach' && (ptraceScope ?? 0) > 0 ? 'ptrace-scope' : 'not-dumpable'
}
