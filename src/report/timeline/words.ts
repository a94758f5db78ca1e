/** Words of the time line. */
import type { Phrase } from '../../domain/words.ts'

export const TIMELINE_WORDS = {
  title: { en: 'What happened, in order', zh: '按时间回放' },
  oomKill: {
    en: 'OOM kill: {victim} (pid {pid}), anon {anonBytes}',
    zh: 'OOM kill：{victim}（pid {pid}），匿名内存 {anonBytes}',
  },
  oomKillInGroup: {
    en: 'OOM kill: {victim} (pid {pid}), anon {anonBytes}; the limit of {group}',
    zh: 'OOM kill：{victim}（pid {pid}），匿名内存 {anonBytes}；触发的是 {group} 的上限',
  },
  oomNoVictim: {
    en: 'out of memory, asked for by {invoker}; no victim told',
    zh: '内存不足，由 {invoker} 触发；日志未给出被 kill 的进程',
  },
  allocation: {
    en: '{name} was refused a block of order {order}',
    zh: '{name} 申请 order {order} 的内存块失败',
  },
  daemon: { en: '{by} ended {what}: {reason}', zh: '{by} 结束了 {what}：{reason}' },
  started: { en: '{subject} began a new life (pid {pid})', zh: '{subject} 重新启动（pid {pid}）' },
  peak: { en: 'highest reading: {metric} {sizeBytes}', zh: '最高读数：{metric} {sizeBytes}' },
  lowest: { en: 'lowest reading: {metric} {sizeBytes}', zh: '最低读数：{metric} {sizeBytes}' },
  rise: {
    en: '{metric} rose by {risenBytes} within {withinSeconds}',
    zh: '{metric} 在 {withinSeconds} 内增加 {risenBytes}',
  },
  kernelLane: { en: 'kernel', zh: '内核' },
  logLane: { en: 'its log', zh: '进程日志' },
  readingLane: { en: 'readings', zh: '读数' },
  caption: {
    en: '{count} events from {fromAtMs} to {toAtMs}, times in {zone}; host clock {hostZone}',
    zh: '{fromAtMs} 至 {toAtMs} 共 {count} 个事件，时间为 {zone}；主机时钟 {hostZone}',
  },
  more: {
    en: '{left} more events lie in between: narrow the time.',
    zh: '其间还有 {left} 个事件未列出：请缩小时间范围。',
  },
  none: {
    en: 'Of what could be read, nothing about memory was logged from {fromAtMs} to {toAtMs}.',
    zh: '在可读取的内容中，{fromAtMs} 至 {toAtMs} 之间没有与内存有关的记录。',
  },
  noLog: {
    en: 'The kernel log could not be read: kills may be missing here.',
    zh: '未能读取内核日志：这里可能缺少 OOM kill 记录。',
  },
  unplaced: {
    en: '{count} kill(s) or refusals in the log bear no time that can be compared, and are not placed here; all kills: `memcheck {host} oom`',
    zh: '日志中有 {count} 条 kill 或分配失败记录没有可比较的时间，未列入此处；全部 OOM kill：`memcheck {host} oom`',
  },
  unread: {
    en: 'Logs of the process that could not be read: {count}. What they say is not known.',
    zh: '有 {count} 个进程日志未能读取，其内容未知。',
  },
  notReached: {
    en: 'The log reaches back to {logFromAtMs} only; what was before is not known.',
    zh: '日志最早只到 {logFromAtMs}，更早的情况未知。',
  },
  noReadings: {
    en: 'No readings of that time are kept. An order of depth pulse (the flight recorder) keeps the largest processes every minute.',
    zh: '没有这段时间的读数。可设置 depth: pulse 的定时任务（飞行记录仪），每分钟保存占用最大的进程。',
  },
  time: { en: 'time', zh: '时间' },
  where: { en: 'where', zh: '来源' },
  what: { en: 'what', zh: '事件' },
  chartKills: {
    en: '{kills} OOM kill(s) in {spanSeconds}',
    zh: '{spanSeconds} 内 OOM kill {kills} 次',
  },
  chartCalm: { en: '{count} events in {spanSeconds}', zh: '{spanSeconds} 内 {count} 个事件' },
} as const satisfies Record<string, Phrase>
