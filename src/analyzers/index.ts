/** Every analyzer, in the order in which a report speaks of what is equally severe. */
import type { Analyzer } from '../domain/analyzer.ts'
import { accounting } from './accounting/index.ts'
import { cgroupLimit } from './cgroup-limit/index.ts'
import { fragmentation } from './fragmentation/index.ts'
import { greenplum } from './greenplum/index.ts'
import { group } from './group/index.ts'
import { groupGrowth } from './group-growth/index.ts'
import { highUsage } from './high-usage/index.ts'
import { hostGrowth } from './host-growth/index.ts'
import { hostMemory } from './host-memory/index.ts'
import { hugePages } from './hugepages/index.ts'
import { kernelSettings } from './kernel-settings/index.ts'
import { leak } from './leak/index.ts'
import { mallocArenas } from './malloc-arenas/index.ts'
import { mappings } from './mappings/index.ts'
import { members } from './members/index.ts'
import { oom } from './oom/index.ts'
import { overcommit } from './overcommit/index.ts'
import { pageCache } from './page-cache/index.ts'
import { pgContexts } from './pg-contexts/index.ts'
import { pgInstance } from './pg-instance/index.ts'
import { pgWho } from './pg-who/index.ts'
import { processMemory } from './process-memory/index.ts'
import { refused } from './refused/index.ts'
import { shm } from './shm/index.ts'
import { slab } from './slab/index.ts'
import { swapHistory } from './swap-history/index.ts'
import { swapThrash } from './swap-thrash/index.ts'
import { target } from './target/index.ts'
import { transparentHugePages } from './thp/index.ts'

export const ANALYZERS: readonly Analyzer[] = [
  // What the typed words led to comes before what is said of it.
  target,
  // Whose a process is comes before what may be wrong with it.
  greenplum,
  // Of its own subject alone: what an instance holds stands before what befell its host.
  pgInstance,
  pgWho,
  oom,
  cgroupLimit,
  group,
  hostMemory,
  highUsage,
  fragmentation,
  slab,
  hugePages,
  swapThrash,
  swapHistory,
  pageCache,
  accounting,
  pgContexts,
  processMemory,
  mallocArenas,
  transparentHugePages,
  mappings,
  shm,
  refused,
  overcommit,
  kernelSettings,
  leak,
  members,
  hostGrowth,
  groupGrowth,
]
