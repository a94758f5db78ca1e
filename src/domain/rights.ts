/** Why a right that a host's entry grants gave nothing: data, for which words stand in report/words/denials.ts. */

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
