/** Limits of the process's cgroups: tasks in each, and memory in the one with the least room. Pure. */
import type { Evidence } from '../../domain/evidence.ts'
import { bindingGroup, levelsOf } from '../../parsers/cgroup/levels.ts'
import { cgroupMemory } from '../../parsers/cgroup/memory.ts'
import { cgroupPids } from '../../parsers/cgroup/pids.ts'
import { type Use, use } from './use.ts'

export function groupUses(evidence: Evidence): readonly Use[] {
  const tasks = (evidence.get(cgroupPids)?.groups ?? []).flatMap((group) =>
    use(
      evidence,
      {
        kind: 'cgroup-tasks',
        name: 'pids.max',
        unit: 'count',
        used: group.current,
        limit: group.max,
        group: group.path,
        refused: group.refused,
      },
      ['current', 'max', 'events'].map(
        (file) => [cgroupPids.id, lineOf(group.path, file)] as const,
      ),
    ),
  )
  const memory = bindingGroup(evidence.get(cgroupMemory)?.groups ?? [])
  const levels = memory === null ? null : levelsOf(memory)
  return [
    ...tasks,
    ...use(
      evidence,
      {
        kind: 'cgroup-memory',
        name: memory?.version === 'v1' ? 'memory.limit_in_bytes' : 'memory.max',
        unit: 'bytes',
        used: levels?.unreclaimableBytes,
        limit: levels?.limitBytes,
        group: memory?.path,
      },
      [],
    ),
  ]
}

function lineOf(path: string, file: string): RegExp {
  const dir = path === '/' ? '' : path.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
  return new RegExp(`${dir}/pids\\.${file}:`)
}
