/** Words of the page cache findings. Three things are called cache; each is named. */
import type { Finding } from '../../domain/finding.ts'
import type { FindingWords } from '../../domain/words.ts'

const SPLIT = {
  en: 'See what the cache consists of: {cacheCommand}',
  zh: '查看缓存由什么构成：{cacheCommand}',
} as const

export const WORDS = {
  'cache.counted-as-used': {
    brief: {
      en: '{usedRatio} used only if page cache counts as used; {availableRatio} available',
      zh: '把 page cache 也算作已用才有 {usedRatio}，实际可用 {availableRatio}',
    },
    what: {
      en: 'A graph that counts page cache as used shows {usedRatio} for {host}, yet {availableBytes} of {totalBytes} ({availableRatio}) are available.',
      zh: '把 page cache 也算作已用的图表会显示 {host} 已用 {usedRatio}，但 {totalBytes} 中仍有 {availableBytes}（{availableRatio}）可用。',
    },
    why: {
      en: "{reclaimableBytes} are the kernel's cache of files and their names: it goes the moment somebody needs the memory. A cache that an application keeps is another thing: it is part of the process's anonymous memory, and only the application can give it back.",
      zh: '{reclaimableBytes} 是内核的文件与目录项缓存，谁需要内存就会立即让出。应用自己的缓存是另一回事：它属于进程的匿名内存，只有应用自己能释放。',
    },
    next: {
      en: 'Nothing to do. The same host in the formula of each tool: {numbersCommand}',
      zh: '无需处理。同一台主机在各工具公式下的数值：{numbersCommand}',
    },
  },
  'cache.shmem': {
    brief: {
      en: '{shmemBytes} of what is called cache is shared memory',
      zh: '所谓缓存中有 {shmemBytes} 是共享内存',
    },
    what: {
      en: 'Of the {calledCacheBytes} that tools call cache on {host}, {shmemBytes} ({shmemRatio} of all memory) are shared memory and tmpfs.',
      zh: '{host} 上被工具称为缓存的 {calledCacheBytes} 中，{shmemBytes}（占总内存 {shmemRatio}）是共享内存与 tmpfs。',
    },
    why: {
      en: 'That part cannot be dropped: it stays until its file in tmpfs is deleted or its segment is removed. With swap it can be swapped out, no more.',
      zh: '这部分无法丢弃：只有删除 tmpfs 中的文件或移除共享内存段才会释放；有 swap 时最多被换出。',
    },
    next: SPLIT,
  },
  'cache.refaulting': {
    brief: {
      en: 'page cache too small: {refaultBytesPerSec} read again, stalled {someStallPercent}',
      zh: 'page cache 过小：反复读入 {refaultBytesPerSec}，停顿 {someStallPercent}',
    },
    what: {
      en: '{host} reads {refaultBytesPerSec} of file pages again that it had thrown out only shortly before; tasks waited for memory {someStallPercent} of the last 10 s.',
      zh: '{host} 正以 {refaultBytesPerSec} 重新读入刚被回收的文件页；最近 10 秒有 {someStallPercent} 的时间任务在等内存。',
    },
    why: {
      en: 'With {availableBytes} ({availableRatio}) available there is no room left for the files in use, programs and libraries among them: the disk is read over and over.',
      zh: '可用内存仅 {availableBytes}（{availableRatio}），放不下正在使用的文件（包括程序与库本身），磁盘被一遍遍重读。',
    },
    next: {
      en: 'Making room for the cache means finding who holds the rest: {cacheCommand}',
      zh: '要给缓存留出空间，先看其余内存由谁占用：{cacheCommand}',
    },
  },
  'cache.refaulting-inside': {
    brief: {
      en: 'files read again at {refaultBytesPerSec} inside a group, host has room',
      zh: '某个 cgroup 内反复读文件 {refaultBytesPerSec}，整机有余量',
    },
    what: {
      en: '{host} reads {refaultBytesPerSec} of file pages again that had been thrown out only shortly before, and tasks waited for memory {someStallPercent} of the last 10 s, although {availableBytes} ({availableRatio}) are available.',
      zh: '{host} 正以 {refaultBytesPerSec} 重新读入刚被回收的文件页，最近 10 秒有 {someStallPercent} 的时间任务在等内存，而整机仍有 {availableBytes}（{availableRatio}）可用。',
    },
    why: {
      en: "A host with room keeps its cache: most likely a container's limit leaves too little for the files that it reads. Page cache is charged to the group that reads first.",
      zh: '整机有余量时不会丢弃缓存：多半是某个容器的上限给它所读的文件留得太少。page cache 计入最先读取它的 cgroup。',
    },
    next: {
      en: 'Check the process that reads, by its pid: its group is judged then. The host: {cacheCommand}',
      zh: '按 PID 检查读文件的进程，即可看到所在 cgroup 的判断。整机情况：{cacheCommand}',
    },
  },
  'cache.refaulting-some': {
    brief: {
      en: '{refaultBytesPerSec} of files read again shortly after',
      zh: '文件页短时间内重复读入 {refaultBytesPerSec}',
    },
    what: {
      en: '{host} reads {refaultBytesPerSec} of file pages again that it had thrown out only shortly before.',
      zh: '{host} 正以 {refaultBytesPerSec} 重新读入刚被回收的文件页。',
    },
    why: {
      en: 'Whether anybody waits for it is not known: this kernel does not tell memory pressure (PSI). Reading files that are larger than the memory looks like this.',
      zh: '是否有任务为此等待无从得知：该内核未提供内存压力（PSI）。读取比内存还大的文件就是这个样子。',
    },
    next: SPLIT,
  },
  'cache.group-refaulting': {
    brief: {
      en: 'its limit leaves too little cache: {refaultBytesPerSec} read again',
      zh: '上限给缓存留得太少：反复读入 {refaultBytesPerSec}',
    },
    what: {
      en: '{group} reads {refaultBytesPerSec} of file pages again that its limit had just thrown out; tasks waited {someStallPercent} of the last 10 s.',
      zh: '{group} 正以 {refaultBytesPerSec} 重新读入刚被其上限挤出的文件页；最近 10 秒有 {someStallPercent} 的时间任务在等待。',
    },
    why: {
      en: 'Page cache counts against the limit of {limitBytes}, and {fileBytes} of it is what is left for files. A full group is no fault by itself; reading the same pages again and waiting for them is.',
      zh: 'page cache 计入上限 {limitBytes}，留给文件的只有 {fileBytes}。组满本身不是故障，反复读同样的页并为此等待才是。',
    },
    next: {
      en: 'All limits above this process, side by side: {cgroupCommand}',
      zh: '逐级对比该进程上方的所有上限：{cgroupCommand}',
    },
  },
  'cache.dirty-slowed': {
    brief: {
      en: '{backlogBytes} wait to be written, writers are slowed',
      zh: '{backlogBytes} 等待写回，写入被放慢',
    },
    what: {
      en: '{backlogBytes} of file pages on {host} wait to be written; at {limitBytes} writers would be stopped.',
      zh: '{host} 有 {backlogBytes} 文件页等待写回；达到 {limitBytes} 时写入会被阻塞。',
    },
    why: {
      en: 'The kernel slows whoever writes to the speed of the disk or network mount. A large copy looks like this while it lasts.',
      zh: '内核会把写入放慢到磁盘或网络存储的速度。大文件拷贝期间就是这个样子。',
    },
    next: SPLIT,
  },
  'cache.dirty-held': {
    brief: {
      en: '{backlogBytes} wait to be written, writers are stopped',
      zh: '{backlogBytes} 等待写回，写入被阻塞',
    },
    what: {
      en: '{backlogBytes} of file pages on {host} wait to be written, which is the limit ({limitBytes}): whoever writes sleeps.',
      zh: '{host} 有 {backlogBytes} 文件页等待写回，已到阈值（{limitBytes}）：写入的任务都在睡眠。',
    },
    why: {
      en: 'It is not memory that is short: the disk or a network mount takes less than is written. Dirty pages cannot be reclaimed before they are written.',
      zh: '缺的不是内存：磁盘或网络存储跟不上写入。脏页写回之前无法回收。',
    },
    next: {
      en: 'See the backlog again in a minute, and look at the disks and mounts that are written to: {cacheCommand}',
      zh: '一分钟后再看积压是否下降，并检查被写入的磁盘与挂载点：{cacheCommand}',
    },
  },
} as const satisfies Record<string, FindingWords>

export type CacheCode = keyof typeof WORDS
export type CacheFinding = Finding & { readonly code: CacheCode }
