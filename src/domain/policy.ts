/**
 * The policy of memcheck.yaml: who may do what to which hosts. All grants count together; what none gives is refused.
 */
import type { LeavesRule } from './leaves.ts'
import type { ActionClass } from './source.ts'

export interface Grant {
  /** As the audit has it: the name that it was given, or its place (`allow[2]`). */
  readonly name: string
  readonly may: readonly ActionClass[]
  /** Slack ids of persons. With `usergroups`: whoever is in one of both lists; both empty: every member. */
  readonly users: readonly string[]
  /** Slack ids of user groups. */
  readonly usergroups: readonly string[]
  /** Slack ids of channels; empty: wherever the bot was invited to, and direct messages to it. */
  readonly channels: readonly string[]
  /** Names of hosts; null: all, and what is about no host. */
  readonly hosts: readonly string[] | null
}

export interface Policy {
  readonly grants: readonly Grant[]
  /** What leaves the company: see leaves.ts. None: everything, as far as somebody may ask for it. */
  readonly leaves?: readonly LeavesRule[]
}

/** What decides beside the one who asks: it is the same for everybody. */
export interface Law {
  /** Null where memcheck.yaml has none: then chats may look, and nothing else. */
  readonly policy: Policy | null
  /** MEMCHECK_READ_ONLY: nothing intrusive, whatever the policy grants. */
  readonly readOnly: boolean
  /** The one host is the bot's own machine, and nothing was configured. */
  readonly embedded: boolean
}

/** The user groups that the policy asks about, each once. */
export function usergroupsOf(policy: Policy | null): readonly string[] {
  return [...new Set((policy?.grants ?? []).flatMap((grant) => grant.usergroups))]
}
