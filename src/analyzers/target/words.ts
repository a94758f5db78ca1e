/** Words about the target itself. */
import type { FindingWords } from '../../domain/words.ts'

export const WORDS = {
  'target.thread': {
    brief: { en: '{typed} is a thread of {name} {pid}', zh: '{typed} 是 {name} {pid} 的线程' },
    what: {
      en: '{typed} is a thread of {name} {pid}: this is the report of that process.',
      zh: '{typed} 是 {name} {pid} 的一个线程：以下是该进程的报告。',
    },
    why: {
      en: 'All threads of a process share one memory; only their stacks are apart.',
      zh: '同一进程的所有线程共用一份内存，仅栈各自独立。',
    },
    next: {
      en: 'Ask by the process: `memcheck {host} {pid}`',
      zh: '请按进程查询：`memcheck {host} {pid}`',
    },
  },
  'target.inner-pid': {
    brief: {
      en: '{typed} inside of {group} is {name} {pid}',
      zh: '{group} 中的 {typed} 即 {name} {pid}',
    },
    what: {
      en: 'No process of the host has the number {typed}. Inside of {group} it is that of {name}, which the host knows as {pid}.',
      zh: '主机上没有编号为 {typed} 的进程；在 {group} 内部，该编号属于 {name}，主机上的 pid 为 {pid}。',
    },
    why: {
      en: 'A pid namespace counts its processes anew: what a container calls 1 has another number outside.',
      zh: 'pid 命名空间会重新编号：容器内的 1 在外部是另一个编号。',
    },
    next: {
      en: 'Ask by the host’s number: `memcheck {host} {pid}`',
      zh: '请按主机上的编号查询：`memcheck {host} {pid}`',
    },
  },
  'target.zombie': {
    brief: { en: 'a zombie: holds no memory', zh: '僵尸进程：不占内存' },
    what: {
      en: '{name} {pid} is a zombie: it has ended and holds no memory. Its parent is {parent} ({parentName}), which has not reaped it.',
      zh: '{name} {pid} 是僵尸进程：已经结束，不占内存。其父进程为 {parent}（{parentName}），尚未回收它。',
    },
    why: {
      en: 'Its number and one entry of the process table stay until the parent asks how it ended; many of them fill the table, never the memory.',
      zh: '在父进程读取其退出状态之前，它仍占用编号和一个进程表项；数量过多会占满进程表，但不会占满内存。',
    },
    next: {
      en: 'What its parent does and holds: {parentCommand}',
      zh: '查看其父进程：{parentCommand}',
    },
  },
  'target.headless': {
    brief: {
      en: 'its main thread ended, {count} others go on',
      zh: '主线程已结束，另有 {count} 个线程在运行',
    },
    what: {
      en: 'The main thread of {name} {pid} has ended and {count} other threads go on: what they hold is not shown under this number.',
      zh: '{name} {pid} 的主线程已结束，另有 {count} 个线程仍在运行：它们占用的内存不会显示在该编号下。',
    },
    why: {
      en: 'The kernel shows the memory of a process by its main thread, so nothing here says that it is small: it could not be read.',
      zh: '内核通过主线程展示进程内存，因此这里没有读数并不表示占用很小：只是无法读取。',
    },
    next: {
      en: 'What is left of the host’s memory: `memcheck {host}`',
      zh: '查看主机内存余量：`memcheck {host}`',
    },
  },
  'target.kernel-thread': {
    brief: { en: 'a kernel thread: no memory of its own', zh: '内核线程：没有自己的内存' },
    what: {
      en: '{name} {pid} is a kernel thread: it has no memory of its own.',
      zh: '{name} {pid} 是内核线程：没有自己的内存。',
    },
    why: {
      en: 'What it works with is the kernel’s[: slab {slabBytes}][, kernel stacks {kernelStackBytes}].',
      zh: '它使用的是内核的内存[：slab {slabBytes}][，内核栈 {kernelStackBytes}]。',
    },
    next: {
      en: 'What the kernel holds, by cache: {slabCommand}',
      zh: '按缓存查看内核占用：{slabCommand}',
    },
  },
} as const satisfies Record<string, FindingWords>

export type TargetCode = keyof typeof WORDS
