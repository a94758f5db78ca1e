/** Words of the shm findings. */
import type { FindingWords } from '../../domain/words.ts'

const LIST = {
  en: 'List segments and mounts: {shmCommand}',
  zh: '查看共享内存段与挂载点：{shmCommand}',
} as const

export const WORDS = {
  'shm.orphans': {
    brief: {
      en: '{orphanBytes} in {segments} shared memory segment(s) that nobody uses',
      zh: '{segments} 个无人使用的共享内存段占 {orphanBytes}',
    },
    what: {
      en: '{segments} System V shared memory segment(s) with no process attached hold {orphanBytes}; the largest is {shmid} with {segmentBytes}, made by {maker}.',
      zh: '{segments} 个没有进程连接（nattch 为 0）的 System V 共享内存段占用 {orphanBytes}；最大的是 {shmid}（{segmentBytes}），由 {maker} 创建。',
    },
    why: {
      en: 'A segment stays after its processes have ended until it is removed (ipcrm). It shows in no process and counts as cache, but cannot be dropped. Some programs leave one on purpose to find it again.',
      zh: '进程退出后段仍会保留，直到被删除（ipcrm）。它不属于任何进程，计入 cache，但无法回收。也有程序会有意保留，以便再次连接。',
    },
    next: {
      en: 'Find out who made them and whether they are expected back: {shmCommand}',
      zh: '先确认由谁创建、是否还会被使用：{shmCommand}',
    },
  },
  'shm.tmpfs': {
    brief: {
      en: '{usedBytes} in files on tmpfs',
      zh: 'tmpfs 上的文件占 {usedBytes}',
    },
    what: {
      en: 'Files on tmpfs hold {usedBytes} of memory ({usedRatio}), most of it {mount} with {mountBytes}.',
      zh: 'tmpfs 上的文件占用内存 {usedBytes}（{usedRatio}），其中 {mount} 最多，为 {mountBytes}。',
    },
    why: {
      en: 'tmpfs is memory: it counts as Cached and Shmem, cannot be dropped, only swapped out, and stays until the files are deleted.',
      zh: 'tmpfs 就是内存：计入 Cached 与 Shmem，不能丢弃，只能换出，文件删除前一直占用。',
    },
    next: LIST,
  },
  'shm.process': {
    brief: {
      en: '{sharedBytes} of it is shared memory',
      zh: '其中共享内存 {sharedBytes}',
    },
    what: {
      en: '{sharedBytes} of {heldBytes} is shared memory: System V {sysvBytes}, memfd {memfdBytes}, shared anonymous {anonymousBytes}, files on tmpfs {tmpfsBytes}.',
      zh: '{heldBytes} 中有 {sharedBytes} 是共享内存：System V {sysvBytes}、memfd {memfdBytes}、共享匿名 {anonymousBytes}、tmpfs 文件 {tmpfsBytes}。',
    },
    why: {
      en: 'It is counted in each process that maps it, so do not add processes up. It cannot be dropped; System V segments and files on tmpfs stay when the process ends.',
      zh: '它会计入每个映射它的进程，不要把各进程相加。它不可丢弃；System V 段和 tmpfs 文件在进程退出后仍会保留。',
    },
    next: LIST,
  },
  'shm.group': {
    brief: {
      en: '{shmemRatio} of its group is shared memory',
      zh: '所在组的 {shmemRatio} 是共享内存',
    },
    what: {
      en: '{shmemBytes} of {chargedBytes} ({shmemRatio}) charged to {group} is shared memory or tmpfs.',
      zh: '{group} 已计费 {chargedBytes}，其中 {shmemBytes}（{shmemRatio}）是共享内存或 tmpfs。',
    },
    why: {
      en: 'It shows in no sum over processes, cannot be dropped, and a part stays when they end: after an OOM kill the group may be as full as before.',
      zh: '它不体现在各进程之和中，不可丢弃，进程退出后仍会留下一部分：OOM kill 之后该组可能依旧是满的。',
    },
    next: LIST,
  },
} as const satisfies Record<string, FindingWords>

export type ShmCode = keyof typeof WORDS
