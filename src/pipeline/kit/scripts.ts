/** What scripts that stay on a host read, by kind, and their text as it is printed today. */
import { LIMITS } from '../../domain/limits.ts'
import type { AnySource } from '../../domain/source.ts'
import { SECOND_MS } from '../../domain/time.ts'
import { cgroupMemory } from '../../parsers/cgroup/memory.ts'
import { bootId } from '../../parsers/proc/bootId.ts'
import { cmdline } from '../../parsers/proc/cmdline.ts'
import { comm } from '../../parsers/proc/comm.ts'
import { exe } from '../../parsers/proc/exe.ts'
import { processLimits } from '../../parsers/proc/limits.ts'
import { meminfo } from '../../parsers/proc/meminfo.ts'
import { osrelease } from '../../parsers/proc/osrelease.ts'
import { pageSize } from '../../parsers/proc/pageSize.ts'
import { pressureMemory } from '../../parsers/proc/pressure.ts'
import { processCgroup } from '../../parsers/proc/processCgroup.ts'
import { processStat } from '../../parsers/proc/stat.ts'
import { processStatus } from '../../parsers/proc/status.ts'
import { uptime } from '../../parsers/proc/uptime.ts'
import { vmstat } from '../../parsers/proc/vmstat.ts'
import { hostDate } from '../../parsers/tools/date.ts'
import { kitScript } from '../../script/kit.ts'
import { samplerScript } from '../../script/sampler.ts'
import type { House } from '../house.ts'
import { pinnedText } from '../pinned.ts'
import { firstRound } from '../plan.ts'

export const KIT_KINDS = ['collector', 'sampler', 'pinned'] as const
export type KitKind = (typeof KIT_KINDS)[number]

/** The script of a kind, with what it is called as a file. */
export function kitText(
  house: Pick<House, 'sources'>,
  kind: KitKind,
): { readonly name: string; readonly script: string } {
  switch (kind) {
    case 'collector':
      return {
        name: 'memcheck-kit.sh',
        script: kitScript(collectorSources(house), LIMITS.rateWaitMs / SECOND_MS),
      }
    case 'pinned':
      return { name: 'kit.sh', script: pinnedText(house) }
    case 'sampler':
      return {
        name: 'memcheck-sampler.sh',
        script: samplerScript(SAMPLER_SOURCES.once, SAMPLER_SOURCES.each),
      }
  }
}

/** What tells whose samples they are, and each sample: what is free or cheap, and what growth is judged by. */
export const SAMPLER_SOURCES: {
  readonly once: readonly AnySource[]
  readonly each: readonly AnySource[]
} = {
  once: [bootId, osrelease, pageSize, hostDate, processLimits, exe, cmdline],
  each: [
    uptime,
    meminfo,
    vmstat,
    pressureMemory,
    processStat,
    processStatus,
    comm,
    processCgroup,
    cgroupMemory,
  ],
}

/** What a check of a process reads in its first round. */
export function collectorSources({ sources }: Pick<House, 'sources'>): readonly AnySource[] {
  const target = { kind: 'pid', host: '', pid: 1 } as const
  return firstRound({ target, depth: 'full', sources, asked: [], deeper: () => [] }).sources
}
