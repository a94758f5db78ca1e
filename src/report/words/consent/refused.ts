/** Why an intrusive action was not done, or how it ended, in words. */
import type { ConsentRule } from '../../../domain/consent.ts'
import type { IntrusiveEnd, IntrusiveRefusal } from '../../../domain/intrusive.ts'
import type { Phrase } from '../../../domain/words.ts'

export const RULE_WORDS = {
  'consent-forged': {
    en: 'This button belongs to no request. Nothing was done; it is in the audit.',
    zh: '该按钮不属于任何请求。没有执行任何操作，已记入审计。',
  },
  'consent-other-request': {
    en: 'This button belongs to another request. Nothing was done; it is in the audit.',
    zh: '该按钮属于另一个请求。没有执行任何操作，已记入审计。',
  },
  'consent-replayed': {
    en: 'This request was confirmed already: each counts once. Ask again for another run.',
    zh: '该请求已确认过，每个请求只生效一次。如需再次执行请重新提出。',
  },
  'consent-expired': {
    en: 'This request is past its time. Nothing was done; ask again.',
    zh: '该请求已过期。没有执行任何操作，请重新提出。',
  },
  'consent-other-person': {
    en: 'Only {by}, who asked for it, can confirm this request.',
    zh: '只有提出请求的 {by} 能确认它。',
  },
  'consent-same-person': {
    en: 'A second person has to approve it: not the one who asked.',
    zh: '需要由提出者之外的另一人批准。',
  },
  'consent-other-place': {
    en: 'This request was made elsewhere and counts there alone.',
    zh: '该请求是在别处提出的，只在那里有效。',
  },
  'consent-withheld': {
    en: 'The policy lets too little of {host} be shown here ({rule}): what is agreed to must be seen. Ask where more may be shown.',
    zh: '策略限制了 {host} 在此处可显示的内容（{rule}）：同意之前必须看到全部信息。请在可显示更多内容的地方提出。',
  },
  'consent-by-text': {
    en: 'Such a request is confirmed by its button, never by a text. Nothing was done.',
    zh: '此类请求只能用按钮确认，不能用文字。没有执行任何操作。',
  },
  'consent-by-options': {
    en: 'Such a request has no choices.',
    zh: '此类请求没有可选项。',
  },
  'consent-kind-not-offered': {
    en: '{kind} is not offered on {host}: memcheck.yaml leaves it out there (`policy.intrusive`).',
    zh: '{host} 上不提供 {kind}：memcheck.yaml 中未启用（`policy.intrusive`）。',
  },
  'consent-frozen': {
    en: 'A freeze holds on {host} now: {freeze} ({zone}). Nothing intrusive is done in it.',
    zh: '{host} 目前处于冻结期：{freeze}（{zone}）。期间不执行任何侵入性操作。',
  },
  'consent-no-ticket': {
    en: 'A change ticket is demanded on {host}. Nothing was done; ask again and name it.',
    zh: '{host} 要求提供变更单号。没有执行任何操作，请重新提出并填写。',
  },
  'consent-host-busy': {
    en: 'Another such action runs on {host} now: one at a time. Ask again when it has ended.',
    zh: '{host} 上正在执行另一个此类操作：一次只能执行一个。请在其结束后重新提出。',
  },
  'consent-too-often': {
    en: '{most} such actions were run on {host} within the hour: that is the most. Ask again later.',
    zh: '{host} 一小时内已执行 {most} 次此类操作，达到上限。请稍后重新提出。',
  },
  'consent-other-process': {
    en: 'the pid {pid} is another process now than the one that was agreed to.',
    zh: 'pid {pid} 现在已是另一个进程，而非已同意的那个。',
  },
  'consent-nobody-else': {
    en: 'On {host} a second person has to approve it, and nobody else sees it here. Nothing was done; ask in a channel.',
    zh: '{host} 要求由另一人批准，而此处没有其他人能看到。没有执行任何操作，请在频道中提出。',
  },
  'consent-asker-lost-leave': {
    en: '{by}, who asked for it, may not have it done on {host} any more. Nothing was done; it is in the audit.',
    zh: '提出请求的 {by} 已无权在 {host} 上执行。没有执行任何操作，已记入审计。',
  },
} as const satisfies Readonly<Record<ConsentRule, Phrase>>

export const REFUSAL_WORDS = {
  'other-process': RULE_WORDS['consent-other-process'],
  gone: { en: 'the process {pid} has ended.', zh: '进程 {pid} 已结束。' },
  'no-memory': {
    en: 'it has no memory of its own (a thread of the kernel, or a process that is ending).',
    zh: '它没有自己的内存（内核线程，或正在结束的进程）。',
  },
  'no-tool': { en: 'the host has no {tool}.', zh: '主机上没有 {tool}。' },
  'traced-already': {
    en: 'another debugger is on it already (pid {tracerPid}).',
    zh: '已有另一个调试器附加（pid {tracerPid}）。',
  },
  'stopped-already': {
    en: 'it stands still already, by a stop signal.',
    zh: '它已因停止信号而暂停。',
  },
  'own-connection': {
    en: 'it is one that this very connection hangs on.',
    zh: '它是当前连接所依赖的进程。',
  },
  'not-permitted': {
    en: 'the login may not trace it: it is another account’s or guards itself, and the login has no CAP_SYS_PTRACE. No sudo is taken for this, whatever the host’s entry grants.',
    zh: '该登录无权跟踪它：它属于其他账户或自我保护，而该登录没有 CAP_SYS_PTRACE。无论主机配置授予什么，此操作都不使用 sudo。',
  },
  'no-space': {
    en: 'the disk has not enough room: {needBytes} are needed, {freeBytes} are free, {keepBytes} have to stay free.',
    zh: '磁盘空间不足：需要 {needBytes}，可用 {freeBytes}，须保留 {keepBytes}。',
  },
  'dir-unusable': {
    en: 'the folder of {path} cannot be used ({why}): it must be there, the login’s own or root’s, writable by no other, without links, on a real disk.',
    zh: '{path} 所在目录不可用（{why}）：它必须已存在、归该登录或 root 所有、他人不可写、不含链接，且位于真实磁盘上。',
  },
  'too-large': {
    en: 'the file would have {needBytes}, {mostBytes} are allowed.',
    zh: '文件将有 {needBytes}，上限为 {mostBytes}。',
  },
  'too-slow': {
    en: 'it would stand still for {expectedSeconds}, {mostSeconds} are allowed.',
    zh: '将暂停 {expectedSeconds}，上限为 {mostSeconds}。',
  },
} as const satisfies Readonly<Record<IntrusiveRefusal, Phrase>>

/** The same where the kernel says more of it: by kernel.yama.ptrace_scope. */
export const SCOPE_WORDS: Readonly<Record<number, Phrase>> = {
  1: {
    en: 'the login may not trace it: kernel.yama.ptrace_scope is 1 there, by which a login traces its own children alone, unless it has CAP_SYS_PTRACE. No sudo is taken for this, whatever the host’s entry grants.',
    zh: '该登录无权跟踪它：主机的 kernel.yama.ptrace_scope 为 1，除非拥有 CAP_SYS_PTRACE，登录只能跟踪自己的子进程。无论主机配置授予什么，此操作都不使用 sudo。',
  },
  2: {
    en: 'the login may not trace it: kernel.yama.ptrace_scope is 2 there, by which only who has CAP_SYS_PTRACE (root) may. No sudo is taken for this, whatever the host’s entry grants.',
    zh: '该登录无权跟踪它：主机的 kernel.yama.ptrace_scope 为 2，只有拥有 CAP_SYS_PTRACE 者（root）可以。无论主机配置授予什么，此操作都不使用 sudo。',
  },
  3: {
    en: 'nobody may trace anything there, root neither: kernel.yama.ptrace_scope is 3, and stays so until the host boots again.',
    zh: '该主机上任何人（包括 root）都不能跟踪进程：kernel.yama.ptrace_scope 为 3，且在主机重新启动之前不变。',
  },
}

export const END_WORDS = {
  done: { en: 'done.', zh: '完成。' },
  refused: { en: 'refused by the host.', zh: '被主机拒绝。' },
  deadline: {
    en: 'it took longer than allowed and was ended by the host.',
    zh: '超过允许时间，已由主机结束。',
  },
  'caller-gone': {
    en: 'the connection went away, and the host ended it.',
    zh: '连接中断，主机已结束操作。',
  },
  'target-gone': {
    en: 'the process ended in the middle of it.',
    zh: '进程在操作过程中结束了。',
  },
  'too-large': {
    en: 'the file became larger than allowed, or the disk too full; it was removed.',
    zh: '文件超过上限或磁盘将满，已删除。',
  },
  'tool-failed': { en: 'gdb failed, or was ended by somebody.', zh: 'gdb 失败，或被他人结束。' },
  'script-killed': {
    en: 'somebody on the host ended the script; its other half has cleaned up.',
    zh: '主机上有人结束了脚本；其另一半已完成清理。',
  },
  lost: { en: 'its end was never told.', zh: '没有收到结束消息。' },
} as const satisfies Readonly<Record<IntrusiveEnd, Phrase>>
