/** Words for kills that only the kernel's counter tells. Not known is not fine. */
import type { FindingWords } from '../../domain/words.ts'

const INSIDE = {
  en: 'The count includes kills inside cgroups: the host itself need not have been short. The victim is not always the one that grew.',
  zh: '该计数包含 cgroup 内的 OOM kill，整机未必缺内存；被 kill 的进程也不一定是增长的那个。',
} as const

const PRIVILEGE = {
  en: "Let memcheck's user read the kernel log: group adm or systemd-journal, or sudo for dmesg (kernel.dmesg_restrict). Then: {oomCommand}",
  zh: '请允许 memcheck 用户读取内核日志：加入 adm 或 systemd-journal 组，或为 dmesg 配置 sudo（kernel.dmesg_restrict）。然后：{oomCommand}',
} as const

export const COUNTER_WORDS = {
  'oom.kills-counted': {
    brief: {
      en: '{kills} OOM kill(s) in {overSeconds}, victim not known: kernel log not readable',
      zh: '{overSeconds} 内 OOM kill {kills} 次，内核日志不可读，无法得知被杀进程',
    },
    what: {
      en: 'The kernel of {host} counts {kills} OOM kill(s) in the last {overSeconds}. Who was killed could not be read: {refusal}.',
      zh: '{host} 的内核在最近 {overSeconds} 内计数 {kills} 次 OOM kill。被 kill 的是谁读不到：{refusal}。',
    },
    why: INSIDE,
    next: PRIVILEGE,
  },
  'oom.kills-not-looked-up': {
    brief: {
      en: '{kills} OOM kill(s) on the host in {overSeconds}',
      zh: '主机 {overSeconds} 内 OOM kill {kills} 次',
    },
    what: {
      en: 'The kernel of {host} killed {kills} time(s) for memory in the last {overSeconds}.',
      zh: '{host} 的内核在最近 {overSeconds} 内因内存不足 kill 了 {kills} 次。',
    },
    why: INSIDE,
    next: {
      en: 'Who was killed, and why: {oomCommand}',
      zh: '查看被 kill 的是谁、原因为何：{oomCommand}',
    },
  },
  'oom.kills-gone': {
    brief: {
      en: '{kills} OOM kill(s) in {overSeconds}, no longer in the kernel log',
      zh: '{overSeconds} 内 OOM kill {kills} 次，内核日志中已无记录',
    },
    what: {
      en: 'The kernel of {host} counts {kills} OOM kill(s) in the last {overSeconds}, but the log that was read has no line of them.',
      zh: '{host} 的内核在最近 {overSeconds} 内计数 {kills} 次 OOM kill，但读到的日志里没有相应记录。',
    },
    why: {
      en: 'The ring buffer may have been overwritten, or the lines went to another place; the kills did happen.',
      zh: '可能是环形缓冲区已被覆盖，或日志写到了别处；但 kill 确实发生过。',
    },
    next: {
      en: 'Read further back: {oomCommand}',
      zh: '读取更早的日志：{oomCommand}',
    },
  },
  'oom.kills-before': {
    brief: {
      en: '{kills} OOM kill(s) since boot, time not known',
      zh: '开机以来 OOM kill {kills} 次，时间未知',
    },
    what: {
      en: 'The kernel of {host} has counted {kills} OOM kill(s) since boot; when is not known from this look.',
      zh: '{host} 的内核自开机以来计数 {kills} 次 OOM kill，本次无法得知发生时间。',
    },
    why: INSIDE,
    next: {
      en: 'As far back as the logs reach: {oomCommand}',
      zh: '在日志范围内追溯：{oomCommand}',
    },
  },
  'oom.kills-unread-before': {
    brief: {
      en: '{kills} OOM kill(s) since boot, kernel log not readable',
      zh: '开机以来 OOM kill {kills} 次，内核日志不可读',
    },
    what: {
      en: 'The kernel of {host} has counted {kills} OOM kill(s) since boot. When and whom could not be read: {refusal}.',
      zh: '{host} 的内核自开机以来计数 {kills} 次 OOM kill。时间与对象读不到：{refusal}。',
    },
    why: INSIDE,
    next: PRIVILEGE,
  },
} as const satisfies Record<string, FindingWords>
