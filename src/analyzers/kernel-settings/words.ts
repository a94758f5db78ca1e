/** Words of the kernel-settings findings: the setting, what it does here, and what to look at before it is changed. */
import type { FindingWords } from '../../domain/words.ts'

const WHO = {
  en: 'See who holds the memory: {topCommand}. Change a setting by a planned change, one at a time.',
  zh: '先看谁在占用内存：{topCommand}。参数调整请走变更流程，一次只改一项。',
} as const

const PANIC = {
  what: {
    en: 'vm.panic_on_oom is {mode}: when memory runs out, {host} panics instead of killing a process.',
    zh: 'vm.panic_on_oom={mode}：内存耗尽时 {host} 会直接 panic，而不是 kill 某个进程。',
  },
  next: {
    en: 'If no cluster manager relies on it, plan to set it to 0. What is near its limit: {limitsCommand}',
    zh: '如果没有集群软件依赖该行为，可计划改为 0。查看接近上限的项：{limitsCommand}',
  },
} as const

export const WORDS = {
  'settings.panic-on-oom': {
    brief: {
      en: 'an OOM panics the host (vm.panic_on_oom={mode})',
      zh: 'OOM 会导致整机 panic（vm.panic_on_oom={mode}）',
    },
    ...PANIC,
    why: {
      en: 'Everything on it goes down together, to come back {panicSeconds} later (kernel.panic). Limits of cgroups trigger it with the value 2 only.',
      zh: '其上所有服务会同时中断，{panicSeconds} 后重新启动（kernel.panic）。只有取值 2 时 cgroup 触限也会触发。',
    },
  },
  'settings.panic-stays-down': {
    brief: {
      en: 'an OOM panics the host, which then stays down (vm.panic_on_oom={mode})',
      zh: 'OOM 会导致整机 panic 且不自动恢复（vm.panic_on_oom={mode}）',
    },
    ...PANIC,
    why: {
      en: 'Everything on it goes down together and stays down until somebody resets it: kernel.panic is 0 or not known. Limits of cgroups trigger it with the value 2 only.',
      zh: '其上所有服务会同时中断，且需人工复位：kernel.panic 为 0 或未知。只有取值 2 时 cgroup 触限也会触发。',
    },
  },
  'settings.kills-allocator': {
    brief: {
      en: 'OOM kills whoever asks, not the largest (oom_kill_allocating_task)',
      zh: 'OOM 会 kill 当前申请者而非占用最大者（oom_kill_allocating_task）',
    },
    what: {
      en: 'vm.oom_kill_allocating_task is 1: an OOM kills the task that happened to ask for memory; {kills} kill(s) since boot.',
      zh: 'vm.oom_kill_allocating_task=1：OOM 时 kill 恰好在申请内存的任务；开机以来共 {kills} 次。',
    },
    why: {
      en: 'The victim tells nothing about who used the memory up: often a small one dies and the large one goes on, so it happens again.',
      zh: '被 kill 的进程与谁耗尽内存无关：常常小进程被杀、大进程继续，随后再次发生。',
    },
    next: WHO,
  },
  'settings.swappiness-zero': {
    brief: {
      en: 'stalls while {swapFreeBytes} of swap stand unused (vm.swappiness={swappiness})',
      zh: '内存停顿，而 {swapFreeBytes} swap 闲置（vm.swappiness={swappiness}）',
    },
    what: {
      en: 'Tasks wait for memory {someStallPercent} of the time with {availableBytes} available, while {swapFreeBytes} of {swapTotalBytes} swap are unused: vm.swappiness is {swappiness}.',
      zh: '可用内存 {availableBytes}，任务有 {someStallPercent} 的时间在等内存，而 swap 还有 {swapFreeBytes}/{swapTotalBytes} 未用：vm.swappiness={swappiness}。',
    },
    why: {
      en: 'With so low a value the kernel drops files and programs from the cache again and again rather than move out memory that nobody touches. It comes before an OOM kill.',
      zh: '该值过低时，内核宁可反复丢弃文件与程序的缓存，也不换出长期不用的匿名页，之后往往就是 OOM kill。',
    },
    next: WHO,
  },
  'settings.no-swap': {
    brief: {
      en: 'short of memory without swap, tasks wait {someStallPercent} of the time',
      zh: '内存紧张且无 swap，任务停顿 {someStallPercent}',
    },
    what: {
      en: '{host} has no swap: {anonBytes} of anonymous memory cannot be moved out, {availableBytes} are available, tasks wait {someStallPercent} of the time.',
      zh: '{host} 未配置 swap：{anonBytes} 匿名内存无法换出，可用 {availableBytes}，任务停顿 {someStallPercent}。',
    },
    why: {
      en: 'Reclaim can take file pages alone, those of running programs too, which are read again at once. A little swap would win time, not room: what holds the memory is the question.',
      zh: '内核只能回收文件页，包括运行中程序的代码页，随后又会立即读回。少量 swap 只能换来时间，关键还是谁占用了内存。',
    },
    next: WHO,
  },
  'settings.zone-reclaim': {
    brief: {
      en: 'reclaims on one node while others have room (zone_reclaim_mode={mode})',
      zh: '本节点回收而其他节点有余量（zone_reclaim_mode={mode}）',
    },
    what: {
      en: 'vm.zone_reclaim_mode is {mode}: the kernel reclaimed on a full NUMA node {runs} time(s) since boot instead of using another one ({runsPerSec} now).',
      zh: 'vm.zone_reclaim_mode={mode}：开机以来在某个 NUMA 节点写满时就地回收 {runs} 次，而没有使用其他节点（当前 {runsPerSec}）。',
    },
    why: {
      en: 'Page cache is thrown away and tasks stall though the host has free memory. For file servers and databases the kernel documentation advises 0.',
      zh: '整机尚有空闲内存，却在丢弃 page cache 并造成停顿。对文件服务器与数据库，内核文档建议设为 0。',
    },
    next: WHO,
  },
  'settings.keeps-dentries': {
    brief: {
      en: '{slabBytes} of dentries and inodes are never given back (vfs_cache_pressure=0)',
      zh: '{slabBytes} 的 dentry/inode 永不回收（vfs_cache_pressure=0）',
    },
    what: {
      en: 'vm.vfs_cache_pressure is 0: {slabBytes} ({slabRatio} of the RAM) of reclaimable slab is not reclaimed under pressure.',
      zh: 'vm.vfs_cache_pressure=0：{slabBytes}（物理内存的 {slabRatio}）可回收 slab 在内存压力下也不会被回收。',
    },
    why: {
      en: 'MemAvailable counts that memory as available, and the kernel does not give it back: the host can run out of memory with room on paper.',
      zh: 'MemAvailable 把这部分算作可用，但内核并不会释放：账面有余量时主机仍可能耗尽内存。',
    },
    next: WHO,
  },
  'settings.dirty-large': {
    brief: {
      en: '{unwrittenBytes} wait to be written, up to {limitBytes} may',
      zh: '待写回 {unwrittenBytes}，上限 {limitBytes}',
    },
    what: {
      en: '{unwrittenBytes} of file pages wait to be written; vm.dirty_ratio or vm.dirty_bytes allows {limitBytes}. Tasks wait for memory {someStallPercent} of the time.',
      zh: '{unwrittenBytes} 文件页等待写回；vm.dirty_ratio 或 vm.dirty_bytes 允许 {limitBytes}。任务停顿 {someStallPercent}。',
    },
    why: {
      en: 'Dirty pages cannot be reclaimed until they are on the disk: a limit of gigabytes lets a backlog grow that takes the disk long to write.',
      zh: '脏页写入磁盘前无法回收：上限达数 GiB 时，积压会大到磁盘需要很久才能写完。',
    },
    next: {
      en: 'See what writes, and the three caches apart: {topCommand}. vm.dirty_bytes instead of a ratio bounds it on large hosts.',
      zh: '看是谁在写：{topCommand}。大内存主机可用 vm.dirty_bytes 代替比例来限制积压。',
    },
  },
  'settings.min-free-large': {
    brief: {
      en: '{reservedBytes} kept free by vm.min_free_kbytes ({reservedRatio} of the RAM)',
      zh: 'vm.min_free_kbytes 预留 {reservedBytes}（物理内存的 {reservedRatio}）',
    },
    what: {
      en: 'vm.min_free_kbytes keeps {reservedBytes} ({reservedRatio} of the RAM) free; {freeBytes} are free and {availableBytes} available.',
      zh: 'vm.min_free_kbytes 强制预留 {reservedBytes}（物理内存的 {reservedRatio}）；空闲 {freeBytes}，可用 {availableBytes}。',
    },
    why: {
      en: 'What is kept free is for the kernel alone. Below it everybody reclaims, and an OOM kill can come with that much still free.',
      zh: '这部分只供内核应急使用。低于该水位时所有进程都会陷入回收，甚至在仍有大量空闲时触发 OOM kill。',
    },
    next: WHO,
  },
  'settings.min-free-small': {
    brief: {
      en: '{failures} single page(s) could not be had; {reservedBytes} kept free',
      zh: '{failures} 次单页分配失败；仅预留 {reservedBytes}',
    },
    what: {
      en: 'The kernel log has {failures} failure(s) to get a single page ({process}); vm.min_free_kbytes keeps {reservedBytes} ({reservedRatio} of the RAM) free.',
      zh: '内核日志中有 {failures} 次单页分配失败（{process}）；vm.min_free_kbytes 仅预留 {reservedBytes}（物理内存的 {reservedRatio}）。',
    },
    why: {
      en: 'Interrupts and network drivers cannot wait for reclaim and live on that reserve; after a failure a packet is dropped or an operation tried again. Single pages are no matter of fragmentation.',
      zh: '中断与网卡驱动不能等待回收，只能用这部分预留；失败后会丢包或重试。单页失败与碎片无关。',
    },
    next: WHO,
  },
} as const satisfies Record<string, FindingWords>

export type SettingsCode = keyof typeof WORDS
