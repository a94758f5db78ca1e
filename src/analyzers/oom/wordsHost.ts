/** Words for shortages of the host itself: exhausted, a low zone, pieces, nodes; and what a kernel does then. */
import type { FindingWords } from '../../domain/words.ts'
import { WHOLE } from './wordsCause.ts'

const KILLED = {
  en: 'The kernel killed {victim}[ (pid {victimPid}[, {victimBytes} of its own])][ at {killedAtMs}]',
  zh: '内核[于 {killedAtMs} ]kill 了 {victim}[（PID {victimPid}[，自身占用 {victimBytes}]）]',
} as const

const HIGHEST = {
  en: 'The victim is whoever had the highest score, mostly by size[; the request that found nothing left came from {trigger}[ (pid {triggerPid})]].',
  zh: '被 kill 的是评分最高者（主要看占用大小）[；申请失败的是 {trigger}[（PID {triggerPid}）]]。',
} as const

export const HOST_WORDS = {
  'oom.host': {
    brief: {
      en: '{victim} OOM-killed: memory and swap of the host were used up',
      zh: '{victim} 被 OOM kill：整机内存与 swap 耗尽',
    },
    what: {
      en: `${KILLED.en}: memory and swap of {host} were used up.`,
      zh: `${KILLED.zh}：{host} 的内存与 swap 均已耗尽。`,
    },
    why: HIGHEST,
    next: WHOLE,
  },
  'oom.host-no-swap': {
    brief: {
      en: '{victim} OOM-killed: memory of the host was used up, it has no swap',
      zh: '{victim} 被 OOM kill：整机内存耗尽，且没有 swap',
    },
    what: {
      en: `${KILLED.en}: memory of {host} was used up, and it has no swap.`,
      zh: `${KILLED.zh}：{host} 的内存耗尽，且没有 swap。`,
    },
    why: HIGHEST,
    next: WHOLE,
  },
  'oom.host-swap-left': {
    brief: {
      en: '{victim} OOM-killed with {swapFreeBytes} of swap still free',
      zh: '{victim} 被 OOM kill，但 swap 仍余 {swapFreeBytes}',
    },
    what: {
      en: `${KILLED.en}: memory of {host} was used up while {swapFreeBytes} of {swapTotalBytes} of swap were free.`,
      zh: `${KILLED.zh}：{host} 的内存耗尽，而 swap 还剩 {swapFreeBytes}/{swapTotalBytes}。`,
    },
    why: {
      en: 'Swap was too slow for the demand, or what filled the memory cannot be swapped (kernel, locked pages).[ The request came from {trigger}[ (pid {triggerPid})].]',
      zh: '换出跟不上需求，或占满内存的部分无法换出（内核、锁定页）。[申请失败的是 {trigger}[（PID {triggerPid}）]。]',
    },
    next: WHOLE,
  },
  'oom.low-zone': {
    brief: {
      en: '{victim} OOM-killed: zone {zone} was short, {roomyZone} still had {roomyBytes}',
      zh: '{victim} 被 OOM kill：{zone} 区耗尽，而 {roomyZone} 仍有 {roomyBytes}',
    },
    what: {
      en: `${KILLED.en}: zone {zone} of node {node} was down to {freeBytes} (min {minBytes}) while {roomyZone} had {roomyBytes} free.`,
      zh: `${KILLED.zh}：node {node} 的 {zone} 区只剩 {freeBytes}（min {minBytes}），而 {roomyZone} 仍有 {roomyBytes} 空闲。`,
    },
    why: {
      en: 'The request could only use low memory: drivers, and on 32-bit kernels all kernel data. More RAM would not have helped; killing processes frees little of it.',
      zh: '该申请只能使用低端内存（驱动；32 位内核则是所有内核数据）。加内存没有用，kill 进程也几乎释放不出这部分。',
    },
    next: WHOLE,
  },
  'oom.fragmented': {
    brief: {
      en: '{victim} OOM-killed: {freeBytes} free, but no block of order {order}',
      zh: '{victim} 被 OOM kill：空闲 {freeBytes}，但没有 order {order} 的连续块',
    },
    what: {
      en: `${KILLED.en}: zone {zone} had {freeBytes} free, but no block of order {order} as {trigger}[ (pid {triggerPid})] asked for.`,
      zh: `${KILLED.zh}：{zone} 区有 {freeBytes} 空闲，但没有 {trigger}[（PID {triggerPid}）]所需的 order {order} 连续块。`,
    },
    why: {
      en: 'Memory was there, in pieces. The size of the victim has nothing to do with it.',
      zh: '内存是有的，只是碎片化了，与被 kill 进程的大小无关。',
    },
    next: WHOLE,
  },
  'oom.cpuset': {
    brief: {
      en: '{victim} OOM-killed: the nodes of its cpuset ({nodes}) were used up',
      zh: '{victim} 被 OOM kill：其 cpuset 的节点（{nodes}）内存耗尽',
    },
    what: {
      en: `${KILLED.en}: the memory nodes that its cpuset allows ({nodes}) were used up.`,
      zh: `${KILLED.zh}：其 cpuset 允许的内存节点（{nodes}）已耗尽。`,
    },
    why: {
      en: 'Other nodes of the host may have had room: these processes may not use them (cpuset.mems).[ The request came from {trigger}[ (pid {triggerPid})].]',
      zh: '主机其他节点可能仍有空闲，但受 cpuset.mems 限制不能使用。[申请失败的是 {trigger}[（PID {triggerPid}）]。]',
    },
    next: WHOLE,
  },
  'oom.mempolicy': {
    brief: {
      en: '{victim} OOM-killed: the NUMA nodes it is bound to ({nodes}) were used up',
      zh: '{victim} 被 OOM kill：绑定的 NUMA 节点（{nodes}）内存耗尽',
    },
    what: {
      en: `${KILLED.en}: {trigger}[ (pid {triggerPid})] is bound to NUMA nodes {nodes}, and these were used up.`,
      zh: `${KILLED.zh}：{trigger}[（PID {triggerPid}）]绑定在 NUMA 节点 {nodes}，而这些节点已耗尽。`,
    },
    why: {
      en: 'Other nodes of the host may have had room: a binding (numactl --membind, mbind) forbids their use.',
      zh: '主机其他节点可能仍有空闲，但内存绑定（numactl --membind、mbind）不允许使用。',
    },
    next: WHOLE,
  },
  'oom.cause-not-told': {
    brief: {
      en: '{victim} OOM-killed; the log does not show what was short',
      zh: '{victim} 被 OOM kill，日志未显示缺的是什么',
    },
    what: {
      en: `${KILLED.en}; what ran short is not in the lines of this log.`,
      zh: `${KILLED.zh}；本日志的内容看不出缺的是什么。`,
    },
    why: {
      en: 'Lines are missing, or memory had come back when the kernel printed its account. That is no proof that there was enough.',
      zh: '日志缺行，或内核打印时内存已经回来了。这并不能证明当时内存够用。',
    },
    next: WHOLE,
  },
  'oom.panic': {
    brief: {
      en: 'the kernel panicked: out of memory',
      zh: '内核因内存耗尽 panic',
    },
    what: {
      en: 'The kernel of {host} ran out of memory[ at {killedAtMs}] and panicked[; the request came from {trigger}[ (pid {triggerPid})]].',
      zh: '[{killedAtMs}，]{host} 的内核内存耗尽并 panic[；申请来自 {trigger}[（PID {triggerPid}）]]。',
    },
    why: {
      en: 'Either vm.panic_on_oom is set, or there was nobody left that may be killed.',
      zh: '要么设置了 vm.panic_on_oom，要么已没有可以 kill 的进程。',
    },
    next: {
      en: 'Who held the memory then, as far as the log shows it: {oomCommand}',
      zh: '日志所示当时的内存占用者：{oomCommand}',
    },
  },
  'oom.no-killable': {
    brief: {
      en: 'out of memory, and nothing may be killed (asked by {trigger})',
      zh: '内存耗尽，但没有可 kill 的进程（申请者 {trigger}）',
    },
    what: {
      en: 'Memory ran out for {trigger}[ (pid {triggerPid})][ at {killedAtMs}], and there was no process that may be killed.',
      zh: '[{killedAtMs}，]{trigger}[（PID {triggerPid}）]申请内存失败，且没有可以 kill 的进程。',
    },
    why: {
      en: 'All tasks there are protected (oom_score_adj -1000) or already dying: the request fails, or waits for memory that nobody frees.',
      zh: '相关任务都受保护（oom_score_adj -1000）或正在退出：申请只能失败，或一直等待无人释放的内存。',
    },
    next: {
      en: 'See who is protected: {nextVictimCommand}. The event: {oomCommand}',
      zh: '查看谁受保护：{nextVictimCommand}。事件详情：{oomCommand}',
    },
  },
} as const satisfies Record<string, FindingWords>
