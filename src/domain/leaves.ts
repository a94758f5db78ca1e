/** What leaves the company: how much a message may show, by its channel and the hosts that it is about. */
import { isSlackId } from './spoken.ts'

/**
 * The least first. `verdict`: what was found, in our own words, and what to do next. `numbers`: figures too. `text`:
 * what hosts say too (names of processes, command lines, paths, log lines, SQL). `samples`: strings read from memory too.
 */
export const LEVELS = ['verdict', 'numbers', 'text', 'samples'] as const
export type Level = (typeof LEVELS)[number]

export interface LeavesRule {
  /** As the message names it: the name that it was given, or its place (`leaves[2]`). */
  readonly name: string
  /** Slack ids; empty: every place. */
  readonly channels: readonly string[]
  /** Names of hosts; null: all, and what is about no host. */
  readonly hosts: readonly string[] | null
  readonly atMost: Level
}

export interface Leave {
  readonly level: Level
  /** The rule that keeps it so low; null where none does. */
  readonly rule: string | null
}

/** Where no rule says otherwise, whoever may ask sees all of the answer. */
export const ALL_LEAVES: Leave = { level: 'samples', rule: null }

/**
 * The strictest of all rules that cover the place and any of the hosts. `hosts` empty: about no host. Null: not known
 * which, so that any rule of the place may be meant. A channel that is told by its name alone may be any.
 */
export function leavesAt(
  rules: readonly LeavesRule[],
  channel: string,
  hosts: readonly string[] | null,
): Leave {
  let leave = ALL_LEAVES
  for (const rule of rules) {
    if (!coversPlace(rule, channel) || !coversHosts(rule, hosts)) continue
    if (isLower(rule.atMost, leave.level)) leave = { level: rule.atMost, rule: rule.name }
  }
  return leave
}

export function isLower(level: Level, than: Level): boolean {
  return LEVELS.indexOf(level) < LEVELS.indexOf(than)
}

function coversPlace({ channels }: LeavesRule, channel: string): boolean {
  return channels.length === 0 || channels.includes(channel) || !isSlackId(channel)
}

function coversHosts(rule: LeavesRule, hosts: readonly string[] | null): boolean {
  if (rule.hosts === null || hosts === null) return true
  return hosts.some((host) => rule.hosts?.includes(host))
}
