/** Words about the members of a group. */
import type { FindingWords } from '../../domain/words.ts'

export const WORDS = {
  'group.members': {
    brief: {
      en: 'its processes ({count}) hold {heldBytes}',
      zh: '{count} 个进程共占用 {heldBytes}',
    },
    what: {
      en: 'The processes of {group} ({count}) hold {heldBytes} of their own[; it is charged {chargedBytes}]. The largest: {largest}.',
      zh: '{group} 中有 {count} 个进程，自身共占用 {heldBytes}[；该组已计费 {chargedBytes}]。最大的是：{largest}。',
    },
    why: {
      en: 'Of their own is anonymous memory and swap; page cache, shared and kernel memory are charged to the group besides.',
      zh: '自身占用指匿名内存与 swap；页缓存、共享内存与内核内存另行计入该组。',
    },
    next: {
      en: 'All of them by size: {membersCommand}',
      zh: '按占用查看全部成员：{membersCommand}',
    },
  },
  'group.uncounted': {
    brief: { en: 'its memory is not counted', zh: '未统计其内存' },
    what: {
      en: 'No memory of {group} is counted here, so neither its cache nor a limit of its own is known: the {heldBytes} are the sum of its processes ({count}).',
      zh: '此处没有 {group} 的内存统计，因此无法得知其缓存与自身上限：{heldBytes} 是其 {count} 个进程之和。',
    },
    why: {
      en: 'With cgroup v1 systemd lets memory be counted only where MemoryAccounting is on; and from inside of a container the groups outside cannot be seen.',
      zh: '在 cgroup v1 上，systemd 仅在开启 MemoryAccounting 时才统计内存；在容器内部则看不到外部的组。',
    },
    next: {
      en: 'Its processes by size: {membersCommand}',
      zh: '按占用查看其进程：{membersCommand}',
    },
  },
} as const satisfies Record<string, FindingWords>

export type GroupCode = keyof typeof WORDS
