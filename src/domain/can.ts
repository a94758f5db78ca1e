/** What somebody may do where he stands: hosts of which the same is true, together. */
import type { Actor, Decision } from './authorize.ts'
import type { Leave } from './leaves.ts'
import type { ActionClass } from './source.ts'

export interface CanRow {
  /** Names of hosts; empty for what is about no host, or all of them. */
  readonly hosts: readonly string[]
  readonly decisions: Readonly<Record<ActionClass, Decision>>
  /** How much is shown of these hosts at the place; null where no rule of the policy holds anywhere, or in a terminal. */
  readonly leave: Leave | null
}

export interface Can {
  readonly actor: Actor
  /** Whether memcheck.yaml has a policy at all. */
  readonly hasPolicy: boolean
  readonly readOnly: boolean
  readonly rows: readonly CanRow[]
}
