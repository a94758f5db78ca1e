/**
 * What to read for a target, in rounds (design 1.2). Pure. Round 0 is cheap evidence of the host, and of the
 * process where a pid was typed; a name costs one round more. Only `nextRound` adds rounds.
 */

import type { Frame } from '../domain/capture.ts'
import type { DeeperContext } from '../domain/deeper.ts'
import { UserError } from '../domain/errors.ts'
import type { Evidence } from '../domain/evidence.ts'
import type { Facts } from '../domain/facts.ts'
import { LIMITS } from '../domain/limits.ts'
import type { Meant } from '../domain/meant.ts'
import type { Depth } from '../domain/order.ts'
import type { AnySource } from '../domain/source.ts'
import type { Target } from '../domain/target.ts'
import { allArgs } from '../parsers/proc/allArgs.ts'
import { absentProcess } from './denied.ts'
import { instanceChoices } from './instance.ts'
import { ledTo } from './led.ts'
import { matchProcess } from './match.ts'
import { matchGroup } from './matchGroup.ts'
import { hasMonitors } from './monitors.ts'
import { PULSE_SOURCES } from './pulse.ts'

export interface Round {
  readonly number: number
  readonly pid: number | null
  readonly sources: readonly AnySource[]
  /** Seconds between the two readings of counters; 0 for one reading only. */
  readonly waitSeconds: number
  /** What a typed word turned out to mean: kept beside what is read of it. */
  readonly meant?: Meant
}

export interface Planned {
  readonly target: Target
  readonly depth: Depth
  /** All sources of the house, in order of collecting. */
  readonly sources: readonly AnySource[]
  /** Asked by a drilldown, on top of what a check reads. */
  readonly asked: readonly AnySource[]
  /** What analyzers or the drilldown want to see after the first evidence. */
  readonly deeper: (ctx: DeeperContext) => readonly AnySource[]
}

/** The rounds that were made. */
export interface Made {
  readonly rounds: number
  readonly pid: number | null
  readonly deeper: boolean
}

/** Round 0. A name is matched after it, so the wait for rates is left to the round that reads what it leads to. */
export function firstRound(plan: Planned): Round {
  const pid = plan.target.kind === 'pid' ? plan.target.pid : null
  return {
    number: 0,
    pid,
    sources: chosen(plan, (source) => source.scope === 'host' || pid !== null),
    waitSeconds: isMatched(plan.target) ? 0 : waitOf(plan.depth),
  }
}

/** Whether a target is found among what round 0 read. */
export function isMatched({ kind }: Target): boolean {
  return kind === 'name' || kind === 'group'
}

/**
 * The round that reads the process which a typed number leads to; null where the number is that of a process.
 * Throws as `ledTo`.
 */
export function ledRound(
  plan: Planned,
  evidence: Evidence,
  frames: readonly Frame[],
  made: Made,
): Round | null {
  const { target } = plan
  if (target.kind !== 'pid' || made.pid !== target.pid) return null
  const meant = ledTo(target, evidence, frames)
  return meant === null ? null : { ...roundOf(plan, made.rounds, meant.pid), meant }
}

/**
 * The round after those that were made, or null when there is none. Throws UserError `no-such-process`,
 * `ambiguous-target`, `no-such-group` or `ambiguous-group` when a word leads to nothing, or not to one thing alone.
 */
export function nextRound(
  plan: Planned,
  facts: Facts,
  evidence: Evidence,
  made: Made,
): Round | null {
  if (plan.target.kind === 'name' && made.pid === null) {
    return processRound(plan, plan.target.name, evidence, made)
  }
  if (plan.target.kind === 'group' && made.pid === null) {
    return groupRound(plan, plan.target, evidence, made)
  }
  return made.deeper ? null : deeperRound(plan, facts, evidence, made)
}

/** One round of what the evidence so far points to, each source once and within its bound. */
function deeperRound(plan: Planned, facts: Facts, evidence: Evidence, made: Made): Round | null {
  // A group is read through one of its members, which nobody asked about.
  const pid = plan.target.kind === 'group' ? null : made.pid
  const wanted = plan.deeper({ facts, evidence, pid })
  const allowed = new Set(plan.sources.map((source) => source.id))
  const sources = wanted
    .filter((source, i) => wanted.findIndex((one) => one.id === source.id) === i)
    .filter((source) => allowed.has(source.id))
    .slice(0, LIMITS.deeperSources)
  if (sources.length === 0) return null
  return { number: made.rounds, pid: made.pid, sources, waitSeconds: 0 }
}

function processRound(plan: Planned, name: string, evidence: Evidence, made: Made): Round {
  const match = matchProcess(evidence, name)
  if (match.kind === 'none') {
    throw absentProcess(evidence, {
      host: plan.target.host,
      word: name,
      near: match.near.join(', '),
    })
  }
  const told = evidence.has(allArgs.id)
  // What tells instances apart stands in their arguments, of which the first round reads the first alone.
  const toTell = plan.sources.filter(({ id }) => id === allArgs.id)
  if (match.kind === 'instances' && !told && made.rounds === 1 && toTell.length > 0) {
    return { number: made.rounds, pid: null, sources: toTell, waitSeconds: 0 }
  }
  if (match.kind === 'several' || match.kind === 'instances') {
    const rows = match.kind === 'several' ? match.rows : instanceChoices(match.instances, evidence)
    throw new UserError('ambiguous-target', {
      host: plan.target.host,
      word: name,
      choices: rows.map((row) => `${row.pid} ${row.label}`).join('\n'),
    })
  }
  return roundOf(plan, made.rounds, match.pid)
}

/** Of what is read of a process, that which tells of its groups; and the host's counters. */
export function ofGroups(sources: readonly AnySource[]): readonly AnySource[] {
  return sources.filter(({ at, scope }) => scope === 'host' || at.kind === 'cgroups')
}

/** The group by its files alone: what is read of it is read of all groups above a member of it. */
function groupRound(
  plan: Planned,
  target: Extract<Target, { readonly kind: 'group' }>,
  evidence: Evidence,
  made: Made,
): Round {
  const { by, word } = target
  const toTell = plan.sources.filter(({ id }) => id === allArgs.id)
  if (by === 'container' && !evidence.has(allArgs.id) && made.rounds === 1 && hasMonitors(evidence))
    return { number: made.rounds, pid: null, sources: toTell, waitSeconds: 0 }
  const match = matchGroup(evidence, by, word)
  if (match.kind === 'one') {
    const round = roundOf(plan, made.rounds, match.pid)
    return {
      ...round,
      sources: ofGroups(round.sources),
      meant: { kind: 'group', by, path: match.path },
    }
  }
  throw new UserError(match.kind === 'none' ? 'no-such-group' : 'ambiguous-group', {
    host: target.host,
    word: `${by}:${word}`,
    choices: match.choices.map((one) => `${one.word} ${one.label}`).join('\n'),
    example: match.choices[0]?.word ?? '',
  })
}

/** What is read of a process after the host was. */
function roundOf(plan: Planned, number: number, pid: number): Round {
  return {
    number,
    pid,
    sources: chosen(plan, (source) => source.scope === 'process' || source.counters),
    waitSeconds: waitOf(plan.depth),
  }
}

function chosen(plan: Planned, fits: (source: AnySource) => boolean): readonly AnySource[] {
  if (plan.depth === 'pulse') return plan.sources.filter(({ id }) => PULSE_SOURCES.has(id))
  return plan.sources.filter(
    (source) => fits(source) && (source.when !== 'asked' || plan.asked.includes(source)),
  )
}

function waitOf(depth: Depth): number {
  return depth === 'full' ? LIMITS.rateWaitMs / 1000 : 0
}
