/** Words of the kill switch. */
import type { Phrase } from '../../domain/words.ts'

export const PAUSE_WORDS = {
  pausedAll: {
    en: 'Paused: nothing is collected from any host from now on; what runs is being ended. Checks are refused, orders skip their ticks. Goes on with `memcheck resume` (an admin, in a terminal).',
    zh: '已暂停：从现在起不再从任何主机采集，正在运行的采集将被终止。检查会被拒绝，任务跳过各次执行。恢复：`memcheck resume`（管理员，在终端或依策略执行）。',
  },
  pausedHost: {
    en: 'Paused: nothing is collected from {host} from now on; what runs there is being ended. Goes on with `memcheck resume {host}` (an admin, in a terminal).',
    zh: '已暂停：从现在起不再从 {host} 采集，正在运行的采集将被终止。恢复：`memcheck resume {host}`（管理员，在终端或依策略执行）。',
  },
  resumedAll: {
    en: 'Resumed: all hosts may be read again[, but these: {still}].',
    zh: '已恢复：所有主机可以再次读取[，但以下除外：{still}]。',
  },
  resumedHost: {
    en: 'Resumed: {host} may be read again[, once the pause of all hosts is lifted: {all}].',
    zh: '已恢复：{host} 可以再次读取[，但须先解除对所有主机的暂停：{all}]。',
  },
  standsAll: {
    en: 'Collecting is paused for all hosts, by {by} at {sinceAtMs}[; {ticks} ticks of orders skipped since]. `memcheck resume` (an admin, in a terminal or by the policy) lets it go on.',
    zh: '所有主机的采集已被 {by} 于 {sinceAtMs} 暂停[；此后跳过 {ticks} 次任务执行]。恢复：`memcheck resume`（管理员，在终端或依策略执行）。',
  },
  standsHost: {
    en: 'Collecting from {host} is paused, by {by} at {sinceAtMs}. `memcheck resume {host}` (an admin, in a terminal or by the policy) lets it go on.',
    zh: '{host} 的采集已被 {by} 于 {sinceAtMs} 暂停。恢复：`memcheck resume {host}`（管理员，在终端或依策略执行）。',
  },
} as const satisfies Readonly<Record<string, Phrase>>
