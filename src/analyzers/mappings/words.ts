/** Words of the mappings findings. */
import type { FindingWords } from '../../domain/words.ts'

const LIST = {
  en: 'See what they are: {mappingsCommand}',
  zh: '查看这些映射是什么：{mappingsCommand}',
} as const

const LIMIT = {
  brief: {
    en: '{count} of {maxMapCount} mappings used',
    zh: '映射数 {count}/{maxMapCount}',
  },
  what: {
    en: '{subject} has {count} mappings of {maxMapCount} allowed ({usedRatio}); the largest series is {holderCount} of {eachBytes} each, {holder}.',
    zh: '{subject} 有 {count} 个映射，上限 {maxMapCount}（{usedRatio}）；最多的一类是 {holder}：{holderCount} 个，每个 {eachBytes}。',
  },
  why: {
    en: 'At vm.max_map_count the kernel refuses mmap, mprotect and new threads with ENOMEM ("Cannot allocate memory") however much memory is free; {room} are left.',
    zh: '达到 vm.max_map_count 后，无论还有多少空闲内存，内核都会以 ENOMEM（“Cannot allocate memory”）拒绝 mmap、mprotect 和新线程；还剩 {room} 个。',
  },
  next: {
    en: 'See what they are: {mappingsCommand}. A higher vm.max_map_count gives time and costs little, but a series that grows fills any limit.',
    zh: '查看这些映射是什么：{mappingsCommand}。调高 vm.max_map_count 代价很小，可以争取时间，但持续增长的映射迟早会填满任何上限。',
  },
} as const satisfies FindingWords

const DELETED = {
  brief: {
    en: '{sizeBytes} of a deleted file mapped',
    zh: '仍映射着已删除的文件（{sizeBytes}）',
  },
  what: {
    en: '{subject} still maps {sizeBytes} of {file}, which was deleted.',
    zh: '{subject} 仍映射着已删除的 {file}（{sizeBytes}）。',
  },
  why: {
    en: 'A file that is mapped or open lives on without a name: df counts its space, du does not. Its cached pages stay as well, on tmpfs without a way to drop them, until the last mapping and descriptor are closed.',
    zh: '被映射或打开的文件删除后仍然存在：df 计入其空间而 du 看不到。其缓存页也会保留（tmpfs 上还无法丢弃），直到最后一个映射和描述符关闭。',
  },
  next: LIST,
} as const satisfies FindingWords

export const WORDS = {
  'mappings.limit-near': LIMIT,
  'mappings.limit-reached': LIMIT,
  'mappings.series': {
    brief: {
      en: '{holderCount} equal mappings of {eachBytes}',
      zh: '{holderCount} 个大小相同的映射（{eachBytes}）',
    },
    what: {
      en: '{holderCount} of {count} mappings are alike: {holder}, {eachBytes} each, {totalBytes} reserved together.',
      zh: '{count} 个映射中有 {holderCount} 个相同：{holder}，每个 {eachBytes}，共预留 {totalBytes}。',
    },
    why: {
      en: 'One place of the program makes them again and again: an allocator by design, or mmap without munmap. One reading cannot tell which; a count that only rises can.',
      zh: '程序的同一处在反复创建它们：可能是分配器的设计，也可能是 mmap 后没有 munmap。单次读取无法区分；若数量只增不减则是后者。',
    },
    next: {
      en: 'See whether the count rises: {watchCommand}',
      zh: '观察数量是否增长：{watchCommand}',
    },
  },
  'mappings.stacks-left': {
    brief: {
      en: '{stacks} thread stacks for {threads} threads',
      zh: '{threads} 个线程却有 {stacks} 个线程栈',
    },
    what: {
      en: '{subject} has {stacks} mappings that look like thread stacks ({stacksBytes} reserved) but only {threads} threads: {left} have none.',
      zh: '{subject} 有 {stacks} 个形似线程栈的映射（共预留 {stacksBytes}），但只有 {threads} 个线程：{left} 个没有对应线程。',
    },
    why: {
      en: 'The stack of a joinable thread that ended stays until somebody joins it: threads that are neither joined nor detached leak their stacks.',
      zh: '可 join 的线程结束后，其栈会保留到被 join 为止：既不 join 也不 detach 的线程会泄漏栈。',
    },
    next: LIST,
  },
  'mappings.deleted': DELETED,
  'mappings.deleted-open': {
    ...DELETED,
    what: {
      en: '{subject} still maps {sizeBytes} of {file}, which was deleted, and has it open as descriptor {descriptor}.',
      zh: '{subject} 仍映射着已删除的 {file}（{sizeBytes}），并以描述符 {descriptor} 打开。',
    },
  },
} as const satisfies Record<string, FindingWords>

export type MappingsCode = keyof typeof WORDS
