/** What the tasks of an OOM report's table held, by name: anonymous memory and swap, which only they can give back. */
import type { OomEvent, OomTask } from '../../parsers/kernel/events.ts'
import { SPARED_FLOOR_BYTES, SPARED_RATIO } from './thresholds.ts'

/** All tasks of one name. */
export interface Holder {
  readonly name: string
  readonly count: number
  readonly bytes: number
  /** The part of it that was in memory; the rest was in swap. */
  readonly residentBytes: number
  readonly largest: OomTask
  readonly largestBytes: number
}

/** What goes when the task goes: before 6.8 the table has RSS alone, which stands in for its anonymous part. */
export function heldBytes(task: OomTask): number {
  return residentBytes(task) + (task.swapBytes ?? 0)
}

export function residentBytes(task: OomTask): number {
  return task.rssAnonBytes ?? task.rssBytes
}

/** Holders, the largest first. */
export function holdersOf(tasks: readonly OomTask[]): readonly Holder[] {
  const byName = new Map<string, OomTask[]>()
  for (const task of tasks) {
    const known = byName.get(task.name)
    if (known === undefined) byName.set(task.name, [task])
    else known.push(task)
  }
  return [...byName].flatMap(([name, own]) => holderOf(name, own)).sort((a, b) => b.bytes - a.bytes)
}

function holderOf(name: string, tasks: readonly OomTask[]): readonly Holder[] {
  const largest = [...tasks].sort((a, b) => heldBytes(b) - heldBytes(a))[0]
  if (largest === undefined) return []
  const sum = (of: (task: OomTask) => number): number =>
    tasks.reduce((total, task) => total + of(task), 0)
  return [
    {
      name,
      count: tasks.length,
      bytes: sum(heldBytes),
      residentBytes: sum(residentBytes),
      largest,
      largestBytes: heldBytes(largest),
    },
  ]
}

/**
 * A task that held clearly more than every victim and was not killed, with its `oom_score_adj`; null when the
 * victim was the largest. Names are no identity: tasks are told apart by pid.
 */
export function sparedOf(event: OomEvent): OomTask | null {
  const killed = new Set(event.victims.map(({ pid }) => pid))
  const victims = event.tasks.filter(({ pid }) => killed.has(pid))
  const largest = [...event.tasks].sort((a, b) => heldBytes(b) - heldBytes(a))[0]
  if (largest === undefined || victims.length === 0 || killed.has(largest.pid)) return null
  const most = Math.max(...victims.map(heldBytes))
  const bytes = heldBytes(largest)
  return bytes >= SPARED_RATIO * most && bytes - most >= SPARED_FLOOR_BYTES ? largest : null
}
