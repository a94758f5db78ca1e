/** The numbers of an OOM event, by the names that words and JSON use. */
import type { AnalyzeContext } from '../../domain/analyzer.ts'
import type { Finding, Quote } from '../../domain/finding.ts'
import type { OomEvent } from '../../parsers/kernel/events.ts'
import { kernelLog } from '../../parsers/kernel/log.ts'
import { askHostCommand } from '../asks.ts'
import { groupName } from '../names.ts'
import { heldBytes } from './holders.ts'
import type { Told } from './recurrence.ts'

/** What is not told is written as it would be asked. */
const UNKNOWN = '?'

/** Who was killed, by whose request, where and when. Identifiers are strings: they are written as they are. */
export function figuresOf(
  one: Told,
  ctx: Pick<AnalyzeContext, 'subject' | 'facts'>,
): Finding['numbers'] {
  const { event, when } = one
  const [victim] = event.victims
  return {
    // A log that somebody brought may be of another host than its file is named after, or of several.
    host: ctx.facts.bootAtMs === null ? (event.host ?? ctx.subject.host) : ctx.subject.host,
    event: String(one.number),
    victim: victim?.name ?? UNKNOWN,
    victimPid: pidText(victim?.pid ?? null),
    killedCount: event.victims.length,
    victimBytes: victimBytes(event) ?? UNKNOWN,
    trigger: event.invoker?.name ?? UNKNOWN,
    triggerPid: pidText(triggerPid(event)),
    order: String(event.invoker?.order ?? UNKNOWN),
    killedAtMs: when.atMs ?? when.printed,
    ageSeconds: when.ageSec ?? UNKNOWN,
    ...groupFigures(event),
    ...shortageFigures(one),
    oomCommand: askHostCommand(ctx, 'oom'),
    nextVictimCommand: askHostCommand(ctx, 'next-victim'),
  }
}

/** The nodes that the request was bound to; the kernel writes `(null)` where it was bound to none by itself. */
function nodesOf({ nodemask }: OomEvent): string | null {
  return nodemask === null || /null/.test(nodemask) ? null : nodemask
}

/** What of the zones, nodes and swap belongs to the cause. */
function shortageFigures({ event, cause: { shortage } }: Told): Finding['numbers'] {
  const swap = event.swap ?? { totalBytes: 0, freeBytes: 0 }
  const swapFigures = { swapTotalBytes: swap.totalBytes, swapFreeBytes: swap.freeBytes }
  if (shortage === null) return { ...swapFigures, nodes: nodesOf(event) ?? UNKNOWN }
  const { zone, roomy } = shortage
  return {
    ...swapFigures,
    nodes: nodesOf(event) ?? String(zone.node),
    zone: zone.zone,
    node: String(zone.node),
    freeBytes: zone.freeBytes ?? 0,
    minBytes: zone.minBytes ?? 0,
    ...(roomy === null
      ? {}
      : { roomyZone: roomy.zone, roomyNode: String(roomy.node), roomyBytes: roomy.freeBytes ?? 0 }),
  }
}

function groupFigures({ oomMemcg, taskMemcg, memcg }: OomEvent): Finding['numbers'] {
  return {
    oomGroup: oomMemcg ?? UNKNOWN,
    oomGroupName: oomMemcg === null ? UNKNOWN : groupName(oomMemcg),
    taskGroup: taskMemcg ?? UNKNOWN,
    taskGroupName: taskMemcg === null ? UNKNOWN : groupName(taskMemcg),
    limitBytes: memcg?.limitBytes ?? UNKNOWN,
    usageBytes: memcg?.usageBytes ?? UNKNOWN,
  }
}

/** Anonymous memory of the first victim, by its kill line or else by the table. */
export function victimBytes(event: OomEvent): number | null {
  const [victim] = event.victims
  if (victim === undefined) return null
  const row = event.tasks.find(({ pid }) => pid === victim.pid)
  return victim.anonRssBytes ?? (row === undefined ? null : heldBytes(row))
}

/** The lines of the log on which it rests, those that tell the kill first. */
export function quotesOf(event: OomEvent): readonly Quote[] {
  const lines = event.quotes.filter((line) => line.trim() !== '')
  return lines.length === 0
    ? [{ source: kernelLog.id, line: `line ${event.line}` }]
    : [...lines.filter(isKill), ...lines.filter((line) => !isKill(line))].map((line) => ({
        source: kernelLog.id,
        line,
      }))
}

/** Who asked, by the line of its CPU; where that is missing, by the table if one task alone has the name. */
export function triggerPid({ invoker, tasks }: OomEvent): number | null {
  if (invoker === null || invoker.pid !== null) return invoker?.pid ?? null
  const named = tasks.filter(({ name }) => name === invoker.name)
  return named.length === 1 ? (named[0]?.pid ?? null) : null
}

function isKill(line: string): boolean {
  return /Kill(?:ed)? process \d/i.test(line)
}

function pidText(pid: number | null): string {
  return pid === null ? UNKNOWN : String(pid)
}
