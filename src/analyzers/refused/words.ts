/** Words of the refused findings: which limit, what it refuses, and that the host itself has room. */
import type { FindingWords } from '../../domain/words.ts'

const LIMITS = {
  en: 'All limits, the nearest first: {limitsCommand}',
  zh: '所有限制，最接近上限的在前：{limitsCommand}',
} as const

const BYTES = {
  brief: {
    en: '{usedRatio} of its {name} used, {roomBytes} left',
    zh: '{name} 已用 {usedRatio}，余 {roomBytes}',
  },
} as const

const COUNT = {
  brief: {
    en: '{used} of {limit} used of {name}',
    zh: '{name} 已用 {used}/{limit}',
  },
} as const

export const WORDS = {
  'refused.address-space': {
    ...BYTES,
    what: {
      en: '{subject} has {usedBytes} of the {limitBytes} of address space that it may have ({name}); {roomBytes} left.',
      zh: '{subject} 的地址空间已用 {usedBytes}，上限 {limitBytes}（{name}），余 {roomBytes}。',
    },
    why: {
      en: 'At this limit mmap and malloc fail with "cannot allocate memory", though the host has {availableBytes} available. Address space is what is reserved, not what is held: many threads, arenas and mapped files use it up with little memory.',
      zh: '到达该上限后 mmap 与 malloc 会报 "cannot allocate memory"，尽管整机仍有 {availableBytes} 可用。地址空间是预留量而非实际占用：线程多、arena 多、映射文件多都会耗尽它。',
    },
    next: LIMITS,
  },
  'refused.data': {
    ...BYTES,
    what: {
      en: '{subject} has {usedBytes} of the {limitBytes} of data that it may have ({name}); {roomBytes} left.',
      zh: '{subject} 的数据段已用 {usedBytes}，上限 {limitBytes}（{name}），余 {roomBytes}。',
    },
    why: {
      en: 'The limit counts private writable memory (since Linux 4.7 mapped memory too). At it malloc fails with "cannot allocate memory", though the host has {availableBytes} available.',
      zh: '该限制统计私有可写内存（Linux 4.7 起含 mmap 部分）。到达后 malloc 会报 "cannot allocate memory"，尽管整机仍有 {availableBytes} 可用。',
    },
    next: LIMITS,
  },
  'refused.locked': {
    ...BYTES,
    what: {
      en: '{subject} has locked {usedBytes} of the {limitBytes} that it may lock ({name}).',
      zh: '{subject} 已锁定 {usedBytes}，上限 {limitBytes}（{name}）。',
    },
    why: {
      en: 'More mlock fails with "cannot allocate memory", though the host has {availableBytes} available. That matters only if the program wants to lock more.',
      zh: '继续 mlock 会报 "cannot allocate memory"，尽管整机仍有 {availableBytes} 可用。只有程序确实要锁定更多内存时才有影响。',
    },
    next: LIMITS,
  },
  'refused.processes': {
    ...COUNT,
    what: {
      en: 'The user of {subject} has {used} of the {limit} threads and processes that it may have ({name}); {room} left.',
      zh: '{subject} 所属用户已有 {used} 个线程/进程，上限 {limit}（{name}），余 {room}。',
    },
    why: {
      en: 'At this limit fork and new threads fail ("Resource temporarily unavailable", in Java "unable to create native thread"), which looks like a lack of memory; {availableBytes} are available. All processes of the user count, in containers too.',
      zh: '到达后 fork 与新建线程会失败（"Resource temporarily unavailable"，Java 报 "unable to create native thread"），看上去像内存不足，其实还有 {availableBytes} 可用。该用户的所有进程都计入，包括容器内的。',
    },
    next: LIMITS,
  },
  'refused.tasks': {
    ...COUNT,
    what: {
      en: '{host} has {used} tasks of the {limit} that {name} allows; {room} left.',
      zh: '{host} 已有 {used} 个任务，{name} 上限 {limit}，余 {room}。',
    },
    why: {
      en: 'At this limit nobody can fork or start a thread: "fork: Cannot allocate memory" with {availableBytes} of memory available. Something starts threads or leaves processes behind.',
      zh: '到达后任何人都无法 fork 或新建线程：报 "fork: Cannot allocate memory"，而内存还有 {availableBytes} 可用。说明有程序在不断创建线程或遗留进程。',
    },
    next: LIMITS,
  },
  'refused.files': {
    ...COUNT,
    what: {
      en: '{host} has {used} open files of the {limit} that {name} allows; {room} left.',
      zh: '{host} 已打开 {used} 个文件，{name} 上限 {limit}，余 {room}。',
    },
    why: {
      en: 'At this limit open, socket and accept fail for everybody but root ("Too many open files in system"). Each open file holds kernel memory as well.',
      zh: '到达后除 root 外的 open、socket、accept 都会失败（"Too many open files in system"）。每个打开的文件也占用内核内存。',
    },
    next: LIMITS,
  },
  'refused.open-files': {
    ...COUNT,
    what: {
      en: '{subject} has {used} open files of the {limit} that it may have ({name}); {room} left.',
      zh: '{subject} 已打开 {used} 个文件，上限 {limit}（{name}），余 {room}。',
    },
    why: {
      en: 'At this limit open, socket, accept and memfd_create fail with "Too many open files". It is no lack of memory ({availableBytes} available); files that are never closed hold kernel memory and, where they are deleted, space.',
      zh: '到达后 open、socket、accept、memfd_create 会报 "Too many open files"。这不是内存不足（可用 {availableBytes}）；从不关闭的文件会占住内核内存，已删除的还占着空间。',
    },
    next: LIMITS,
  },
  'refused.shm-segments': {
    ...COUNT,
    what: {
      en: '{host} has {used} System V segments of the {limit} that {name} allows; {room} left.',
      zh: '{host} 已有 {used} 个 System V 共享内存段，{name} 上限 {limit}，余 {room}。',
    },
    why: {
      en: 'At this limit shmget fails with "No space left on device", though {availableBytes} of memory are available: a database does not start. Segments that nobody is attached to count as well.',
      zh: '到达后 shmget 会报 "No space left on device"，尽管还有 {availableBytes} 内存可用：数据库可能无法启动。无人挂接的段同样计数。',
    },
    next: LIMITS,
  },
  'refused.shm-pages': {
    ...BYTES,
    what: {
      en: '{host} has {usedBytes} of System V shared memory of the {limitBytes} that {name} allows; {roomBytes} left.',
      zh: '{host} 的 System V 共享内存共 {usedBytes}，{name} 上限 {limitBytes}，余 {roomBytes}。',
    },
    why: {
      en: 'The size of segments counts, touched or not. At this limit shmget fails with "No space left on device", though {availableBytes} of memory are available.',
      zh: '按段的大小计算，无论是否已使用。到达后 shmget 会报 "No space left on device"，尽管还有 {availableBytes} 内存可用。',
    },
    next: LIMITS,
  },
  'refused.cgroup-tasks': {
    brief: {
      en: '{used} of {limit} tasks in its group ({name})',
      zh: '所在组任务数 {used}/{limit}（{name}）',
    },
    what: {
      en: '{group} has {used} of the {limit} tasks (threads count) that {name} allows; {room} left.',
      zh: '{group} 已有 {used} 个任务（含线程），{name} 上限 {limit}，余 {room}。',
    },
    why: {
      en: 'At this limit fork and new threads fail in this group alone, with {availableBytes} of memory available on the host. systemd calls the limit TasksMax, container tools the pids limit.',
      zh: '到达后仅该组内的 fork 与新建线程会失败，而整机仍有 {availableBytes} 可用。systemd 称之为 TasksMax，容器工具称之为 pids limit。',
    },
    next: LIMITS,
  },
  'refused.forks-before': {
    brief: {
      en: '{refusals} fork(s) refused in its group, time not known',
      zh: '所在组曾有 {refusals} 次 fork 被拒，时间未知',
    },
    what: {
      en: '{group} was refused {refusals} fork(s) or thread(s) by {name} ({limit}) since it was created; now it has {used}.',
      zh: '{group} 自创建以来因 {name}（{limit}）被拒绝 {refusals} 次 fork/建线程；目前任务数 {used}。',
    },
    why: {
      en: 'The program saw "fork failed" or "unable to create thread" though the host had memory ({availableBytes} available now). The counter does not tell when.',
      zh: '程序当时看到的是 "fork failed" 或 "unable to create thread"，而整机并不缺内存（此刻可用 {availableBytes}）。该计数不含时间。',
    },
    next: LIMITS,
  },
} as const satisfies Record<string, FindingWords>

export type RefusedCode = keyof typeof WORDS
