/** Words of the cgroup-limit findings. Charged is not used, used is not unreclaimable: each is named. */
import type { FindingWords } from '../../domain/words.ts'

const LEVELS = {
  en: 'All limits above this process, side by side: {cgroupCommand}',
  zh: '逐级对比该进程上方的所有上限：{cgroupCommand}',
} as const

const SECOND = {
  en: 'Take the same files again later and read both, oldest first: memcheck read FILE FILE',
  zh: '稍后再取一次同样的文件，按先后一起读取：memcheck read FILE FILE',
} as const

const UNRECLAIMABLE = {
  brief: {
    en: '{unreclaimableRatio} of its memory limit cannot be reclaimed, {headroomBytes} left',
    zh: '内存上限的 {unreclaimableRatio} 不可回收，余 {headroomBytes}',
  },
  what: {
    en: '{unreclaimableBytes} of {limitBytes} ({unreclaimableRatio}) under {limitName} cannot be reclaimed.',
    zh: '{limitName} 上限 {limitBytes}，其中 {unreclaimableBytes}（{unreclaimableRatio}）不可回收。',
  },
  why: {
    en: 'Charged {chargedBytes}, working set {workingSetBytes}. Dropping the page cache cannot help here: what is left before an OOM kill in this group is {headroomBytes}.',
    zh: '已计费 {chargedBytes}，工作集 {workingSetBytes}。回收 page cache 无济于事：距离本组 OOM kill 只剩 {headroomBytes}。',
  },
  next: {
    en: 'See which process of the group holds it ({cgroupCommand}), and whether it grows: {watchCommand}',
    zh: '看组内谁在占用（{cgroupCommand}），并确认是否在增长：{watchCommand}',
  },
} as const satisfies FindingWords

export const WORDS = {
  'cgroup.unreclaimable-high': UNRECLAIMABLE,
  'cgroup.unreclaimable-critical': UNRECLAIMABLE,
  'cgroup.charged-reclaimable': {
    brief: {
      en: 'its group is {chargedRatio} full, mostly cache',
      zh: '所在组已用 {chargedRatio}，多为缓存',
    },
    what: {
      en: '{chargedBytes} of {limitBytes} ({chargedRatio}) are charged to {limitName}, but only {unreclaimableBytes} ({unreclaimableRatio}) cannot be reclaimed.',
      zh: '{limitName} 已计费 {chargedBytes}/{limitBytes}（{chargedRatio}），但不可回收的只有 {unreclaimableBytes}（{unreclaimableRatio}）。',
    },
    why: {
      en: 'The rest is page cache or reclaimable slab, which the kernel gives back on demand; a group that reads files always fills its limit. Working set: {workingSetBytes}.',
      zh: '其余是 page cache 或可回收的 slab，需要时内核会自动回收；只要读文件，计费值迟早会贴近上限。工作集：{workingSetBytes}。',
    },
    next: {
      en: 'Nothing to do. The levels: {cgroupCommand}',
      zh: '无需处理。各级水位：{cgroupCommand}',
    },
  },
  'cgroup.charged-kernel': {
    brief: {
      en: 'its group is {chargedRatio} full, {restBytes} of it kernel memory',
      zh: '所在组已用 {chargedRatio}，其中内核内存 {restBytes}',
    },
    what: {
      en: '{chargedBytes} of {limitBytes} ({chargedRatio}) are charged to {limitName}; {restBytes} of it belong neither to processes nor to files.',
      zh: '{limitName} 已计费 {chargedBytes}/{limitBytes}（{chargedRatio}），其中 {restBytes} 既不属于进程，也不是文件缓存。',
    },
    why: {
      en: 'That is kernel memory, mostly slab (dentries, inodes, sockets). cgroup v1 does not tell how much of it can be reclaimed: a group can meet its limit with small processes.',
      zh: '这部分是内核内存，多为 slab（dentry、inode、socket 等），cgroup v1 不提供其中可回收的比例：进程本身不大，组也可能触及上限。',
    },
    next: LEVELS,
  },
  'cgroup.full-swapped': {
    brief: {
      en: 'its group is full, {swapBytes} more in swap',
      zh: '所在组已满，另有 {swapBytes} 在 swap',
    },
    what: {
      en: '{chargedBytes} of {limitBytes} ({chargedRatio}) are charged to {limitName} and {swapBytes} more are in swap.',
      zh: '{limitName} 已计费 {chargedBytes}/{limitBytes}（{chargedRatio}），另有 {swapBytes} 在 swap 中。',
    },
    why: {
      en: 'The group needs more than its limit. Only {fileBytes} of page cache could be given back: each new demand pushes something out to swap, whatever the host has free.',
      zh: '该组的需求已超过上限。可回收的 page cache 只有 {fileBytes}：每次新的申请都要把别的页面换出去，与整机剩余多少内存无关。',
    },
    next: LEVELS,
  },
  'cgroup.oom-kills': {
    brief: {
      en: '{kills} OOM kill(s) in its group in {overSeconds}',
      zh: '所在组 {overSeconds} 内 OOM kill {kills} 次',
    },
    what: {
      en: '{kills} OOM kill(s) in {group} in the last {overSeconds}.',
      zh: '{group} 在最近 {overSeconds} 内发生 {kills} 次 OOM kill。',
    },
    why: {
      en: 'The group met its limit and could not reclaim enough. The killed process is not always the one that grew.',
      zh: '该组触及上限且无法回收出足够内存。被 kill 的进程不一定是增长的那个。',
    },
    next: LEVELS,
  },
  'cgroup.oom-kills-before': {
    brief: {
      en: '{kills} OOM kill(s) in its group, time not known',
      zh: '所在组曾 OOM kill {kills} 次，时间未知',
    },
    what: {
      en: '{kills} OOM kill(s) in {group} since it was created; when is not known.',
      zh: '{group} 自创建以来累计 {kills} 次 OOM kill，具体时间未知。',
    },
    why: {
      en: "The counter runs since the group's birth and there is no earlier reading to compare with.",
      zh: '该计数从 cgroup 创建起累计，目前没有更早的采样可供对比。',
    },
    next: {
      en: 'When, and who was killed, as far back as the logs reach: {oomCommand}',
      zh: '发生时间与被 kill 的进程（以日志范围为限）：{oomCommand}',
    },
  },
  'cgroup.oom-hung': {
    brief: {
      en: 'its group hangs: out of memory, OOM killer off',
      zh: '所在组挂起：内存耗尽且 OOM killer 已关闭',
    },
    what: {
      en: '{group} is out of memory with its OOM killer switched off: its tasks hang.',
      zh: '{group} 已耗尽内存且关闭了 OOM killer：组内任务处于挂起状态。',
    },
    why: {
      en: 'oom_kill_disable is 1 and under_oom is 1: the kernel waits for memory that nobody frees, and writes no OOM message.',
      zh: 'oom_kill_disable=1 且 under_oom=1：内核在等待释放内存，不会 kill，也不会打印 OOM 日志。',
    },
    next: {
      en: 'See what holds the group and its limit: {cgroupCommand}',
      zh: '先看该组的占用与上限：{cgroupCommand}',
    },
  },
  'cgroup.limit-hits': {
    brief: {
      en: 'met its limit {hits} times in {overSeconds}',
      zh: '{overSeconds} 内触及上限 {hits} 次',
    },
    what: {
      en: '{limitName} was met {hits} times in {overSeconds}; the working set is {workingSetBytes} of {limitBytes}.',
      zh: '{limitName} 在 {overSeconds} 内触及上限 {hits} 次；工作集 {workingSetBytes}/{limitBytes}。',
    },
    why: {
      en: 'Each time the kernel reclaimed and went on. With room in the working set that is ordinary cache turnover.',
      zh: '每次内核都回收成功并继续运行。工作集尚有余量时，这只是正常的缓存周转。',
    },
    next: LEVELS,
  },
  'cgroup.reclaiming-at-limit': {
    brief: {
      en: 'at its limit and still in use: {hits} hits in {overSeconds}',
      zh: '已到上限且仍在使用：{overSeconds} 内触限 {hits} 次',
    },
    what: {
      en: '{limitName} was met {hits} times in {overSeconds} with {workingSetBytes} of {limitBytes} in active use.',
      zh: '{limitName} 在 {overSeconds} 内触及上限 {hits} 次，工作集已达 {workingSetBytes}/{limitBytes}。',
    },
    why: {
      en: 'The kernel reclaims what is in use: it will be read again, and each further demand takes longer, until reclaim fails and the group is out of memory.',
      zh: '内核正在回收在用页面，这些页面很快会被重新读入，申请内存会越来越慢，直到回收失败、组内 OOM。',
    },
    next: LEVELS,
  },
  'cgroup.throttled': {
    brief: {
      en: 'held back by memory.high, stalled {fullStallPercent} of the time',
      zh: '被 memory.high 限速，停顿 {fullStallPercent}',
    },
    what: {
      en: '{group} is held back by memory.high ({highBytes}): {chargedBytes} charged, all its tasks stalled {fullStallPercent} of the last 10 s.',
      zh: '{group} 正被 memory.high（{highBytes}）限速：已计费 {chargedBytes}，最近 10 秒全部任务停顿 {fullStallPercent}。',
    },
    why: {
      en: 'Above memory.high the kernel makes tasks sleep instead of killing them: it looks like a hang, it is neither a hang nor a leak.',
      zh: '超过 memory.high 后，内核让任务睡眠而不是 kill：看似卡死，其实是限速，也不代表泄漏。',
    },
    next: LEVELS,
  },
  'cgroup.snapshot': {
    brief: {
      en: '{chargedPercent} of its limit charged, {unreclaimablePercent} not reclaimable',
      zh: '已计费占上限 {chargedPercent}，不可回收 {unreclaimablePercent}',
    },
    what: {
      en: '{chargedBytes} of {limitBytes} ({chargedPercent}) are charged to {group}; {unreclaimableBytes} ({unreclaimablePercent}) cannot be reclaimed; the working set is {workingSetBytes} ({workingSetPercent}).',
      zh: '{group} 已计费 {chargedBytes}/{limitBytes}（{chargedPercent}）；不可回收 {unreclaimableBytes}（{unreclaimablePercent}）；工作集 {workingSetBytes}（{workingSetPercent}）。',
    },
    why: {
      en: 'Charged is not used: page cache counts too, and the kernel takes it back on demand. One snapshot neither proves nor can clear a leak.',
      zh: '已计费不等于已使用：其中的 page cache 在需要时会由内核自动回收。单次快照既不能证明泄漏，也不能排除泄漏。',
    },
    next: SECOND,
  },
  'cgroup.snapshot-no-limit': {
    brief: {
      en: '{anonBytes} of processes, {fileBytes} of files, limit not known',
      zh: '进程 {anonBytes}，文件缓存 {fileBytes}，上限未知',
    },
    what: {
      en: '{group} holds {anonBytes} of anonymous memory, {shmemBytes} shared and {fileBytes} of page cache; no limit binds it, or none is told here.',
      zh: '{group} 匿名内存 {anonBytes}，共享内存 {shmemBytes}，page cache {fileBytes}；没有上限，或此处未给出。',
    },
    why: {
      en: 'Without the limit no level can be judged. One snapshot neither proves nor can clear a leak.',
      zh: '没有上限就无法判断水位。单次快照既不能证明泄漏，也不能排除泄漏。',
    },
    next: SECOND,
  },
  'cgroup.events-before': {
    brief: {
      en: '{kills} OOM kill(s), limit met {hits} times, time not known',
      zh: 'OOM kill {kills} 次，触及上限 {hits} 次，时间未知',
    },
    what: {
      en: '{group}: {kills} OOM kill(s) and its limit met {hits} times since it was created; when is not known.',
      zh: '{group}：自创建以来 OOM kill {kills} 次，触及上限 {hits} 次，具体时间未知。',
    },
    why: {
      en: "The counters run since the group's birth: only their rise between two readings is news.",
      zh: '这些计数从 cgroup 创建起累计，只有两次读数之间的增量才有意义。',
    },
    next: SECOND,
  },
  'cgroup.pressure': {
    brief: {
      en: 'its group stalls for memory {fullStallPercent} of the time',
      zh: '所在组因内存停顿 {fullStallPercent}',
    },
    what: {
      en: 'All tasks of {group} waited for memory {fullStallPercent} of the last 10 s.',
      zh: '{group} 最近 10 秒有 {fullStallPercent} 的时间全部任务都在等待内存。',
    },
    why: {
      en: "Reclaim or swap inside the group takes the time. The host may have plenty: this is the group's own limit.",
      zh: '时间耗在组内回收或换页上。整机可能内存充裕，受限的是该组自身的上限。',
    },
    next: LEVELS,
  },
} as const satisfies Record<string, FindingWords>

export type CgroupCode = keyof typeof WORDS
