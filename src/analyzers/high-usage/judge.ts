/**
 * Who holds much: more than its role needs, more than its peers, or most of a host that is short. A level is
 * information; it is a warning where the host feels it. What is sized by its settings (a heap, a buffer pool) is
 * only spoken of on a host that is short.
 */
import type { AnalyzeContext, Inputs } from '../../domain/analyzer.ts'
import type { Finding, Severity } from '../../domain/finding.ts'
import { cmdline } from '../../parsers/proc/cmdline.ts'
import { firstArgs } from '../../parsers/proc/firstArgs.ts'
import { meminfo } from '../../parsers/proc/meminfo.ts'
import { processes } from '../../parsers/proc/processes.ts'
import { askCommand, askHostCommand, whom } from '../asks.ts'
import { availableOf, isLow } from '../host-memory/available.ts'
import { maxHeapBytes } from './heap.ts'
import { type Holder, holdersOf, whereOf } from './held.ts'
import {
  DOMINANT_CALM_RATIO,
  DOMINANT_OF_HELD_RATIO,
  DOMINANT_SHORT_RATIO,
  HEAP_FLOOR_BYTES,
  HEAP_TIMES,
  HEAVY_RATIO,
  PEERS_COUNT,
  PEERS_FLOOR_BYTES,
  PEERS_MEDIAN_BYTES,
  PEERS_TIMES,
  ROLE_FLOOR_BYTES,
  ROLE_TIMES,
  SHOWN_COUNT,
} from './thresholds.ts'
import type { UsageCode } from './words.ts'

export const NEEDS = { meminfo, processes }
export const LIKES = { args: firstArgs, cmdline }
type In = Inputs<typeof NEEDS, typeof LIKES>
type UsageFinding = Finding & { readonly code: UsageCode }

interface Host {
  readonly totalBytes: number
  readonly short: boolean
  readonly ctx: AnalyzeContext
}

/** On a process's report its role and peers are that process's alone; who dominates the host is told on both. */
export function judgeUsage(
  { meminfo: mem, ...of }: In,
  ctx: AnalyzeContext,
): readonly UsageFinding[] {
  const available = availableOf(mem)
  if (available === null) return []
  const host = { totalBytes: available.totalBytes, short: isLow(available), ctx }
  const holders = holdersOf(of.processes.processes, of.args?.args ?? [])
  const pid = ctx.subject.kind === 'process' ? (ctx.incarnation?.pid ?? null) : null
  const asked = pid === null ? holders : holders.filter(({ row }) => row.pid === pid)
  const role = asked.filter(isAboveRole).slice(0, SHOWN_COUNT)
  const peers = asked
    .filter((one) => isAbovePeers(one) && !role.includes(one))
    .slice(0, SHOWN_COUNT)
  const [largest] = holders
  const told = largest === undefined || role.includes(largest) || peers.includes(largest)
  return [
    ...role.map((holder) => aboveRole(holder, host)),
    ...peers.map((holder) => abovePeers(holder, host)),
    ...(pid === null
      ? []
      : asked.flatMap((holder) => aboveHeap(holder, of.cmdline?.args ?? [], host))),
    ...(told ? [] : dominant(largest, holders, host)),
  ]
}

function isAboveRole({ role, isPrivate, heldBytes }: Holder): boolean {
  const usualBytes = role?.usualBytes ?? null
  if (usualBytes === null || !isPrivate) return false
  return heldBytes >= ROLE_TIMES * usualBytes && heldBytes >= ROLE_FLOOR_BYTES
}

function aboveRole(holder: Holder, host: Host): UsageFinding {
  return {
    code: 'usage.above-role',
    severity: severityOf(holder, host),
    numbers: { ...numbersOf(holder, host), usualBytes: holder.role?.usualBytes ?? 0 },
    evidence: evidenceOf(holder, host),
  }
}

function isAbovePeers({ peers, isPrivate, heldBytes }: Holder): boolean {
  if (peers === null || !isPrivate || peers.count < PEERS_COUNT) return false
  const medianBytes = Math.max(peers.medianBytes, PEERS_MEDIAN_BYTES)
  return heldBytes >= PEERS_TIMES * medianBytes && heldBytes >= PEERS_FLOOR_BYTES
}

function abovePeers(holder: Holder, host: Host): UsageFinding {
  const { peers } = holder
  const { count = 0, rank = 0, medianBytes = 0 } = peers ?? {}
  return {
    code: 'usage.above-peers',
    severity: severityOf(holder, host),
    numbers: { ...numbersOf(holder, host), count, rank, medianBytes },
    evidence: evidenceOf(holder, host),
  }
}

/** A JVM at its -Xmx is as it should be; direct buffers may take as much again, and more is neither. */
function aboveHeap(holder: Holder, args: readonly string[], host: Host): readonly UsageFinding[] {
  const heapBytes = holder.role?.name === 'java' ? maxHeapBytes(args) : null
  if (heapBytes === null || !holder.isPrivate) return []
  if (holder.heldBytes < HEAP_TIMES * heapBytes + HEAP_FLOOR_BYTES) return []
  return [
    {
      code: 'usage.above-heap',
      severity: severityOf(holder, host),
      numbers: {
        ...numbersOf(holder, host),
        heapBytes,
        outsideBytes: holder.heldBytes - heapBytes,
        smapsCommand: askCommand(host.ctx, 'smaps'),
      },
      evidence: evidenceOf(holder, host),
    },
  ]
}

function severityOf({ heldBytes }: Holder, { short, totalBytes }: Host): Severity {
  return short || heldBytes >= HEAVY_RATIO * totalBytes ? 'warning' : 'info'
}

function dominant(
  largest: Holder,
  holders: readonly Holder[],
  host: Host,
): readonly UsageFinding[] {
  const { heldBytes, role, isPrivate } = largest
  const allBytes = holders.reduce((sum, one) => sum + one.heldBytes, 0)
  if (heldBytes < DOMINANT_OF_HELD_RATIO * allBytes) return []
  const least = host.short ? DOMINANT_SHORT_RATIO : DOMINANT_CALM_RATIO
  if (heldBytes < least * host.totalBytes) return []
  // As much as it was given: nothing to say while nobody is short of it.
  if (!host.short && (role?.sized === 'config' || !isPrivate)) return []
  return [
    {
      code: host.short ? 'usage.dominant-short' : 'usage.dominant',
      severity: host.short ? 'warning' : 'info',
      numbers: numbersOf(largest, host),
      evidence: [...evidenceOf(largest, host), host.ctx.evidence.quote(meminfo.id, /^MemTotal:/)],
    },
  ]
}

function numbersOf(holder: Holder, { totalBytes, ctx }: Host): Finding['numbers'] {
  const { row, label, heldBytes } = holder
  const pid = String(row.pid)
  const where = whereOf(row)
  const { host } = whom(ctx)
  return {
    host,
    pid,
    role: label,
    who: `${label} (${where === '' ? pid : `${pid}, ${where}`})`,
    heldBytes,
    swapBytes: row.swapBytes ?? 0,
    ramRatio: heldBytes / Math.max(1, totalBytes),
    ramBytes: totalBytes,
    topCommand: askHostCommand(ctx, 'top'),
    checkCommand: `memcheck ${host} ${pid}`,
  }
}

function evidenceOf({ row, isPrivate }: Holder, { ctx }: Host): Finding['evidence'] {
  const fields = [isPrivate ? 'RssAnon' : 'VmRSS', ...((row.swapBytes ?? 0) > 0 ? ['VmSwap'] : [])]
  return [...fields.map((field) => `status:${field}:`), 'stat:']
    .map((begins) => ctx.evidence.quote(processes.id, new RegExp(`^${row.pid}/${begins}`)))
    .filter(({ line }) => line !== '')
    .slice(0, fields.length)
}
