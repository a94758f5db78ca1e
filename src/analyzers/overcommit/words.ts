/** Words of the overcommit findings. Promised is not used: a promise costs memory only where it is written to. */
import type { FindingWords } from '../../domain/words.ts'

const LIMIT = {
  why: {
    en: 'With vm.overcommit_memory=2 the kernel refuses allocations (ENOMEM, "cannot allocate memory", fork failed) at this limit, not when memory runs out: {availableBytes} are available. The limit is swap ({swapBytes}) and a share of the RAM ({ramBytes}), set by vm.overcommit_ratio or vm.overcommit_kbytes; no OOM kill happens and none is in the log.',
    zh: 'vm.overcommit_memory=2 时，内核在到达该上限时就拒绝分配（ENOMEM、"cannot allocate memory"、fork 失败），而不是等内存用尽：此刻仍有 {availableBytes} 可用。该上限 = swap（{swapBytes}）+ 物理内存（{ramBytes}）的一部分，由 vm.overcommit_ratio 或 vm.overcommit_kbytes 决定；不会触发 OOM kill，日志里也不会有。',
  },
  next: {
    en: 'See what is promised and what else is limited: {limitsCommand}. More swap (it need not be used) or a higher vm.overcommit_ratio raises the limit; both are for a planned change.',
    zh: '查看已承诺量与其他限制：{limitsCommand}。增加 swap（不必真正用到）或调高 vm.overcommit_ratio 都能抬高上限，请走变更流程。',
  },
} as const

export const WORDS = {
  'overcommit.limit-near': {
    brief: {
      en: '{committedRatio} of what may be promised is promised, {roomBytes} left',
      zh: '已承诺内存达上限的 {committedRatio}，余 {roomBytes}',
    },
    what: {
      en: '{committedBytes} of {limitBytes} ({committedRatio}) are promised to processes; {roomBytes} more can be.',
      zh: '已向进程承诺 {committedBytes}，上限 {limitBytes}（{committedRatio}）；还能承诺 {roomBytes}。',
    },
    ...LIMIT,
  },
  'overcommit.limit-reached': {
    brief: {
      en: 'allocations fail: the commit limit of {limitBytes} is reached, {availableBytes} available',
      zh: '分配会失败：已达承诺上限 {limitBytes}，而可用内存还有 {availableBytes}',
    },
    what: {
      en: 'The commit limit is reached: {committedBytes} of {limitBytes} are promised, {roomBytes} left.',
      zh: '已达承诺上限：{limitBytes} 中已承诺 {committedBytes}，仅余 {roomBytes}。',
    },
    ...LIMIT,
  },
  'overcommit.promised': {
    brief: {
      en: '{committedBytes} promised, {promisedRatio} of RAM and swap',
      zh: '已承诺 {committedBytes}，为内存 + swap 的 {promisedRatio}',
    },
    what: {
      en: '{committedBytes} are promised to processes, {promisedRatio} of RAM ({ramBytes}) and swap ({swapBytes}).',
      zh: '已向进程承诺 {committedBytes}，是物理内存（{ramBytes}）与 swap（{swapBytes}）之和的 {promisedRatio}。',
    },
    why: {
      en: 'With vm.overcommit_memory=1 the kernel never refuses: what is promised and not written to costs nothing, so this is no shortage. If all of it were used, it would end in OOM kills instead of failed allocations.',
      zh: 'vm.overcommit_memory=1 时内核从不拒绝：承诺了但没写入的内存不占物理页，所以这不是内存不足。但若真的全部用上，结局会是 OOM kill 而不是分配失败。',
    },
    next: {
      en: 'Nothing to do. What is really held: {topCommand}',
      zh: '无需处理。真正占用的内存：{topCommand}',
    },
  },
} as const satisfies Record<string, FindingWords>

export type OvercommitCode = keyof typeof WORDS
