/** Limits of the checked process: its rlimits, its user's threads, its mappings. Pure. */
import type { Evidence } from '../../domain/evidence.ts'
import { hostSettings, settingNumber } from '../../parsers/host/settings.ts'
import { fds } from '../../parsers/proc/fds.ts'
import { processLimits } from '../../parsers/proc/limits.ts'
import { maps } from '../../parsers/proc/maps.ts'
import { processes } from '../../parsers/proc/processes.ts'
import { processStatus } from '../../parsers/proc/status.ts'
import { type LimitKind, type Use, use } from './use.ts'

/** Soft limits, which are those that the kernel keeps to (getrlimit(2)). */
export function rlimitUses(evidence: Evidence): readonly Use[] {
  const limits = evidence.get(processLimits)?.limits ?? []
  const status = evidence.get(processStatus)
  const soft = (name: string): number | null =>
    limits.find((limit) => limit.name === name)?.softLimit ?? null
  const bytes = (
    kind: LimitKind,
    name: string,
    row: string,
    field: string,
    used: number | null | undefined,
  ): readonly Use[] =>
    use(evidence, { kind, name, unit: 'bytes', used, limit: soft(row) }, [
      [processLimits.id, new RegExp(`^${row} `)],
      [processStatus.id, new RegExp(`^${field}:`)],
    ])
  return [
    ...bytes('address-space', 'RLIMIT_AS', 'Max address space', 'VmSize', status?.vmSizeBytes),
    ...bytes('data', 'RLIMIT_DATA', 'Max data size', 'VmData', status?.vmDataBytes),
    ...bytes('locked', 'RLIMIT_MEMLOCK', 'Max locked memory', 'VmLck', status?.vmLckBytes),
    ...use(
      evidence,
      {
        kind: 'open-files',
        name: 'RLIMIT_NOFILE',
        unit: 'count',
        used: evidence.get(fds)?.descriptors.length,
        limit: soft('Max open files'),
      },
      [[processLimits.id, /^Max open files /]],
    ),
    ...use(
      evidence,
      {
        kind: 'processes',
        name: 'RLIMIT_NPROC',
        unit: 'count',
        used: threadsOf(evidence, status?.uid ?? null),
        limit: soft('Max processes'),
      },
      [
        [processLimits.id, /^Max processes /],
        [processStatus.id, /^Uid:/],
      ],
    ),
  ]
}

/** Threads of a user, by whom RLIMIT_NPROC counts; null for root, who is exempt (getrlimit(2)). */
function threadsOf(evidence: Evidence, uid: number | null): number | null {
  const rows = evidence.get(processes)?.processes
  if (uid === null || uid === 0 || rows === undefined) return null
  const own = rows.filter((row) => row.uid === uid)
  return own.length === 0 ? null : own.reduce((sum, row) => sum + (row.threads ?? 1), 0)
}

export function mappingUse(evidence: Evidence): readonly Use[] {
  return use(
    evidence,
    {
      kind: 'mappings',
      name: 'vm.max_map_count',
      unit: 'count',
      used: evidence.get(maps)?.mappings.length,
      limit: settingNumber(evidence.get(hostSettings), 'vmMaxMapCount'),
    },
    [[hostSettings.id, /vm[./]max_map_count\b/]],
  )
}
