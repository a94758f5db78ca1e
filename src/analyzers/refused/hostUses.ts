/** Limits of the whole host: promised memory, huge pages, tasks, open files. Pure. */
import type { Evidence } from '../../domain/evidence.ts'
import { hostSettings, settingNumber } from '../../parsers/host/settings.ts'
import { meminfo } from '../../parsers/proc/meminfo.ts'
import { pageSize } from '../../parsers/proc/pageSize.ts'
import { processes } from '../../parsers/proc/processes.ts'
import { sysvShm } from '../../parsers/proc/sysvipcShm.ts'
import { type Use, use } from './use.ts'

/** Kept to by the kernel in mode 2 alone (overcommit-accounting.rst). */
export function commitUse(evidence: Evidence): readonly Use[] {
  const mem = evidence.get(meminfo)
  if (settingNumber(evidence.get(hostSettings), 'vmOvercommitMemory') !== 2) return []
  return use(
    evidence,
    {
      kind: 'commit',
      name: 'CommitLimit',
      unit: 'bytes',
      used: mem?.committedAsBytes,
      limit: mem?.commitLimitBytes,
    },
    [[meminfo.id, /^Committed_AS:/]],
  )
}

/** The pool of the default size; a mapping is refused when what is free and not reserved is too small. */
export function hugePageUse(evidence: Evidence): readonly Use[] {
  const mem = evidence.get(meminfo)
  if (mem === null) return []
  const { hugePagesTotal, hugePagesFree, hugePagesRsvd, hugepagesizeBytes } = mem
  if (hugePagesTotal === undefined || hugePagesTotal === 0) return []
  if (hugePagesFree === undefined || hugepagesizeBytes === undefined) return []
  return use(
    evidence,
    {
      kind: 'huge-pages',
      name: 'HugePages_Total',
      unit: 'bytes',
      used: (hugePagesTotal - hugePagesFree + (hugePagesRsvd ?? 0)) * hugepagesizeBytes,
      limit: hugePagesTotal * hugepagesizeBytes,
    },
    [[meminfo.id, /^HugePages_Free:/]],
  )
}

/** Tasks of all users, kernel threads included, against both limits of their number. */
export function taskUses(evidence: Evidence): readonly Use[] {
  const settings = evidence.get(hostSettings)
  const rows = evidence.get(processes)?.processes
  const threads = rows?.reduce((sum, row) => sum + (row.threads ?? 1), 0)
  const limits = [
    ['kernel.threads-max', settingNumber(settings, 'kernelThreadsMax')],
    ['kernel.pid_max', settingNumber(settings, 'kernelPidMax')],
  ] as const
  return limits.flatMap(([name, limit]) =>
    use(evidence, { kind: 'tasks', name, unit: 'count', used: threads, limit }, [
      [hostSettings.id, new RegExp(`${name.replace('.', '[./]')}\\b`)],
    ]),
  )
}

/** Open file descriptions of the whole host (file-nr: allocated, unused, limit). */
export function fileUse(evidence: Evidence): readonly Use[] {
  const settings = evidence.get(hostSettings)
  const fileNr = settings?.fsFileNr
  const [allocated = null, unused = null] = Array.isArray(fileNr) ? fileNr : []
  return use(
    evidence,
    {
      kind: 'file-table',
      name: 'fs.file-max',
      unit: 'count',
      used: allocated === null ? null : allocated - (unused ?? 0),
      limit: settingNumber(settings, 'fsFileMax'),
    },
    [
      [hostSettings.id, /fs[./]file-nr\b/],
      [hostSettings.id, /fs[./]file-max\b/],
    ],
  )
}

/** System V shared memory of this IPC namespace: ENOSPC from shmget(2) beyond either (proc_sys_kernel(5)). */
export function shmUses(evidence: Evidence): readonly Use[] {
  const settings = evidence.get(hostSettings)
  const segments = evidence.get(sysvShm)?.segments
  const pageBytes = evidence.get(pageSize)?.pageBytes ?? null
  const shmallPages = settingNumber(settings, 'kernelShmall')
  return [
    ...use(
      evidence,
      {
        kind: 'shm-segments',
        name: 'kernel.shmmni',
        unit: 'count',
        used: segments?.length,
        limit: settingNumber(settings, 'kernelShmmni'),
      },
      [[hostSettings.id, /kernel[./]shmmni\b/]],
    ),
    ...use(
      evidence,
      {
        kind: 'shm-pages',
        name: 'kernel.shmall',
        unit: 'bytes',
        used: segments?.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
        limit: shmallPages === null || pageBytes === null ? null : shmallPages * pageBytes,
      },
      [[hostSettings.id, /kernel[./]shmall\b/]],
    ),
  ]
}
