/** What the segments of a host may take together by their settings, against what the host can give. Pure. */

import { GIB, KIB, MIB } from '../../domain/bytes.ts'
import type { Evidence } from '../../domain/evidence.ts'
import { type DataDir, dataDirs } from '../../parsers/greenplum/dataDirs.ts'
import { hostSettings, settingNumber } from '../../parsers/host/settings.ts'
import { memorySetting } from '../../parsers/postgres/memorySetting.ts'
import { meminfo } from '../../parsers/proc/meminfo.ts'
import { type Segment, segmentsOf } from './segments.ts'

/** A segment with what it was set to. */
export interface SetSegment {
  readonly segment: Segment
  readonly dir: DataDir
  /** gp_vmem_protect_limit: all memory of its queries. */
  readonly limitBytes: number
  /** False where its files do not say and the default holds. */
  readonly isSet: boolean
  readonly statementBytes: number
  readonly maxStatementBytes: number
}

export interface HostSums {
  readonly primaries: readonly SetSegment[]
  readonly mirrors: readonly SetSegment[]
  /** The limits of what acts now, and with every mirror of this host beside. */
  readonly sumBytes: number
  readonly takeoverBytes: number
  readonly ramBytes: number
  readonly swapBytes: number
  /** CommitLimit where the kernel keeps to it (overcommit_memory=2), else memory and swap. */
  readonly giveBytes: number
  readonly overcommitMode: number | null
  readonly overcommitRatio: number | null
  /** gp_vmem: what the documentation gives Greenplum of this host; 0 for one that is too small for the formula. */
  readonly formulaBytes: number
}

/** Defaults of guc_gp.c: 8192 MB, 125 MB, 2000 MB; bare numbers count MB and kB. */
const LIMIT_BYTES = 8192 * MIB
const STATEMENT_BYTES = 125 * MIB
const MAX_STATEMENT_BYTES = 2000 * MIB

/** Null where memory, or the settings of every acting segment, are not known. */
export function hostSums(evidence: Evidence): HostSums | null {
  const mem = evidence.get(meminfo)
  const set = setSegments(evidence)
  const primaries = set.filter(({ segment }) => segment.kind === 'primary')
  const mirrors = set.filter(({ segment }) => segment.kind === 'mirror')
  if (mem === null || primaries.length === 0) return null
  const sysctl = evidence.get(hostSettings)
  const overcommitMode = settingNumber(sysctl, 'vmOvercommitMemory')
  const [ramBytes, swapBytes] = [mem.memTotalBytes, mem.swapTotalBytes ?? 0]
  const all = ramBytes + swapBytes
  return {
    primaries,
    mirrors,
    sumBytes: sum(primaries),
    takeoverBytes: sum(primaries) + sum(mirrors),
    ramBytes,
    swapBytes,
    giveBytes: overcommitMode === 2 ? (mem.commitLimitBytes ?? all) : all,
    overcommitMode,
    overcommitRatio: settingNumber(sysctl, 'vmOvercommitRatio'),
    formulaBytes: formulaOf(ramBytes, swapBytes),
  }
}

/** "Configuring Memory for Greenplum Database": gp_vmem, its figures in GB. */
export function formulaOf(ramBytes: number, swapBytes: number): number {
  const kept = 7.5 * GIB + 0.05 * ramBytes
  const divisor = ramBytes < 256 * GIB ? 1.7 : 1.17
  return Math.max(0, Math.round((swapBytes + ramBytes - kept) / divisor))
}

/** True where resource groups and not gp_vmem_protect_limit bound a segment: in 5 and 6 (`9.4`, `8.3`). */
export function isGrouped({ dir }: SetSegment): boolean {
  return dir.settings['gp_resource_manager'] === 'group' && /^[89]\./.test(dir.version ?? '')
}

function setSegments(evidence: Evidence): readonly SetSegment[] {
  const dirs = new Map((evidence.get(dataDirs)?.dirs ?? []).map((dir) => [dir.pid, dir]))
  return segmentsOf(evidence).flatMap((segment) => {
    const dir = dirs.get(segment.postmasterPid ?? 0)
    if (dir === undefined || dir.refused !== null || dir.deniedFiles.some(isConf)) return []
    const limit = memorySetting(dir.settings['gp_vmem_protect_limit'], MIB)
    return [
      {
        segment,
        dir,
        limitBytes: limit ?? LIMIT_BYTES,
        isSet: limit !== null,
        statementBytes: memorySetting(dir.settings['statement_mem'], KIB) ?? STATEMENT_BYTES,
        maxStatementBytes:
          memorySetting(dir.settings['max_statement_mem'], KIB) ?? MAX_STATEMENT_BYTES,
      },
    ]
  })
}

function isConf(file: string): boolean {
  return file.endsWith('.conf')
}

function sum(of: readonly SetSegment[]): number {
  return of.reduce((total, { limitBytes }) => total + limitBytes, 0)
}
