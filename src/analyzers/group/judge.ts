/** Who is in a group that was asked for as a whole, and what they hold together; whether its memory is counted at all. */
import type { AnalyzeContext, Inputs } from '../../domain/analyzer.ts'
import { formatBytes } from '../../domain/bytes.ts'
import type { Evidence } from '../../domain/evidence.ts'
import type { Finding } from '../../domain/finding.ts'
import { cgroupMemory } from '../../parsers/cgroup/memory.ts'
import { meantTarget } from '../../parsers/host/meant.ts'
import { processes } from '../../parsers/proc/processes.ts'
import { askCommand } from '../asks.ts'
import { groupTitle } from '../names.ts'
import { heldBytesOf, type PeopledGroup, peopledGroup } from './members.ts'
import type { GroupCode } from './words.ts'

export const NEEDS = { processes }
export const LIKES = { meant: meantTarget, cgroups: cgroupMemory }
type In = Inputs<typeof NEEDS, typeof LIKES>
type GroupFinding = Finding & { readonly code: GroupCode }

/** Members that are named; the rest stands in the drilldown. */
const NAMED = 3

/** Whether a whole group was asked for. */
export function isOfGroup(evidence: Evidence): boolean {
  return evidence.get(meantTarget)?.kind === 'group'
}

export function judgeGroup(inputs: In, ctx: AnalyzeContext): readonly GroupFinding[] {
  if (inputs.meant?.kind !== 'group') return []
  const { path } = inputs.meant
  const group = peopledGroup(path, inputs.processes.processes)
  if (group.members.length === 0) return []
  const own = inputs.cgroups?.groups.find((one) => one.path === path)
  const numbers = {
    group: groupTitle(path),
    path,
    count: group.members.length,
    heldBytes: group.heldBytes,
    largest: namesOf(group),
    membersCommand: askCommand(ctx, 'members'),
    ...(own === undefined ? {} : { chargedBytes: own.usageBytes }),
  }
  const evidence = quotesOf(group, ctx)
  const of = (code: GroupCode): GroupFinding => ({ code, severity: 'info', numbers, evidence })
  return own === undefined ? [of('group.uncounted'), of('group.members')] : [of('group.members')]
}

/** `812 postgres 120 MiB, 913 postgres 80 MiB`. */
function namesOf({ members }: PeopledGroup): string {
  return members
    .slice(0, NAMED)
    .map((row) => `${row.pid} ${row.comm} ${formatBytes(heldBytesOf(row))}`)
    .join(', ')
}

function quotesOf({ members }: PeopledGroup, { evidence }: AnalyzeContext): Finding['evidence'] {
  const pid = members[0]?.pid ?? 0
  return [`^${pid}/status:RssAnon:`, `^${pid}/(?:status:VmRSS|stat):`]
    .map((line) => evidence.quote(processes.id, new RegExp(line)))
    .filter(({ line }) => line !== '')
    .slice(0, 1)
}
