/** All sources of the house in order of collecting: the host first, a process after, what costs it last. */
import type { AnyFormat, AnySource } from '../domain/source.ts'
import { cgroupEvents } from './cgroup/events.ts'
import { cgroupInodes } from './cgroup/inodes.ts'
import { cgroupMemory } from './cgroup/memory.ts'
import { cgroupOomControl } from './cgroup/oomControl.ts'
import { cgroupPids } from './cgroup/pids.ts'
import { cgroupFiles } from './cgroup/single.ts'
import { cgroupStat } from './cgroup/stat.ts'
import { coreFile } from './core/coreFile.ts'
import { cachedFiles } from './fs/cached.ts'
import { dataDirs } from './greenplum/dataDirs.ts'
import { endedMemory } from './greenplum/ended.ts'
import { meantTarget } from './host/meant.ts'
import { loginRights } from './host/rights.ts'
import { hostSettings } from './host/settings.ts'
import { hostSystem } from './host/system.ts'
import { hostTools } from './host/tools.ts'
import { kernelLog } from './kernel/log.ts'
import { kernelLogFar } from './kernel/logFar.ts'
import { victimLog } from './log/victim.ts'
import { postgresContexts } from './postgres/contexts.ts'
import { contextsGdb } from './postgres/contextsGdb.ts'
import { contextsGreenplum } from './postgres/contextsGreenplum.ts'
import { contextsView } from './postgres/contextsView.ts'
import { gdbPrints } from './postgres/gdbPrints.ts'
import { instanceContexts } from './postgres/instanceContexts.ts'
import { postgresLog } from './postgres/log.ts'
import { memoryContexts } from './postgres/memoryContexts.ts'
import { allArgs } from './proc/allArgs.ts'
import { bootId } from './proc/bootId.ts'
import { buddyinfo } from './proc/buddyinfo.ts'
import { cmdline } from './proc/cmdline.ts'
import { comm } from './proc/comm.ts'
import { exe } from './proc/exe.ts'
import { fds } from './proc/fds.ts'
import { firstArgs } from './proc/firstArgs.ts'
import { processLimits } from './proc/limits.ts'
import { maps } from './proc/maps.ts'
import { meminfo } from './proc/meminfo.ts'
import { numaMaps } from './proc/numaMaps.ts'
import { oomScoreAdj } from './proc/oomScoreAdj.ts'
import { oomScores } from './proc/oomScores.ts'
import { osrelease } from './proc/osrelease.ts'
import { pageSize } from './proc/pageSize.ts'
import { pagetypeinfo } from './proc/pagetypeinfo.ts'
import { pressureMemory } from './proc/pressure.ts'
import { processCgroup } from './proc/processCgroup.ts'
import { processes } from './proc/processes.ts'
import { slabinfo } from './proc/slabinfo.ts'
import { smaps } from './proc/smaps.ts'
import { smapsRollup } from './proc/smapsRollup.ts'
import { processStat } from './proc/stat.ts'
import { statm } from './proc/statm.ts'
import { processStatus } from './proc/status.ts'
import { swaps } from './proc/swaps.ts'
import { sysvShm } from './proc/sysvipcShm.ts'
import { uptime } from './proc/uptime.ts'
import { vmstat } from './proc/vmstat.ts'
import { zoneinfo } from './proc/zoneinfo.ts'
import { prometheusMemory } from './prometheus/memory.ts'
import { hostScript } from './script/hostScript.ts'
import { hugepages } from './sys/hugepages.ts'
import { thp } from './sys/thp.ts'
import { hostDate } from './tools/date.ts'
import { tmpfs } from './tools/df.ts'
import { fincore } from './tools/fincore.ts'
import { free } from './tools/free.ts'
import { hugeadm } from './tools/hugeadm.ts'
import { ipcs } from './tools/ipcs.ts'
import { lsof } from './tools/lsof.ts'
import { mallocInfo } from './tools/mallocInfo.ts'
import { mallocStats } from './tools/mallocStats.ts'
import { pmap } from './tools/pmap.ts'
import { ps } from './tools/ps.ts'
import { sadf } from './tools/sadf.ts'
import { sadfJson } from './tools/sadfJson.ts'
import { sar } from './tools/sar.ts'
import { slabtop } from './tools/slabtop.ts'
import { smem } from './tools/smem.ts'
import { sudoVersion } from './tools/sudo.ts'
import { swapon } from './tools/swapon.ts'
import { sysstatMemory } from './tools/sysstat.ts'
import { top } from './tools/top.ts'
import { vmstatCommand } from './tools/vmstat.ts'
import { vmtouch } from './tools/vmtouch.ts'
import { arcstats } from './zfs/arcstats.ts'

export const SOURCES: readonly AnySource[] = [
  uptime,
  hostDate,
  bootId,
  osrelease,
  pageSize,
  meminfo,
  vmstat,
  swaps,
  pressureMemory,
  hostSettings,
  hostSystem,
  hostTools,
  loginRights,
  sudoVersion,
  buddyinfo,
  hugepages,
  thp,
  zoneinfo,
  pagetypeinfo,
  slabinfo,
  kernelLog,
  kernelLogFar,
  sysvShm,
  tmpfs,
  processes,
  arcstats,
  cachedFiles,
  // Reads a page of every process's memory, so it comes last of the host's.
  firstArgs,
  oomScores,
  sysstatMemory,
  victimLog,
  allArgs,
  dataDirs,
  processStat,
  processStatus,
  statm,
  comm,
  processCgroup,
  processLimits,
  oomScoreAdj,
  exe,
  cgroupMemory,
  cgroupPids,
  cgroupInodes,
  // From here on the process's memory lock is taken, which a busy process may make them wait for.
  cmdline,
  maps,
  fds,
  numaMaps,
  smapsRollup,
  smaps,
]

/** Texts that memcheck collects from no host itself, and reads when people bring them. */
const PASTED: readonly AnyFormat[] = [
  // Before the log: a log of nothing but contexts is a dump.
  postgresContexts,
  contextsView,
  contextsGdb,
  contextsGreenplum,
  gdbPrints,
  // Before the log: lines of a client have none of its prefixes.
  endedMemory,
  postgresLog,
  free,
  swapon,
  slabtop,
  mallocStats,
  mallocInfo,
  ps,
  vmstatCommand,
  hugeadm,
  top,
  smem,
  sar,
  sadf,
  sadfJson,
  cgroupStat,
  cgroupEvents,
  cgroupOomControl,
  cgroupFiles,
  ipcs,
  pmap,
  lsof,
  fincore,
  vmtouch,
  prometheusMemory,
  memoryContexts,
  instanceContexts,
  coreFile,
  meantTarget,
  hostScript,
]

/** Every kind of text that can be read. */
export const FORMATS: readonly AnyFormat[] = [...SOURCES, ...PASTED]
