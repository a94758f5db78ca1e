/** The one place that says who may do what (design 8). Every entry point asks it, for the one who acts. */
import type { ErrorCode } from './errors.ts'
import type { HostEntry } from './inventory.ts'
import type { ActionClass } from './source.ts'

export interface Actor {
  /** Slack user id, or the login name in a terminal. */
  readonly id: string
  readonly surface: 'slack' | 'terminal' | 'order'
  readonly team: string | null
}

export interface Action {
  /** `check`, `drill:smaps`, `source:proc/PID/maps`. */
  readonly name: string
  readonly class: ActionClass
}

export type Decision =
  | { readonly allowed: true; readonly rule: string }
  | { readonly allowed: false; readonly rule: string; readonly code: ErrorCode }

/**
 * Decides. `target` is the host that is acted on, or null when none is.
 * look: allowed. memory: where the host's entry grants it. admin: from the terminal only.
 * intrusive: refused; the command is shown for a person to run.
 */
export function authorize(actor: Actor, action: Action, target: HostEntry | null): Decision {
  switch (action.class) {
    case 'look':
      return { allowed: true, rule: 'look-is-allowed' }
    case 'memory':
      return target?.memory === true
        ? { allowed: true, rule: 'memory-granted-by-host' }
        : { allowed: false, rule: 'memory-not-granted', code: 'not-allowed' }
    case 'admin':
      return actor.surface === 'terminal'
        ? { allowed: true, rule: 'admin-from-terminal' }
        : { allowed: false, rule: 'admin-only-from-terminal', code: 'admin-terminal-only' }
    case 'intrusive':
      return { allowed: false, rule: 'intrusive-needs-consent', code: 'intrusive-refused' }
  }
}
