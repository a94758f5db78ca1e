/** Shared memory of process, group and host: System V, memfd, shared anonymous, tmpfs. */
import { defineAnalyzer } from '../../domain/analyzer.ts'
import { cgroupMemory } from '../../parsers/cgroup/memory.ts'
import { maps } from '../../parsers/proc/maps.ts'
import { sysvShm } from '../../parsers/proc/sysvipcShm.ts'
import { tmpfs } from '../../parsers/tools/df.ts'
import { hasGroup } from '../brought.ts'
import { DRILLDOWNS } from './drilldowns.ts'
import { judgeShm, LIKES } from './judge.ts'
import { THRESHOLDS } from './thresholds.ts'
import { type ShmCode, WORDS } from './words.ts'

export const shm = defineAnalyzer<Record<never, never>, typeof LIKES, ShmCode>({
  id: 'shm',
  title: { en: 'Shared memory', zh: '共享内存' },
  scope: 'host',
  needs: {},
  likes: LIKES,
  // Each is missing somewhere: kernels without System V, hosts without df -t, processes of other people.
  eitherOf: [sysvShm, tmpfs, maps, cgroupMemory],
  judges: (evidence) =>
    [sysvShm, tmpfs, maps].some(({ id }) => evidence.has(id)) || hasGroup(evidence),
  words: WORDS,
  thresholds: THRESHOLDS,
  falseAlarms: [
    {
      en: 'Some programs detach from a segment on purpose and come back to it (checkpoints, Informix, SAP).',
      zh: '有的程序会有意断开共享内存段、稍后再连接（检查点、Informix、SAP）。',
    },
    {
      en: 'Databases keep their buffers in shared memory by design: PostgreSQL, Oracle and Db2 hold most of theirs so.',
      zh: '数据库本来就把缓冲区放在共享内存中：PostgreSQL、Oracle、Db2 大多如此。',
    },
    {
      en: 'Segments and tmpfs mounts of other containers are not seen from here; huge pages are not in these sums.',
      zh: '其他容器的共享内存段和 tmpfs 在这里看不到；大页也不计入。',
    },
  ],
  drilldowns: DRILLDOWNS,
  analyze: judgeShm,
})
