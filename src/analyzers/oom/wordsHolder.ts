/** Words for who really held the memory, who was spared, who asked, and for kills by daemons. */
import type { FindingWords } from '../../domain/words.ts'

const HOLDERS = {
  en: 'The whole account and the tasks by name: {oomCommand}',
  zh: '完整账目与按名称汇总的任务：{oomCommand}',
} as const

export const HOLDER_WORDS = {
  'oom.held-by-shared-memory': {
    brief: {
      en: '{victim} OOM-killed, but {partBytes} of the {wholeBytes} were shared memory or tmpfs',
      zh: '{victim} 被 OOM kill，但 {wholeBytes} 中有 {partBytes} 是共享内存或 tmpfs',
    },
    what: {
      en: 'In {where} it was not the tasks that held the memory: {partBytes} of {wholeBytes} ({partRatio}) were shared memory or files in tmpfs, all tasks together had {tasksBytes} of their own.',
      zh: '{where} 中占满内存的不是进程：{wholeBytes} 中有 {partBytes}（{partRatio}）是共享内存或 tmpfs 文件，所有任务自身合计只有 {tasksBytes}。',
    },
    why: {
      en: 'Such memory outlives the process that was killed: it stays until the file or segment is removed, so it will kill again.',
      zh: '这部分内存不会随被 kill 的进程释放：文件或共享段不删除就一直占用，因此还会再次 OOM。',
    },
    next: {
      en: 'Look for large files in /dev/shm and other tmpfs, and for SysV segments without users. The account: {oomCommand}',
      zh: '检查 /dev/shm 等 tmpfs 中的大文件，以及无人使用的 SysV 共享段。账目：{oomCommand}',
    },
  },
  'oom.held-by-kernel': {
    brief: {
      en: '{victim} OOM-killed, but {partBytes} of the {wholeBytes} were kernel memory',
      zh: '{victim} 被 OOM kill，但 {wholeBytes} 中有 {partBytes} 是内核内存',
    },
    what: {
      en: 'In {where} it was not the tasks that held the memory: {partBytes} of {wholeBytes} ({partRatio}) were kernel memory, all tasks together had {tasksBytes} of their own.',
      zh: '{where} 中占满内存的不是进程：{wholeBytes} 中有 {partBytes}（{partRatio}）是内核内存，所有任务自身合计只有 {tasksBytes}。',
    },
    why: {
      en: 'Slab, page tables, network buffers: no process shows them in its RSS, and killing one frees little of them.',
      zh: 'slab、页表、网络缓冲等不计入任何进程的 RSS，kill 进程也几乎释放不出来。',
    },
    next: HOLDERS,
  },
  'oom.held-by-hugepages': {
    brief: {
      en: '{victim} OOM-killed, but {partBytes} of the {wholeBytes} are set aside as huge pages',
      zh: '{victim} 被 OOM kill，但 {wholeBytes} 中有 {partBytes} 预留为大页',
    },
    what: {
      en: 'In {where} {partBytes} of {wholeBytes} ({partRatio}) are set aside as huge pages; all tasks together had {tasksBytes} of their own.',
      zh: '{where} 的 {wholeBytes} 中有 {partBytes}（{partRatio}）预留为大页；所有任务自身合计 {tasksBytes}。',
    },
    why: {
      en: 'Ordinary requests cannot use the pool of huge pages, used or not: the rest of the host ran short beside it.',
      zh: '普通申请无法使用大页池，无论池子是否在用：其余内存因此不够。',
    },
    next: HOLDERS,
  },
  'oom.held-elsewhere': {
    brief: {
      en: '{victim} OOM-killed, and {partBytes} of the {wholeBytes} are in no account of the kernel',
      zh: '{victim} 被 OOM kill，且 {wholeBytes} 中有 {partBytes} 不在内核账目内',
    },
    what: {
      en: 'In {where} {partBytes} of {wholeBytes} ({partRatio}) are neither of tasks nor of files nor of slab; all tasks together had {tasksBytes} of their own.',
      zh: '{where} 的 {wholeBytes} 中有 {partBytes}（{partRatio}）既不属于任务，也不属于文件或 slab；所有任务自身合计 {tasksBytes}。',
    },
    why: {
      en: 'Candidates: a balloon driver of the hypervisor, the ZFS ARC, drivers and network buffers. Killing processes does not give it back.',
      zh: '可能是虚拟化 balloon 驱动、ZFS ARC、驱动或网络缓冲。kill 进程收不回这部分。',
    },
    next: HOLDERS,
  },
  'oom.held-by-tasks': {
    brief: {
      en: '{tasks} × {holder} held {heldBytes}',
      zh: '{tasks} 个 {holder} 共占 {heldBytes}',
    },
    what: {
      en: 'By name, most was held by {holder}: {tasks} task(s) with {heldBytes} of their own, the largest (pid {holderPid}) {largestBytes}.',
      zh: '按名称汇总，{holder} 占用最多：{tasks} 个任务自身共 {heldBytes}，最大的 PID {holderPid} 为 {largestBytes}。',
    },
    why: {
      en: 'The kernel kills one at a time; names are shared, so the pids tell which.',
      zh: '内核一次只 kill 一个；进程可能重名，以 PID 为准。',
    },
    next: HOLDERS,
  },
  'oom.spared': {
    brief: {
      en: '{spared} held more ({sparedBytes}) and was spared',
      zh: '{spared} 占用更多（{sparedBytes}）却未被 kill',
    },
    what: {
      en: '{spared} (pid {sparedPid}) held {sparedBytes}, more than the victim {victim}[ (pid {victimPid})], and was not killed: its oom_score_adj is {oomScoreAdj}.',
      zh: '{spared}（PID {sparedPid}）占用 {sparedBytes}，多于被 kill 的 {victim}[（PID {victimPid}）]，但未被 kill：其 oom_score_adj 为 {oomScoreAdj}。',
    },
    why: {
      en: 'oom_score_adj only moves the kill to another process; what filled the memory is still there.',
      zh: 'oom_score_adj 只是把 kill 转移给别的进程；占满内存的还在。',
    },
    next: {
      en: 'Scores of all processes now: {nextVictimCommand}',
      zh: '当前各进程的评分：{nextVictimCommand}',
    },
  },
  'oom.next-victim': {
    brief: {
      en: 'next in line: {next} (pid {nextPid}, {nextBytes})',
      zh: '下一个可能是 {next}（PID {nextPid}，{nextBytes}）',
    },
    what: {
      en: 'If memory runs out there again now, {next} (pid {nextPid}, {nextBytes} of its own) goes first.',
      zh: '如果那里现在再次耗尽内存，最先被 kill 的是 {next}（PID {nextPid}，自身占用 {nextBytes}）。',
    },
    why: {
      en: 'The kernel ranks by size and oom_score_adj alone, not by who grew or how important it is.',
      zh: '内核只看大小与 oom_score_adj，不看谁在增长、是否重要。',
    },
    next: {
      en: 'The whole order, and who is protected: {nextVictimCommand}',
      zh: '完整排序与受保护的进程：{nextVictimCommand}',
    },
  },
  'oom.trigger-lives': {
    brief: {
      en: '{trigger}[ (pid {triggerPid})] asked, {victim}[ (pid {victimPid})] was killed',
      zh: '{trigger}[（PID {triggerPid}）]申请内存，被 kill 的是 {victim}[（PID {victimPid}）]',
    },
    what: {
      en: 'The request that failed came from {trigger}[ (pid {triggerPid})]; killed was {victim}[ (pid {victimPid})].',
      zh: '申请失败的是 {trigger}[（PID {triggerPid}）]，被 kill 的是 {victim}[（PID {victimPid}）]。',
    },
    why: {
      en: 'Who asks last is chance. It was not killed for this shortage, and need not be the one that grew.',
      zh: '最后一个申请者只是碰巧。它没有因此被 kill，也不一定是增长的那个。',
    },
    next: HOLDERS,
  },
  'oom.systemd-oomd': {
    brief: {
      en: 'systemd-oomd killed {whatName}',
      zh: 'systemd-oomd kill 了 {whatName}',
    },
    what: {
      en: 'systemd-oomd, not the kernel, killed {what}[ at {killedAtMs}] ({kills} time(s) in this log)[: {reason}].',
      zh: 'systemd-oomd（而非内核）[于 {killedAtMs} ]kill 了 {what}（本日志内 {kills} 次）[：{reason}]。',
    },
    why: {
      en: 'It acts on memory pressure or on full swap before the kernel does, on whole groups; the kernel writes no OOM report then.',
      zh: '它在内核之前根据内存压力或 swap 用量对整个 cgroup 动手，此时内核不会打印 OOM 报告。',
    },
    next: {
      en: 'Who holds the memory now: {topCommand}. All kills: {oomCommand}',
      zh: '当前谁占用内存：{topCommand}。历次 kill：{oomCommand}',
    },
  },
  'oom.earlyoom': {
    brief: { en: 'earlyoom killed {whatName}', zh: 'earlyoom kill 了 {whatName}' },
    what: {
      en: 'earlyoom, not the kernel, killed {what}[ (pid {victimPid}[, {victimBytes}])][ at {killedAtMs}] ({kills} time(s) in this log)[: {reason}].',
      zh: 'earlyoom（而非内核）[于 {killedAtMs} ]kill 了 {what}（[PID {victimPid}，][{victimBytes}；]本日志内 {kills} 次）[：{reason}]。',
    },
    why: {
      en: 'It acts when available memory and free swap fall under its own marks, before the kernel does.',
      zh: '它在可用内存与空闲 swap 低于自身阈值时、先于内核动手。',
    },
    next: {
      en: 'Who holds the memory now: {topCommand}. All kills: {oomCommand}',
      zh: '当前谁占用内存：{topCommand}。历次 kill：{oomCommand}',
    },
  },
  'oom.kubelet': {
    brief: { en: 'kubelet evicted {whatName}', zh: 'kubelet 驱逐了 {whatName}' },
    what: {
      en: 'The kubelet evicted {what}[ at {killedAtMs}] ({kills} time(s) in this log)[: {reason}].',
      zh: 'kubelet [于 {killedAtMs} ]驱逐了 {what}（本日志内 {kills} 次）[：{reason}]。',
    },
    why: {
      en: 'It ranks pods by use above their request and by priority when the node runs short (working set); it is no OOM kill of the kernel.',
      zh: '节点内存（工作集）不足时，它按超出 request 的用量与优先级选择 Pod；这不是内核的 OOM kill。',
    },
    next: {
      en: 'Who holds the memory of the node now: {topCommand}. All kills: {oomCommand}',
      zh: '当前谁占用节点内存：{topCommand}。历次 kill：{oomCommand}',
    },
  },
} as const satisfies Record<string, FindingWords>
