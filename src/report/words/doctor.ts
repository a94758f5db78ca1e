/** Words of `doctor` about a host. */
import type { Phrase } from '../../domain/words.ts'

export const DOCTOR_WORDS = {
  reached: {
    en: '{host}: reached[ as {login}][ through {jump}], its key is the recorded one; {sources} sources readable',
    zh: '{host}：可达[，登录 {login}][，经由 {jump}]，主机密钥与记录一致；{sources} 个来源可读',
  },
  between: { en: '; ', zh: '；' },
  rights: {
    en: 'the login has uid {uid}[, kernel.yama.ptrace_scope={ptraceScope}][, kernel.dmesg_restrict={dmesgRestrict}][, sudo {version} is there]',
    zh: '登录的 uid 为 {uid}[，kernel.yama.ptrace_scope={ptraceScope}][，kernel.dmesg_restrict={dmesgRestrict}][，有 sudo {version}]',
  },
  hidden: {
    en: 'processes of other users are hidden from the login (hidepid). ',
    zh: '其他用户的进程对该登录不可见（hidepid）。',
  },
  denied: { en: 'denied: {list}. {change}', zh: '权限不足：{list}。{change}' },
  missing: { en: 'not there: {list}', zh: '没有：{list}' },
  oldSudo: {
    en: 'sudo {version} there knows no regular expressions in sudoers (1.9.10 does): the lines of --sudoers do not serve, and wildcards in their place would open every file. Instead: the group adm or systemd-journal for the kernel log, `memory_as` for memory, or a login as the owner of the processes.',
    zh: '该主机的 sudo {version} 不支持 sudoers 中的正则表达式（1.9.10 起支持）：--sudoers 打印的行不适用，换成通配符则会使所有文件可读。可改为：内核日志用 adm 或 systemd-journal 组，内存用 `memory_as`，或以进程属主登录。',
  },
  granted: {
    en: 'memory is read with what the entry grants (as {account})',
    zh: '可按该主机的配置读取内存（以 {account}）',
  },
  lacking: {
    en: 'these diagnoses will lack something here (of another user’s process, where it is of a process): {list}',
    zh: '以下诊断在此会缺少来源（涉及进程的来源指其他用户的进程）：{list}',
  },
} as const satisfies Readonly<Record<string, Phrase>>
