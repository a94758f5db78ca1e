/** Words of what only Greenplum up to 6 tells of its contexts. */
import type { FindingWords } from '../../domain/words.ts'
import { ALL } from './nextWords.ts'

export const GREENPLUM_WORDS = {
  'contexts.balance': {
    brief: {
      en: 'chunks of {context} hold {balanceBytes}',
      zh: '{context} 的内存块占 {balanceBytes}',
    },
    what: {
      en: 'Chunks of {context} hold {balanceBytes} by their shared header.',
      zh: '按共享块头，{context} 的内存块共占 {balanceBytes}。',
    },
    why: {
      en: 'Of Greenplum’s counts the balance is the one to trust: it is of this context alone.',
      zh: 'Greenplum 的几个计数中以 balance 为准：它只统计这个上下文自身。',
    },
    more: {
      blocksBytes: {
        en: 'Its blocks come to {blocksBytes}.',
        zh: '它的内存块（block）合计 {blocksBytes}。',
      },
      heldBytes: {
        en: 'Allocated less freed is {heldBytes}, with all contexts below it; older 6.x forget what went with a deleted child (gpdb#14520).',
        zh: '分配减释放为 {heldBytes}，包含其下所有上下文；较早的 6.x 会漏减随子上下文删除的部分（gpdb#14520）。',
      },
      agreesRatio: {
        en: 'The balance is {agreesRatio} of that: nearly all of it is in this context itself.',
        zh: 'balance 占其 {agreesRatio}：几乎全部就在这个上下文自身。',
      },
      fromSource: {
        en: 'Read by a layout from source, not verified on a live Greenplum.',
        zh: '按源码中的布局读取，未在运行中的 Greenplum 上验证。',
      },
    },
    next: ALL,
  },
  'contexts.overcounted': {
    brief: {
      en: '{context} itself: {ownBytes}, or counted too often',
      zh: '{context} 自身 {ownBytes}，也可能是重复计数',
    },
    what: {
      en: 'By Greenplum’s accounting {context} of {process} holds {ownBytes} beside its children.',
      zh: '按 Greenplum 的记账，{process} 的 {context} 除子上下文外自身占 {ownBytes}。',
    },
    why: {
      en: 'Either it leaks there, or children were deleted without being subtracted (gpdb#14520, older 6.x): RssAnon of the process, or the balance of its chunks, decides.',
      zh: '要么确实在此泄漏，要么删除子上下文时没有扣减（gpdb#14520，较早的 6.x）：以该进程的 RssAnon 或内存块的 balance 为准。',
    },
    next: ALL,
  },
  'contexts.accounts': {
    brief: {
      en: 'memory accounts: {account} holds {accountBytes}',
      zh: '内存账户：{account} 占 {accountBytes}',
    },
    what: {
      en: 'Of the memory accounts of {process}, {account} holds most: {accountBytes} now, {peakBytes} at its peak.',
      zh: '{process} 的内存账户中 {account} 占用最多：现为 {accountBytes}，峰值 {peakBytes}。',
    },
    why: {
      en: 'Accounts tell which part of the plan asked for memory; Rollover is of what has ended.',
      zh: '账户说明是执行计划的哪一部分申请了内存；Rollover 归集已结束的部分。',
    },
    more: {
      vmemBytes: {
        en: 'The process has {vmemBytes} of vmem reserved.',
        zh: '该进程预留的 vmem 为 {vmemBytes}。',
      },
    },
    next: ALL,
  },
} as const satisfies Record<string, FindingWords>
