/** Who really held the memory when the kernel killed: tasks by name, or what no task can give back. */
import type { AnalyzeContext } from '../../domain/analyzer.ts'
import type { Finding } from '../../domain/finding.ts'
import type { OomEvent } from '../../parsers/kernel/events.ts'
import { accountsOf, holderOf, type Part } from './accounts.ts'
import { figuresOf, quotesOf, triggerPid } from './figures.ts'
import { heldBytes, holdersOf, residentBytes, sparedOf } from './holders.ts'

import type { Told } from './recurrence.ts'
import { severityOf } from './severity.ts'
import { OVERSTATED_RATIO } from './thresholds.ts'
import type { OomCode, OomFinding } from './words.ts'

/** Who else was in it: the tasks that held most, one that was spared, the one that asked. */
export function othersInIt(one: Told, ctx: AnalyzeContext): readonly OomFinding[] {
  if (one.cause.kind === 'asked') return []
  return [...tasks(one, ctx), ...spared(one, ctx), ...trigger(one, ctx)]
}

const CODES: Readonly<Partial<Record<Part, OomCode>>> = {
  shared: 'oom.held-by-shared-memory',
  kernel: 'oom.held-by-kernel',
  hugepages: 'oom.held-by-hugepages',
  rest: 'oom.held-elsewhere',
}

/** What filled the memory and is no task's own: it is said before the kill, which is not the cause. */
export function partToBlame(one: Told, ctx: AnalyzeContext): readonly OomFinding[] {
  // A low zone or pieces are short whoever holds the rest.
  const short = ['asked', 'low-zone', 'fragmented', 'cpuset', 'mempolicy'].includes(one.cause.kind)
  const accounts = short ? null : accountsOf(one.event)
  const part = accounts === null ? null : holderOf(accounts)
  const code = part === null ? undefined : CODES[part]
  if (accounts === null || part === null || code === undefined) return []
  const { wholeBytes, parts } = accounts
  const partBytes = parts[part] ?? 0
  const figures = figuresOf(one, ctx)
  const numbers = {
    ...figures,
    where: one.event.oomMemcg ?? figures.host ?? '',
    wholeBytes,
    partBytes,
    partRatio: partBytes / wholeBytes,
    tasksBytes: parts.tasks ?? 0,
  }
  return [finding(code, severityOf(one, ctx), numbers, one)]
}

/** Pages that tasks share count in each of them: a sum far beyond the kernel's account is no sum. */
function isOverstated(event: OomEvent): boolean {
  const accounts = accountsOf(event)
  if (accounts === null) return false
  const resident = event.tasks.reduce((sum, task) => sum + residentBytes(task), 0)
  return resident > OVERSTATED_RATIO * (accounts.parts.tasks ?? 0)
}

/** Told where it adds to the victim: several tasks of one name, or another name than the victim's. */
function tasks(one: Told, ctx: AnalyzeContext): readonly OomFinding[] {
  const [top] = holdersOf(one.event.tasks)
  if (top === undefined || top.bytes === 0 || isOverstated(one.event)) return []
  const anonBytes = accountsOf(one.event)?.parts.tasks ?? top.residentBytes
  const isVictim = one.event.victims.some(({ pid }) => pid === top.largest.pid)
  if (top.count === 1 && isVictim) return []
  const numbers = {
    ...figuresOf(one, ctx),
    holder: top.name,
    tasks: top.count,
    // Forks share pages: no more than the kernel's own account of all tasks.
    heldBytes: top.bytes - top.residentBytes + Math.min(top.residentBytes, anonBytes),
    holderPid: String(top.largest.pid),
    largestBytes: top.largestBytes,
  }
  return [finding('oom.held-by-tasks', 'info', numbers, one)]
}

function spared(one: Told, ctx: AnalyzeContext): readonly OomFinding[] {
  const task = sparedOf(one.event)
  if (task === null) return []
  const numbers = {
    ...figuresOf(one, ctx),
    spared: task.name,
    sparedPid: String(task.pid),
    sparedBytes: heldBytes(task),
    oomScoreAdj: String(task.oomScoreAdj ?? '?'),
  }
  return [finding('oom.spared', 'info', numbers, one)]
}

/** The request that failed came from a process that was not killed. */
function trigger(one: Told, ctx: AnalyzeContext): readonly OomFinding[] {
  const { victims } = one.event
  const asked = triggerPid(one.event)
  if (asked === null || victims.length === 0) return []
  if (victims.some(({ pid }) => pid === asked)) return []
  return [finding('oom.trigger-lives', 'info', figuresOf(one, ctx), one)]
}

function finding(
  code: OomCode,
  severity: OomFinding['severity'],
  numbers: Finding['numbers'],
  one: Told,
): OomFinding {
  return { code, severity, numbers, evidence: quotesOf(one.event) }
}
