/** The words of all answers and pictures of the analyzers, beside those of their findings. */
import { L as ACCOUNTING_DRILLDOWNS } from './accounting/drilldowns.ts'
import { PART_WORDS as ACCOUNTING_PARTWORDS_PART_WORDS } from './accounting/partWords.ts'
import { L as ACCOUNTING_WATERFALL } from './accounting/waterfall.ts'
import { L as CGROUP_LIMIT_DRILLDOWNS } from './cgroup-limit/drilldowns.ts'
import { L as FRAGMENTATION_DRILLDOWNS } from './fragmentation/drilldowns.ts'
import { L as GREENPLUM_DRILLDOWNWORDS } from './greenplum/drilldownWords.ts'
import { L as GROUP_DRILLDOWNS } from './group/drilldowns.ts'
import { L as HIGH_USAGE_DRILLDOWNS } from './high-usage/drilldowns.ts'
import { L as HOST_GROWTH_WHO } from './host-growth/who.ts'
import { L as HOST_MEMORY_DRILLDOWNS } from './host-memory/drilldowns.ts'
import { L as HUGEPAGES_DRILLDOWNS } from './hugepages/drilldowns.ts'
import {
  L as LEAK_DRILLDOWNS,
  METRIC_WORDS as LEAK_DRILLDOWNS_METRIC_WORDS,
} from './leak/drilldowns.ts'
import {
  L as LEAK_SAYS,
  SAYS as LEAK_SAYS_SAYS,
  SHAPES as LEAK_SAYS_SHAPES,
  VERDICTS as LEAK_SAYS_VERDICTS,
} from './leak/says.ts'
import { L as MALLOC_ARENAS_DRILLDOWNS } from './malloc-arenas/drilldowns.ts'
import { L as MAPPINGS_DRILLDOWNS } from './mappings/drilldowns.ts'
import { L as MAPPINGS_FDSDRILLDOWN } from './mappings/fdsDrilldown.ts'
import { L as OOM_BEFORE } from './oom/before.ts'
import { L as OOM_DRILLDOWNS } from './oom/drilldowns.ts'
import {
  L as OOM_EVENTBLOCKS,
  PART_WORDS as OOM_EVENTBLOCKS_PART_WORDS,
} from './oom/eventBlocks.ts'
import { L as OOM_EVENTFIELDS } from './oom/eventFields.ts'
import { L as OOM_EVENTLIST } from './oom/eventList.ts'
import { L as OOM_LASTWORDSBLOCKS } from './oom/lastWordsBlocks.ts'
import { L as OOM_NEXTVICTIM } from './oom/nextVictim.ts'
import { L as PAGE_CACHE_DRILLDOWNS } from './page-cache/drilldowns.ts'
import { L as PG_CONTEXTS_DRILLDOWNWORDS } from './pg-contexts/drilldownWords.ts'
import { KNOWN_WORDS as PG_CONTEXTS_KNOWNWORDS_KNOWN_WORDS } from './pg-contexts/knownWords.ts'
import { L as PG_INSTANCE_DRILLDOWNS } from './pg-instance/drilldowns.ts'
import { L as PG_INSTANCE_WALKED } from './pg-instance/walked.ts'
import { L as PROCESS_MEMORY_DRILLDOWNS } from './process-memory/drilldowns.ts'
import { W as PROCESS_MEMORY_TREEMAP_W } from './process-memory/treemap.ts'
import { L as REFUSED_DRILLDOWNS } from './refused/drilldowns.ts'
import { L as SHM_DRILLDOWNS } from './shm/drilldowns.ts'
import { L as SLAB_DRILLDOWNS } from './slab/drilldowns.ts'
import { STACK_WORDS as STACKWORDS_STACK_WORDS } from './stackWords.ts'
import { L as SWAP_THRASH_DRILLDOWNS } from './swap-thrash/drilldowns.ts'
import { L as THP_DRILLDOWNS } from './thp/drilldowns.ts'

export const ANSWER_WORDS: readonly unknown[] = [
  ACCOUNTING_DRILLDOWNS,
  ACCOUNTING_PARTWORDS_PART_WORDS,
  ACCOUNTING_WATERFALL,
  CGROUP_LIMIT_DRILLDOWNS,
  FRAGMENTATION_DRILLDOWNS,
  GREENPLUM_DRILLDOWNWORDS,
  GROUP_DRILLDOWNS,
  HIGH_USAGE_DRILLDOWNS,
  HOST_GROWTH_WHO,
  HOST_MEMORY_DRILLDOWNS,
  HUGEPAGES_DRILLDOWNS,
  LEAK_DRILLDOWNS,
  LEAK_DRILLDOWNS_METRIC_WORDS,
  LEAK_SAYS_SAYS,
  LEAK_SAYS_SHAPES,
  LEAK_SAYS,
  LEAK_SAYS_VERDICTS,
  MALLOC_ARENAS_DRILLDOWNS,
  MAPPINGS_DRILLDOWNS,
  MAPPINGS_FDSDRILLDOWN,
  OOM_BEFORE,
  OOM_DRILLDOWNS,
  OOM_EVENTBLOCKS,
  OOM_EVENTBLOCKS_PART_WORDS,
  OOM_EVENTFIELDS,
  OOM_EVENTLIST,
  OOM_LASTWORDSBLOCKS,
  OOM_NEXTVICTIM,
  PAGE_CACHE_DRILLDOWNS,
  PG_CONTEXTS_DRILLDOWNWORDS,
  PG_CONTEXTS_KNOWNWORDS_KNOWN_WORDS,
  PG_INSTANCE_DRILLDOWNS,
  PG_INSTANCE_WALKED,
  PROCESS_MEMORY_DRILLDOWNS,
  PROCESS_MEMORY_TREEMAP_W,
  REFUSED_DRILLDOWNS,
  SHM_DRILLDOWNS,
  SLAB_DRILLDOWNS,
  STACKWORDS_STACK_WORDS,
  SWAP_THRASH_DRILLDOWNS,
  THP_DRILLDOWNS,
]
