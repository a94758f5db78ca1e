/** Words of the huge page findings. Pools that are set aside are meant, not transparent huge pages. */
import type { FindingWords } from '../../domain/words.ts'

const POOLS = {
  en: 'The pools by page size: {hugepagesCommand}',
  zh: '按页大小查看各大页池：{hugepagesCommand}',
} as const

export const WORDS = {
  'hugepages.unused': {
    brief: {
      en: '{idleBytes} of huge pages set aside and none used',
      zh: '预留大页 {idleBytes}，完全未使用',
    },
    what: {
      en: '{host} sets {poolBytes} ({idleRatio} of its memory) aside for huge pages of {pageBytes}, and none is used or promised.',
      zh: '{host} 预留了 {poolBytes} 的 {pageBytes} 大页（占内存 {idleRatio}），没有任何一页被使用或预定。',
    },
    why: {
      en: 'Nobody else can have this memory; it counts as used and as not available ({availableBytes} are). Either what it was made for is not running, or that does not use huge pages and takes ordinary memory beside it.',
      zh: '这部分内存其他进程无法使用，计为已用且不可用（当前可用 {availableBytes}）。可能是目标程序没有运行，或者它没有使用大页，而在此之外又占用了普通内存。',
    },
    next: POOLS,
  },
  'hugepages.idle': {
    brief: {
      en: '{idleBytes} of huge pages set aside lie idle',
      zh: '预留大页中有 {idleBytes} 闲置',
    },
    what: {
      en: '{idleBytes} ({idleRatio} of the memory) of the {poolBytes} that {host} sets aside for huge pages of {pageBytes} are neither used nor promised.',
      zh: '{host} 预留了 {poolBytes} 的 {pageBytes} 大页，其中 {idleBytes}（占内存 {idleRatio}）既未使用也未预定。',
    },
    why: {
      en: 'Used {usedBytes}, promised {promisedBytes}. Nobody else can have what is idle ({availableBytes} are available); a pool a little above what is used and promised is enough.',
      zh: '已用 {usedBytes}，已预定 {promisedBytes}。闲置部分其他进程无法使用（当前可用 {availableBytes}）；池略大于已用与已预定之和即可。',
    },
    next: POOLS,
  },
  'hugepages.full': {
    brief: {
      en: 'no huge page of {pageBytes} is left of {pages}',
      zh: '{pages} 个 {pageBytes} 大页已全部占用',
    },
    what: {
      en: 'All {pages} huge pages of {pageBytes} ({poolBytes}) of {host} are used or promised.',
      zh: '{host} 的 {pages} 个 {pageBytes} 大页（{poolBytes}）已全部使用或预定。',
    },
    why: {
      en: 'A pool that fits its program looks like this. The next program that asks for one is refused (ENOMEM) or goes on with small pages, however much memory is free.',
      zh: '池与程序正好匹配时就是这样。但再有程序申请大页会被拒绝（ENOMEM）或退回普通页，与剩余内存多少无关。',
    },
    next: POOLS,
  },
  'hugepages.failing': {
    brief: {
      en: '{fails} huge page(s) were asked for and refused just now',
      zh: '刚才有 {fails} 次大页申请失败',
    },
    what: {
      en: 'All {pages} huge pages of {pageBytes} of {host} are taken, and {fails} more were asked for and not to be had just now.',
      zh: '{host} 的 {pages} 个 {pageBytes} 大页已全部占用，刚才又有 {fails} 次申请未能得到。',
    },
    why: {
      en: 'The kernel tried to make more of them and found no free block. Whoever asked is refused (ENOMEM) or goes on with small pages, however much memory is free.',
      zh: '内核尝试新增大页，但没有足够大的空闲块。申请者会被拒绝（ENOMEM）或退回普通页，与剩余内存多少无关。',
    },
    next: {
      en: 'The pools by page size: {hugepagesCommand}. Which blocks are free: `memcheck {host} buddy`',
      zh: '按页大小查看各大页池：{hugepagesCommand}。查看空闲块：`memcheck {host} buddy`',
    },
  },
} as const satisfies Record<string, FindingWords>

export type HugepagesCode = keyof typeof WORDS
