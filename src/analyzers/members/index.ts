/** Like processes of different age, seen once: do the older ones hold more? On the first day there is no history. */
import { type AnalyzeContext, defineAnalyzer, type Inputs } from '../../domain/analyzer.ts'
import type { Finding } from '../../domain/finding.ts'
import {
  ACROSS_FLOOR_BYTES,
  ACROSS_RATIO,
  type AcrossMembers,
  acrossMembers,
  LEAST_MEMBERS,
} from '../../growth/members.ts'
import { firstArgs } from '../../parsers/proc/firstArgs.ts'
import { processes } from '../../parsers/proc/processes.ts'
import { uptime } from '../../parsers/proc/uptime.ts'
import { type Holder, holdersOf } from '../high-usage/held.ts'
import { type MembersCode, WORDS } from './words.ts'

const NEEDS = { processes, uptime }
const LIKES = { firstArgs }
/** Kinds of members told of at once; more would be a list, not a finding. */
const MOST_ROLES = 2

type MembersFinding = Finding & { readonly code: MembersCode }

export const members = defineAnalyzer<typeof NEEDS, typeof LIKES, MembersCode>({
  id: 'members',
  title: { en: 'Members by age', zh: '成员与运行时长' },
  scope: 'host',
  needs: NEEDS,
  likes: LIKES,
  words: WORDS,
  thresholds: [
    {
      name: 'LEAST_MEMBERS',
      value: LEAST_MEMBERS,
      unit: 'count',
      source: 'Kendall 1970, table of tau: of seven only full agreement is significant at 1 %',
    },
    {
      name: 'ACROSS_RATIO',
      value: ACROSS_RATIO,
      unit: 'ratio',
      source: 'our choice: members of one pool differ by about a fifth from their work alone',
    },
    {
      name: 'ACROSS_FLOOR_BYTES',
      value: ACROSS_FLOOR_BYTES,
      unit: 'bytes',
      source: 'our choice: an interpreter’s own warm-up is of this size (php-fpm, python)',
    },
  ],
  falseAlarms: [
    {
      en: 'A pool that gives its long requests to its oldest members, or a batch that began with them.',
      zh: '进程池把耗时请求分给最早启动的成员，或批处理与其同时开始。',
    },
  ],
  drilldowns: [],
  analyze: judge,
})

function judge(
  inputs: Inputs<typeof NEEDS, typeof LIKES>,
  ctx: AnalyzeContext,
): readonly MembersFinding[] {
  const uptimeMs = inputs.uptime.uptimeSeconds * 1000
  const byRole = new Map<string, Holder[]>()
  for (const holder of holdersOf(inputs.processes.processes, inputs.firstArgs?.args ?? [])) {
    if (!holder.isPrivate || holder.row.startTicks === null) continue
    const held = byRole.get(holder.label)
    if (held === undefined) byRole.set(holder.label, [holder])
    else held.push(holder)
  }
  const own = ctx.incarnation?.pid ?? null
  const found = [...byRole].flatMap(([role, holders]) => {
    // On a process's report its own like are spoken of alone.
    const isAsked = own === null || holders.some(({ row }) => row.pid === own)
    const across = isAsked ? acrossMembers(holders.map((of) => memberOf(of, uptimeMs, ctx))) : null
    return across === null ? [] : [{ role, holders, across }]
  })
  return found
    .toSorted((a, b) => weight(b.across) - weight(a.across))
    .slice(0, MOST_ROLES)
    .map(({ role, holders, across }) => finding(role, holders, across, ctx))
}

function memberOf({ row, heldBytes }: Holder, uptimeMs: number, ctx: AnalyzeContext) {
  const startedMs = ((row.startTicks ?? 0) / ctx.facts.ticksPerSec) * 1000
  return { ageMs: uptimeMs - startedMs, bytes: heldBytes }
}

function weight({ slopeBytesPerDay, count }: AcrossMembers): number {
  return slopeBytesPerDay * count
}

function finding(
  role: string,
  holders: readonly Holder[],
  across: AcrossMembers,
  ctx: AnalyzeContext,
): MembersFinding {
  // Sorted by what they hold, the largest first.
  const largest = holders[0]?.row.pid ?? null
  return {
    code: 'members.grow-with-age',
    severity: 'info',
    numbers: {
      role,
      count: across.count,
      slopeBytesPerDay: Math.round(across.slopeBytesPerDay),
      slopeLowBytesPerDay: Math.round(across.slopeLo),
      slopeHighBytesPerDay: Math.round(across.slopeHi),
      youngestSeconds: across.youngestMs / 1000,
      oldestSeconds: across.oldestMs / 1000,
      medianBytes: across.medianBytes,
      largest: String(largest),
      watchCommand: `memcheck watch ${ctx.subject.host} ${largest} every 30s for 30m`,
    },
    evidence: [ctx.evidence.quote(processes.id, new RegExp(`^${largest}/status:RssAnon:`))].filter(
      ({ line }) => line !== '',
    ),
  }
}
