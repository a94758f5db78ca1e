/**
 * A typed number that is no process's on the host: a thread's leads to its process; a pid inside of a container is looked
 * up when nothing else fits. Pure.
 */
import { heldBytesOf } from '../analyzers/group/members.ts'
import { ownerName } from '../analyzers/names.ts'
import type { Frame } from '../domain/capture.ts'
import { UserError } from '../domain/errors.ts'
import type { Evidence } from '../domain/evidence.ts'
import { LIMITS } from '../domain/limits.ts'
import type { Meant } from '../domain/meant.ts'
import { type ProcessRow, processes } from '../parsers/proc/processes.ts'
import { processStatus } from '../parsers/proc/status.ts'

type Led = Exclude<Meant, { readonly kind: 'group' }>

/**
 * What a typed pid means, by the first round that read it; null where it is a process of the host.
 * Throws UserError `no-such-process` or `ambiguous-target` where it is nothing, or a pid of several containers.
 */
export function ledTo(
  of: { readonly host: string; readonly pid: number },
  evidence: Evidence,
  frames: readonly Frame[],
): Led | null {
  const { host, pid } = of
  const process = processOfThread(pid, frames)
  if (process !== null) return { kind: 'thread', typed: pid, pid: process }
  if (!isGone(pid, frames)) return null
  const rows = evidence.get(processes)?.processes ?? []
  const inside = rows.filter(({ innerPid }) => innerPid === pid).sort(largestFirst)
  const [first, ...others] = inside
  if (first === undefined) {
    const near = nearPids(rows, pid).map((row) => `${row.pid} ${row.comm}`)
    throw new UserError('no-such-process', { host, word: String(pid), near: near.join(', ') })
  }
  if (others.length === 0)
    return { kind: 'inner-pid', typed: pid, pid: first.pid, group: first.cgroup ?? '/' }
  throw new UserError('ambiguous-target', {
    host,
    word: String(pid),
    choices: inside
      .slice(0, LIMITS.choices)
      .map((row) => `${row.pid} ${row.comm}, ${ownerName(row.cgroup ?? '/')}`)
      .join('\n'),
  })
}

/** The process that a number's thread belongs to; null where the number is a process's own, or nothing's. */
export function processOfThread(pid: number, frames: readonly Frame[]): number | null {
  const status = frames.findLast(
    (frame) => frame.source === processStatus.id && frame.pid === pid && frame.raw.kind === 'ok',
  )
  if (status?.raw.kind !== 'ok') return null
  const parsed = processStatus.parse(status.raw.text, { cut: status.raw.cut !== null })
  if ('error' in parsed || parsed.value.tgid === pid) return null
  return parsed.value.tgid
}

/** Whether all that was asked of a process said that there is none. */
export function isGone(pid: number | null, frames: readonly Frame[]): boolean {
  const own = frames.filter((frame) => pid !== null && frame.pid === pid && frame.reading === 1)
  return (
    own.length > 0 &&
    own.every(({ raw }) => raw.kind === 'gap' && ['absent', 'gone'].includes(raw.reason))
  )
}

/** Whether a process that was there ended before anything was read of it. */
export function hasEnded(pid: number, frames: readonly Frame[]): boolean {
  const own = frames.filter((frame) => frame.pid === pid && frame.reading === 1)
  return own.length > 0 && own.every(({ raw }) => raw.kind === 'gap' && raw.reason === 'gone')
}

const NEAR = 5

/** Numbers of which one digit is another, too many or too few, the largest first: a slip of the hand. */
function nearPids(rows: readonly ProcessRow[], pid: number): readonly ProcessRow[] {
  const word = String(pid)
  return rows
    .filter((row) => !row.kernelThread && isOneSlip(String(row.pid), word))
    .sort(largestFirst)
    .slice(0, NEAR)
}

function isOneSlip(a: string, b: string): boolean {
  const [long, short] = a.length < b.length ? [b, a] : [a, b]
  let at = 0
  while (at < short.length && long[at] === short[at]) at += 1
  const rest = long.slice(at + 1)
  return rest === short.slice(long.length === short.length ? at + 1 : at)
}

function largestFirst(a: ProcessRow, b: ProcessRow): number {
  return heldBytesOf(b) - heldBytesOf(a)
}
