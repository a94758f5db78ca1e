/** Words of the malloc-arenas findings. */
import type { FindingWords } from '../../domain/words.ts'

export const WORDS = {
  'arenas.held': {
    brief: {
      en: '{arenaBytes} in {arenas} malloc arenas',
      zh: '{arenas} 个 malloc arena 占 {arenaBytes}',
    },
    what: {
      en: '{arenas} heaps of glibc malloc arenas hold {arenaBytes} of {heldBytes}.',
      zh: 'glibc malloc arena 的 {arenas} 个 heap 占用 {arenaBytes}（进程共 {heldBytes}）。',
    },
    why: {
      en: 'free() keeps pages in its arena by design: a large part may be free memory that malloc holds. From outside it cannot be seen how much; the program tells with malloc_info(3) or malloc_stats(3).',
      zh: 'free() 之后页面仍留在 arena 中，这是 glibc 的设计：其中可能有很大一部分是 malloc 持有的空闲内存。从进程外部看不出比例，程序内调用 malloc_info(3) 或 malloc_stats(3) 可以得知。',
    },
    next: {
      en: 'See the arenas ({arenasCommand}). On a test instance compare with MALLOC_ARENA_MAX=2: it is read at start only, and threads may wait for each other in malloc.',
      zh: '查看各 arena（{arenasCommand}）。可在测试实例上设置 MALLOC_ARENA_MAX=2 做对比：仅在启动时读取，且多线程可能在 malloc 中互相等待。',
    },
  },
  'arenas.free-inside': {
    brief: {
      en: '{freeRatio} of what malloc took is free inside it',
      zh: 'malloc 占用的内存中 {freeRatio} 是空闲的',
    },
    what: {
      en: 'malloc took {systemBytes} from the system and the program uses {inUseBytes}: {freeBytes} ({freeRatio}) is free memory that malloc keeps.',
      zh: 'malloc 向系统申请了 {systemBytes}，程序实际使用 {inUseBytes}：{freeBytes}（{freeRatio}）是 malloc 持有的空闲内存。',
    },
    why: {
      en: 'It was freed, so it is not a leak; it will be used again before more is taken. It stays because each of {arenas} arenas keeps its own, between blocks that are in use.',
      zh: '这些内存已被释放，不是泄漏，之后的申请会先复用它们。之所以保留，是因为 {arenas} 个 arena 各自持有，且夹在仍在使用的块之间。',
    },
    next: {
      en: 'If the size matters: a program can call malloc_trim(0) in a quiet moment (it gives back whole free pages only and takes time), or start with MALLOC_ARENA_MAX=2 (fewer arenas, more waiting in malloc). Compare on a test instance.',
      zh: '如果占用确实成问题：程序可在空闲时调用 malloc_trim(0)（只能归还完整的空闲页，且有耗时），或以 MALLOC_ARENA_MAX=2 启动（arena 更少，但 malloc 争用更多）。先在测试实例上对比。',
    },
  },
  'arenas.in-use': {
    brief: {
      en: 'the program itself uses {inUseBytes} of malloc',
      zh: '程序自身通过 malloc 使用 {inUseBytes}',
    },
    what: {
      en: 'Of {systemBytes} that malloc took the program uses {inUseBytes}; {freeBytes} ({freeRatio}) is free inside.',
      zh: 'malloc 申请的 {systemBytes} 中，程序使用 {inUseBytes}，内部空闲 {freeBytes}（{freeRatio}）。',
    },
    why: {
      en: 'Free memory inside malloc does not explain the size: it is what {arenas} arenas hold for the program, needed or leaked, which one report cannot tell.',
      zh: 'malloc 内部的空闲内存不足以解释占用：这是 {arenas} 个 arena 中程序真正持有的内存，是需要还是泄漏，单次报告无法判断。',
    },
    next: {
      en: 'Take the same report later, under the same load, and compare what is in use.',
      zh: '在相同负载下稍后再取一次同样的报告，对比使用量。',
    },
  },
} as const satisfies Record<string, FindingWords>

export type ArenasCode = keyof typeof WORDS
