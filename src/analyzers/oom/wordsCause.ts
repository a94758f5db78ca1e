/** Words for kills by a group's limit, and for what only the kernel's lines tell. Read at 3 a.m.: who, where, what now. */
import type { FindingWords } from '../../domain/words.ts'

/** What every account of a kill leads to. */
export const WHOLE = {
  en: 'Who held it, the last words of the victim, all kills: {oomCommand}. Who is next: {nextVictimCommand}',
  zh: '谁占用了内存、被杀进程的最后日志、历次 kill：{oomCommand}。下一个可能是谁：{nextVictimCommand}',
} as const

export const CAUSE_WORDS = {
  'oom.limit': {
    brief: {
      en: '{victim} OOM-killed: the limit of its cgroup[ {oomGroupName}][ ({limitBytes})] was full',
      zh: '{victim} 被 OOM kill：cgroup[ {oomGroupName}] 的上限[ {limitBytes}]已满',
    },
    what: {
      en: 'The kernel killed {victim}[ (pid {victimPid}[, {victimBytes} of its own])][ at {killedAtMs}]: its cgroup[ {oomGroup}] had used up its limit[ of {limitBytes}].',
      zh: '内核[于 {killedAtMs} ]kill 了 {victim}[（PID {victimPid}[，自身占用 {victimBytes}]）]：其 cgroup[ {oomGroup}] 用尽了上限[ {limitBytes}]。',
    },
    why: {
      en: "It was this group's limit, not the host: free memory on the host does not help.[ The request that found nothing left came from {trigger}[ (pid {triggerPid})].]",
      zh: '触发的是该 cgroup 的上限，而不是整机：主机空闲内存再多也没用。[申请失败的是 {trigger}[（PID {triggerPid}）]。]',
    },
    next: WHOLE,
  },
  'oom.limit-above': {
    brief: {
      en: '{victim} OOM-killed: the limit of {oomGroupName}[ ({limitBytes})], above its own group, was full',
      zh: '{victim} 被 OOM kill：上级 {oomGroupName} 的上限[ {limitBytes}]已满',
    },
    what: {
      en: 'The kernel killed {victim}[ (pid {victimPid}[, {victimBytes} of its own])][ at {killedAtMs}]. It ran in {taskGroup}, but the limit that was full is that of {oomGroup} above it[: {limitBytes}].',
      zh: '内核[于 {killedAtMs} ]kill 了 {victim}[（PID {victimPid}[，自身占用 {victimBytes}]）]。它运行在 {taskGroup}，但用尽的是上级 {oomGroup} 的上限[ {limitBytes}]。',
    },
    why: {
      en: 'A limit above is shared: a neighbour in another group below it may have grown.[ The request that found nothing left came from {trigger}[ (pid {triggerPid})].]',
      zh: '上级的上限由其下所有组共用：增长的可能是旁边的另一个组。[申请失败的是 {trigger}[（PID {triggerPid}）]。]',
    },
    next: WHOLE,
  },
  'oom.limit-all': {
    brief: {
      en: '{killedCount} processes of {taskGroupName} OOM-killed together[, limit {limitBytes}]',
      zh: '{taskGroupName} 的 {killedCount} 个进程被一起 OOM kill[，上限 {limitBytes}]',
    },
    what: {
      en: 'The kernel killed all {killedCount} processes of {taskGroup}[ at {killedAtMs}], first {victim}[ (pid {victimPid})]: {oomGroup} had used up its limit[ of {limitBytes}].',
      zh: '内核[于 {killedAtMs} ]kill 了 {taskGroup} 的全部 {killedCount} 个进程，首个是 {victim}[（PID {victimPid}）]：{oomGroup} 用尽了上限[ {limitBytes}]。',
    },
    why: {
      en: 'memory.oom.group is set there, so the group goes as a whole. (The kernel prints its first victim twice and counts one kill more.)',
      zh: '该组设置了 memory.oom.group，因此整组一起被 kill。（内核会把首个进程打印两次，计数也多一次。）',
    },
    next: WHOLE,
  },
  'oom.repeats': {
    brief: {
      en: '{victim} OOM-killed {events} times in {spanSeconds}, about every {everySeconds}',
      zh: '{victim} 在 {spanSeconds} 内被 OOM kill {events} 次，约每 {everySeconds} 一次',
    },
    what: {
      en: '{victim} was killed {events} times within {spanSeconds}, about every {everySeconds}[; the last time at {killedAtMs}].',
      zh: '{victim} 在 {spanSeconds} 内被 kill {events} 次，约每 {everySeconds} 一次[；最近一次在 {killedAtMs}]。',
    },
    why: {
      en: 'It starts again and fills up again: one fault with a rhythm, not several. Each kill only buys time until the next.',
      zh: '重启后又再次占满：这是同一个有规律的故障，而不是多个；每次 kill 只是拖延到下一次。',
    },
    next: WHOLE,
  },
  'oom.second': {
    brief: {
      en: '{victim} OOM-killed twice, {spanSeconds} apart',
      zh: '{victim} 被 OOM kill 两次，相隔 {spanSeconds}',
    },
    what: {
      en: '{victim} was killed twice, {spanSeconds} apart[; the last time at {killedAtMs}].',
      zh: '{victim} 被 kill 两次，相隔 {spanSeconds}[；最近一次在 {killedAtMs}]。',
    },
    why: {
      en: 'Twice is not yet a rate, but the cause did not go away with the first kill.',
      zh: '两次还谈不上规律，但第一次 kill 并没有消除原因。',
    },
    next: WHOLE,
  },
  'oom.many': {
    brief: {
      en: '{victim}: {events} OOM kills in one go',
      zh: '{victim}：连续 {events} 次 OOM kill',
    },
    what: {
      en: 'The kernel killed {victim} {events} times in one go or at times that cannot be compared; the last is stamped {killedAtMs}.',
      zh: '内核接连 kill 了 {victim} {events} 次（或时间无法比较）；最后一次的时间戳为 {killedAtMs}。',
    },
    why: {
      en: 'One kill did not free enough: what filled the memory is shared by many, or is not the memory of these processes.',
      zh: '单次 kill 释放的内存不够：占满内存的是多个进程，或根本不属于这些进程。',
    },
    next: WHOLE,
  },
  'oom.asked': {
    brief: {
      en: '{victim} killed by SysRq-f: a person asked for it',
      zh: '{victim} 被 SysRq-f 人为触发的 OOM kill 杀死',
    },
    what: {
      en: 'The OOM killer was called by hand (SysRq-f)[ at {killedAtMs}] and killed {victim}[ (pid {victimPid})].',
      zh: '[{killedAtMs} ]有人通过 SysRq-f 手动触发 OOM killer，kill 了 {victim}[（PID {victimPid}）]。',
    },
    why: {
      en: 'That is no shortage of memory: somebody with the console or /proc/sysrq-trigger did it.',
      zh: '这不代表内存不足：是有人在控制台或通过 /proc/sysrq-trigger 触发的。',
    },
    next: {
      en: 'Ask who was on the machine then. The event in full: {oomCommand}',
      zh: '先确认当时谁在操作这台机器。完整事件：{oomCommand}',
    },
  },
  'oom.victim-not-told': {
    brief: {
      en: 'the OOM killer was called by {trigger}; its victim is not in the log',
      zh: '{trigger} 触发了 OOM killer，日志里没有被杀进程',
    },
    what: {
      en: '{trigger}[ (pid {triggerPid})] ran out of memory[ at {killedAtMs}], but the lines that name the victim are not in this log.',
      zh: '{trigger}[（PID {triggerPid}）][于 {killedAtMs} ]触发 OOM，但本日志里没有记录被杀进程的行。',
    },
    why: {
      en: 'The log was cut or its lines were dropped: the process that asked is not the one that was killed, or only by chance.',
      zh: '日志被截断或丢行：发起申请的进程不等于被 kill 的进程，即便相同也只是巧合。',
    },
    next: {
      en: 'Read the log anew, further back: {oomCommand}',
      zh: '重新读取更早的日志：{oomCommand}',
    },
  },
} as const satisfies Record<string, FindingWords>
