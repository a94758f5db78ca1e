/** Names of a group's limit, and its lines in the evidence. */
import type { AnalyzeContext } from '../../domain/analyzer.ts'
import type { Evidence } from '../../domain/evidence.ts'
import type { Finding, Quote } from '../../domain/finding.ts'
import { levelsOf } from '../../parsers/cgroup/levels.ts'
import { type CgroupMemory, cgroupMemory } from '../../parsers/cgroup/memory.ts'
import { askCommand, whom } from '../asks.ts'

/** Whom a finding about a group speaks of. */
export function about(group: CgroupMemory, ctx: AnalyzeContext): Finding['numbers'] {
  return { ...whom(ctx), group: group.path, cgroupCommand: askCommand(ctx, 'cgroup') }
}

/** The group's amounts; what its kernel does not tell is left out, and so written as a dash. */
export function amounts(group: CgroupMemory): Finding['numbers'] {
  const { limitBytes, chargedBytes, unreclaimableBytes, workingSetBytes, fileBytes } =
    levelsOf(group)
  const told = { limitBytes, chargedBytes, unreclaimableBytes, workingSetBytes, fileBytes }
  const known = Object.entries(told).filter((entry): entry is [string, number] => entry[1] !== null)
  return { limitName: limitName(group), ...Object.fromEntries(known) }
}

/** The file that holds the hard limit. */
export function limitFile(group: CgroupMemory): string {
  return group.version === 'v2' ? 'memory.max' : 'memory.limit_in_bytes'
}

/** The limit by name: its file and its group. */
export function limitName(group: CgroupMemory): string {
  return `${limitFile(group)} ${group.path}`
}

/** The first line of each file of the group that begins so (a pattern), where there is one. */
export function linesOf(
  evidence: Evidence,
  group: CgroupMemory,
  wanted: readonly (readonly [file: string, begins: string])[],
): readonly Quote[] {
  const dir = group.path === '/' ? '' : escaped(group.path)
  return wanted
    .map(([file, begins]) =>
      evidence.quote(
        cgroupMemory.id,
        new RegExp(`^/sys/fs/cgroup(/memory|/unified)?${dir}/${escaped(file)}:${begins}`),
      ),
    )
    .filter(({ line }) => line !== '')
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
}
