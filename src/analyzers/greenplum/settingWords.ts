/** Words of findings about what segments were set to. */
import type { FindingWords } from '../../domain/words.ts'

const BY_DEFAULT = {
  en: 'Where a segment’s files say nothing, the default of 8 GiB is counted.',
  zh: '配置文件未写明的 segment 按默认值 8 GiB 计。',
}
const STRICT = {
  en: 'The kernel refuses beyond CommitLimit here (vm.overcommit_memory=2): Greenplum then says that the system is out of memory, though its own limit has room.',
  zh: '此主机内核在超过 CommitLimit 后拒绝分配（vm.overcommit_memory=2）：即使未到自身上限，Greenplum 也会报系统内存不足。',
}
const SAFE = {
  en: 'By the documented formula each of the {primaries} primaries and {mirrors} mirrors of this host may have {safeBytes}.',
  zh: '按文档公式，本机 {primaries} 个 primary 与 {mirrors} 个 mirror 各可设为 {safeBytes}。',
}
const LOOK = {
  en: 'Limits and what each segment holds now: {segmentsCommand}',
  zh: '查看各 segment 的上限与当前占用：{segmentsCommand}',
}

export const SETTING_WORDS = {
  'greenplum.limit-beyond-host': {
    brief: {
      en: '{primaries} primaries may take {sumBytes}, the host can give {giveBytes}',
      zh: '{primaries} 个 primary 最多可用 {sumBytes}，主机只能给 {giveBytes}',
    },
    what: {
      en: 'gp_vmem_protect_limit of {primaries} acting primaries adds up to {sumBytes} (at most {limitBytes} each); {host} can give {giveBytes} to all of its processes (memory {ramBytes}, swap {swapBytes}).',
      zh: '{primaries} 个正在工作的 primary 的 gp_vmem_protect_limit 合计 {sumBytes}（单个最大 {limitBytes}）；{host} 能给所有进程的只有 {giveBytes}（内存 {ramBytes}，swap {swapBytes}）。',
    },
    why: {
      en: 'The host’s memory ends before Greenplum’s own limit: instead of one query that is refused, the kernel may end any process, and the segment with it.',
      zh: '主机内存会先于 Greenplum 自身的上限耗尽：本应只拒绝一条查询，却可能由内核终止任意进程，连带整个 segment。',
    },
    more: { byDefault: BY_DEFAULT, strict: STRICT, safeBytes: SAFE },
    next: LOOK,
  },
  'greenplum.limit-beyond-takeover': {
    brief: {
      en: 'With all mirrors here acting, segments may take {takeoverBytes} of {giveBytes}',
      zh: '若本机 mirror 全部接管，segment 最多可用 {takeoverBytes}，主机能给 {giveBytes}',
    },
    what: {
      en: 'If all {mirrors} mirrors here take over, the limits of the segments on {host} add up to {takeoverBytes}; it can give {giveBytes}. Today {primaries} primaries may take {sumBytes}.',
      zh: '若本机 {mirrors} 个 mirror 全部接管，{host} 上各 segment 的上限合计 {takeoverBytes}，主机能给 {giveBytes}。目前 {primaries} 个 primary 最多可用 {sumBytes}。',
    },
    why: {
      en: 'The loss of one host then brings others into need. With spread mirroring only some of these mirrors take over at once: how many, the cluster’s layout tells.',
      zh: '一台主机失效会使其他主机内存吃紧。采用分散镜像时，只有部分 mirror 会同时接管：具体数量取决于集群布局。',
    },
    more: { byDefault: BY_DEFAULT, strict: STRICT, safeBytes: SAFE },
    next: LOOK,
  },
  'greenplum.limit-beyond-formula': {
    brief: {
      en: '{primaries} primaries may take {sumBytes}, the documented formula gives {formulaBytes}',
      zh: '{primaries} 个 primary 最多可用 {sumBytes}，文档公式只给 {formulaBytes}',
    },
    what: {
      en: 'gp_vmem_protect_limit of {primaries} acting primaries adds up to {sumBytes} on {host}; by the documented formula Greenplum may have {formulaBytes} of its memory ({ramBytes}) and swap ({swapBytes}).',
      zh: '{host} 上 {primaries} 个 primary 的 gp_vmem_protect_limit 合计 {sumBytes}；按文档公式，内存（{ramBytes}）与 swap（{swapBytes}）中 Greenplum 可用 {formulaBytes}。',
    },
    why: {
      en: 'The formula leaves room for the kernel, files and memory that the tracker does not see (malloc’s own, libraries): without it the host may run out first.',
      zh: '公式为内核、文件缓存以及 vmem 跟踪不到的内存（malloc 自身、各种库）留有余地：否则主机可能先耗尽。',
    },
    more: { byDefault: BY_DEFAULT, strict: STRICT, safeBytes: SAFE },
    next: LOOK,
  },
  'greenplum.group-limit': {
    brief: {
      en: 'Resource groups may take {groupRatio} of what the host can give',
      zh: '资源组可使用主机可给内存的 {groupRatio}',
    },
    what: {
      en: 'gp_resource_group_memory_limit is {groupRatio} on {host}; the default is {defaultRatio}. Resource groups bound memory here, not gp_vmem_protect_limit.',
      zh: '{host} 的 gp_resource_group_memory_limit 为 {groupRatio}，默认值为 {defaultRatio}。此处由资源组而非 gp_vmem_protect_limit 限制内存。',
    },
    why: {
      en: 'What is left is for the kernel, for files, and for processes that are in no group. The share of a segment is set when it starts: a mirror that takes over brings its own on top.',
      zh: '剩余部分要供内核、文件缓存以及不在任何资源组中的进程使用。每个 segment 的份额在启动时确定：接管的 mirror 会额外再占一份。',
    },
    next: LOOK,
  },
  'greenplum.statement-mem': {
    brief: {
      en: 'statement_mem {statementBytes}: {statements} such statement(s) reach the limit of {limitBytes}',
      zh: 'statement_mem 为 {statementBytes}：{statements} 条这样的语句即达上限 {limitBytes}',
    },
    what: {
      en: 'On {host} a statement is given {statementBytes} in each segment (statement_mem), and all of {segment} together {limitBytes} (gp_vmem_protect_limit).',
      zh: '在 {host} 上，每条语句在每个 segment 中可用 {statementBytes}（statement_mem），而 {segment} 合计上限为 {limitBytes}（gp_vmem_protect_limit）。',
    },
    why: {
      en: '{statements} statement(s) of that size fill a segment; the documented rule is nine tenths of the limit, divided by the statements that run at once.',
      zh: '{statements} 条这样大小的语句就会占满一个 segment；文档建议取上限的十分之九，再除以并发语句数。',
    },
    next: LOOK,
  },
  'greenplum.overcommit-mode': {
    brief: {
      en: 'vm.overcommit_memory is {mode} on a segment host, Greenplum asks for 2',
      zh: 'segment 主机的 vm.overcommit_memory 为 {mode}，Greenplum 要求为 2',
    },
    what: {
      en: 'vm.overcommit_memory is {mode} on {host}; Greenplum’s documentation asks for 2, in which the kernel refuses what it cannot give.',
      zh: '{host} 的 vm.overcommit_memory 为 {mode}；Greenplum 文档要求为 2，即内核拒绝其无法兑现的分配。',
    },
    why: {
      en: 'Otherwise the kernel promises more than it has and ends a process when all is used: a backend that is ended so takes its whole segment into recovery, where a refused request costs one query.',
      zh: '否则内核会超额承诺，并在内存用尽时终止进程：后端被这样终止会使整个 segment 进入恢复，而被拒绝的请求只损失一条查询。',
    },
    next: {
      en: 'The limits that the kernel keeps to: {limitsCommand}',
      zh: '查看内核遵守的各项上限：{limitsCommand}',
    },
  },
  'greenplum.settings-unread': {
    brief: {
      en: 'Settings of {count} segment(s) could not be read',
      zh: '{count} 个 segment 的配置未能读取',
    },
    what: {
      en: 'Settings or logs of {count} segment(s) on {host} could not be read, of {segment} first: what they would tell was not checked.',
      zh: '{host} 上 {count} 个 segment 的配置或日志未能读取（首个为 {segment}）：其中的内容未经检查。',
    },
    why: {
      en: 'A data directory is open to its owner alone (mode 0700): it takes the rights of uid {uid}, or root’s.',
      zh: '数据目录只对属主开放（0700）：需要 uid {uid} 或 root 的权限。',
    },
    next: {
      en: 'Let memcheck log in as that user on this host, and check anew.',
      zh: '让 memcheck 以该用户登录此主机，然后重新检查。',
    },
  },
} as const satisfies Record<string, FindingWords>
