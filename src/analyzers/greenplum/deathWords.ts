/** Words of the ways in which memory ends in Greenplum: they are told apart, because each has another cure. */
import type { FindingWords } from '../../domain/words.ts'

const ANOTHER = {
  en: 'The session that crossed is not the session that holds: {holder} had {holderBytes} in {holderProcesses} process(es) of this segment, {session} {crossedBytes}; all {sessions} sessions together {allBytes}.',
  zh: '越过上限的会话并不是占用最多的会话：{holder} 在该 segment 的 {holderProcesses} 个进程中占 {holderBytes}，{session} 占 {crossedBytes}；全部 {sessions} 个会话合计 {allBytes}。',
}
const ITSELF = {
  en: '{session} also held the most in this segment: {holderBytes} in {holderProcesses} process(es), of {allBytes} of all {sessions} sessions.',
  zh: '{session} 同时也是该 segment 中占用最多的会话：{holderProcesses} 个进程占 {holderBytes}，全部 {sessions} 个会话合计 {allBytes}。',
}
const UNLISTED = {
  en: 'The log does not list what each session held then: who crossed need not be who holds.',
  zh: '日志没有列出当时各会话的占用：越过上限的未必是占用最多的。',
}
const SESSIONS = {
  en: 'Who holds now, over all segments of this host: {sessionsCommand}',
  zh: '查看本机所有 segment 中当前谁占用最多：{sessionsCommand}',
}

export const DEATH_WORDS = {
  'greenplum.vm-protect': {
    brief: {
      en: '{segment} refused {session}: its own limit was reached',
      zh: '{segment} 拒绝了 {session}：已达自身上限',
    },
    what: {
      en: 'VM protect refused {count} request(s) in {segments} segment(s). The last: session {session}, user {user}, pid {pid}, {segment}, time {time}; it asked for {requestBytes}, {availableBytes} were left under gp_vmem_protect_limit.',
      zh: 'VM protect 在 {segments} 个 segment 中拒绝了 {count} 次请求；最近一次：会话 {session}，用户 {user}，pid {pid}，{segment}，时间 {time}；请求 {requestBytes}，gp_vmem_protect_limit 下只剩 {availableBytes}。',
    },
    why: {
      en: 'All sessions of a segment share one limit; the one that asks last is refused, and the host may have had room. Nothing was killed: that query failed.',
      zh: '一个 segment 的所有会话共用一个上限；最后提出请求的会被拒绝，主机可能仍有余量。没有进程被 kill，只是该查询失败。',
    },
    more: { another: ANOTHER, itself: ITSELF, unlisted: UNLISTED },
    next: SESSIONS,
  },
  'greenplum.query-limit': {
    brief: {
      en: '{session} reached the limit of one query in {segment}',
      zh: '{session} 在 {segment} 中达到单条查询的上限',
    },
    what: {
      en: 'gp_vmem_limit_per_query refused {count} request(s). The last: session {session}, user {user}, pid {pid}, {segment}, time {time}; it asked for {requestBytes}, {availableBytes} were left.',
      zh: 'gp_vmem_limit_per_query 拒绝了 {count} 次请求；最近一次：会话 {session}，用户 {user}，pid {pid}，{segment}，时间 {time}；请求 {requestBytes}，剩余 {availableBytes}。',
    },
    why: {
      en: 'That limit is meant to end such a query before it is at the cost of others.',
      zh: '该上限正是为了在影响他人之前结束这样的查询。',
    },
    next: SESSIONS,
  },
  'greenplum.group-memory': {
    brief: {
      en: '{session} reached its resource group’s memory in {segment}',
      zh: '{session} 在 {segment} 中用尽了其资源组的内存',
    },
    what: {
      en: 'A resource group’s memory was used up {count} time(s) in {segments} segment(s). The last: session {session}, user {user}, pid {pid}, {segment}, time {time}.',
      zh: '资源组内存在 {segments} 个 segment 中用尽 {count} 次；最近一次：会话 {session}，用户 {user}，pid {pid}，{segment}，时间 {time}。',
    },
    why: {
      en: 'The group’s share is used by all of its sessions; others outside the group are not touched, and the host may have room.',
      zh: '资源组的份额由组内所有会话共用；组外会话不受影响，主机也可能仍有余量。',
    },
    more: { another: ANOTHER, itself: ITSELF },
    next: SESSIONS,
  },
  'greenplum.system-memory': {
    brief: {
      en: 'The system gave {segment} no memory, its own limit had room',
      zh: '系统未能给 {segment} 分配内存，而其自身上限仍有余量',
    },
    what: {
      en: 'The system refused {count} request(s) in {segments} segment(s), not Greenplum. The last: session {session}, user {user}, pid {pid}, {segment}, time {time}, for {requestBytes}; under gp_vmem_protect_limit {availableBytes} were left.',
      zh: '拒绝 {segments} 个 segment 中 {count} 次请求的是系统而非 Greenplum；最近一次：会话 {session}，用户 {user}，pid {pid}，{segment}，时间 {time}，请求 {requestBytes}；gp_vmem_protect_limit 下还剩 {availableBytes}。',
    },
    why: {
      en: 'The host had no more before Greenplum’s own limit was reached: with vm.overcommit_memory=2 its CommitLimit, else its memory or an address space limit. Too high limits of all segments together are one reason, other programs another.',
      zh: '在达到 Greenplum 自身上限之前，主机已无可分配：vm.overcommit_memory=2 时是 CommitLimit，否则是内存或地址空间限制。原因可能是所有 segment 的上限之和过高，也可能是其他程序占用。',
    },
    more: { another: ANOTHER, itself: ITSELF },
    next: {
      en: 'Limits of the segments against the host: {segmentsCommand}. Who holds now: {sessionsCommand}',
      zh: '各 segment 的上限与主机对照：{segmentsCommand}。当前谁占用最多：{sessionsCommand}',
    },
  },
  'greenplum.runaway': {
    brief: {
      en: '{session} was cancelled in {segment} as the largest in the red zone',
      zh: '{session} 在 {segment} 中因红区内占用最多而被取消',
    },
    what: {
      en: 'Greenplum cancelled as runaway {count} time(s) in {segments} segment(s). The last: session {session}, user {user}, pid {pid}, {segment}, time {time}; it used {usedBytes}, {availableBytes} were left, the red zone begins at {redZoneBytes}.',
      zh: 'Greenplum 在 {segments} 个 segment 中取消了 {count} 条失控查询；最近一次：会话 {session}，用户 {user}，pid {pid}，{segment}，时间 {time}；已用 {usedBytes}，剩余 {availableBytes}，红区起点 {redZoneBytes}。',
    },
    why: {
      en: 'In the red zone (runaway_detector_activation_percent of the limit) the session that holds the most is asked to give up, whoever came last; a superuser’s may be passed over for the next. What all used together led there.',
      zh: '进入红区（上限的 runaway_detector_activation_percent）后，无论谁最后到来，占用最多的会话会被要求放弃；超级用户的会话可能被跳过而轮到下一个。进入红区是所有会话合计的结果。',
    },
    more: {
      usedBytes: {
        en: 'The log lists contexts only after the clean-up: what it shows then is no longer what was held.',
        zh: '日志在清理之后才列出内存上下文：那时显示的已不是当时的占用。',
      },
    },
    next: SESSIONS,
  },
  'greenplum.killed': {
    brief: {
      en: 'PID {pid} of {segment} ended by signal 9, the segment recovers',
      zh: '{segment} 的 PID {pid} 被信号 9 终止，segment 进入恢复',
    },
    what: {
      en: '{count} process(es) in {segments} segment(s) ended by signal 9. The last: pid {pid}, {segment}, told at {time}.',
      zh: '{segments} 个 segment 中有 {count} 个进程被信号 9 终止：最近一个为 {segment} 的 pid {pid}，记录于 {time}。',
    },
    why: {
      en: 'That is none of Greenplum’s own limits: it comes from outside, and takes every session of the segment with it.',
      zh: '这不是 Greenplum 自身的任何上限：来自外部，且会中断该 segment 的所有会话。',
    },
    more: {
      byKernel: {
        en: 'The kernel’s log names it: the host’s or a cgroup’s memory had ended.',
        zh: '内核日志记有该进程：主机或 cgroup 的内存已耗尽。',
      },
      notByKernel: {
        en: 'The kernel’s log that was read does not name it: it is older than that log, or somebody sent the signal.',
        zh: '读到的内核日志中没有该进程：可能早于日志起点，或由人发出信号。',
      },
      noKernelLog: {
        en: 'The kernel’s log, which tells whether it was the kernel, was not read here.',
        zh: '此处没有读到内核日志，无法判断是否由内核所为。',
      },
    },
    next: {
      en: 'What the kernel says of it, and who held the memory: {oomCommand}',
      zh: '查看内核的记录以及谁占用了内存：{oomCommand}',
    },
  },
} as const satisfies Record<string, FindingWords>
