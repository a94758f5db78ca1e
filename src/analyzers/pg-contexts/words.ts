/** Words of the MemoryContext findings: which context holds the memory, whether that is usual, what it means, what grew. */
import type { FindingWords, Phrase } from '../../domain/words.ts'
import { GREENPLUM_WORDS } from './greenplumWords.ts'
import { KNOWN_WORDS, type Meaning } from './knownWords.ts'
import { ALL, COMPARE } from './nextWords.ts'
import { WALK_WORDS } from './walkWords.ts'

/** `top` -> `meansTop`: the number by which the sentence is asked for. */
export function meansKey(meaning: Meaning): `means${string}` {
  return `means${meaning.charAt(0).toUpperCase()}${meaning.slice(1)}`
}

const MEANS: Readonly<Record<string, Phrase>> = Object.fromEntries(
  (Object.keys(KNOWN_WORDS) as Meaning[]).map((meaning) => [
    meansKey(meaning),
    KNOWN_WORDS[meaning],
  ]),
)

export const WORDS = {
  ...GREENPLUM_WORDS,
  ...WALK_WORDS,
  'contexts.held': {
    brief: {
      en: '{largest} holds {largestBytes} of {totalBytes} in MemoryContexts',
      zh: '{largest} 占 {largestBytes}，MemoryContext 共 {totalBytes}',
    },
    what: {
      en: '{contexts} MemoryContext(s) of {process} hold {totalBytes}. The largest is {largest} with {largestBytes} ({largestRatio}).',
      zh: '{process} 的 {contexts} 个 MemoryContext 共占 {totalBytes}，其中最大的是 {largest}：{largestBytes}（{largestRatio}）。',
    },
    why: {
      en: 'One look tells who holds the memory, not who grows.',
      zh: '单次快照说明谁占着内存，不能说明谁在增长。',
    },
    more: {
      freeBytes: {
        en: '{freeBytes} of it is free inside the contexts.',
        zh: '其中 {freeBytes} 是上下文内部的空闲。',
      },
      explainedRatio: {
        en: 'They explain {explainedRatio} of the {anonBytes} that the process holds itself (RssAnon and swap).',
        zh: '它们解释了该进程私有内存 {anonBytes}（RssAnon 与 swap）的 {explainedRatio}。',
      },
      coreProgram: {
        en: 'This is out of a core file of {coreProgram}: one moment of the past. What the process holds now, and growth, it cannot tell.',
        zh: '以上来自 {coreProgram} 的 core 文件，是过去的某一时刻：不能说明进程现在占用多少，也不能说明增长。',
      },
      writtenAtMs: {
        en: 'The file was written {writtenAtMs}.',
        zh: '该文件写入于 {writtenAtMs}。',
      },
      requestBytes: {
        en: 'The server printed them because it could not get {requestBytes} more.',
        zh: '服务器因再申请 {requestBytes} 失败而打印了它们。',
      },
      failedContext: {
        en: 'That was wanted for {failedContext}.',
        zh: '这次申请来自 {failedContext}。',
      },
    },
    next: ALL,
  },
  'contexts.partial': {
    brief: {
      en: 'the tree is not whole: {rowsBytes} can be seen',
      zh: '上下文树不完整：只能看到 {rowsBytes}',
    },
    what: {
      en: 'This tree of {process} is not whole: its rows show {contexts} contexts and {rowsBytes}.',
      zh: '{process} 的这棵上下文树不完整：现有的行共 {contexts} 个上下文、{rowsBytes}。',
    },
    why: {
      en: 'What is missing may be what matters.',
      zh: '缺少的部分可能正是关键。',
    },
    more: {
      missingBytes: {
        en: 'By its own sum of {grandBytes}, rows of {missingBytes} are missing.',
        zh: '按它自己的合计 {grandBytes}，缺少 {missingBytes} 的行。',
      },
      surplusBytes: {
        en: 'Its own sum is {grandBytes}, which is {surplusBytes} less than its rows: rows of another dump are among them.',
        zh: '它自己的合计是 {grandBytes}，比各行少 {surplusBytes}：混入了另一份转储的行。',
      },
      lacksTop: {
        en: 'Its beginning is missing: there is no TopMemoryContext.',
        zh: '缺少开头：没有 TopMemoryContext。',
      },
      lacksTorn: {
        en: 'The process changed it while it was read, at each try: parts are missing.',
        zh: '每次读取时进程都在改动它：部分内容缺失。',
      },
      lacksStill: {
        en: 'The core does not hold all of it, or was taken in the middle of a change: parts are missing.',
        zh: 'core 文件没有包含其全部，或恰在改动途中生成：部分内容缺失。',
      },
      lacksEnd: {
        en: 'Its end is missing: neither a sum nor the last context is there.',
        zh: '缺少结尾：既没有合计，也没有最后一个上下文。',
      },
      lacksRows: {
        en: 'Some of its rows were left out.',
        zh: '其中有些行被省略。',
      },
    },
    next: ALL,
  },
  'contexts.overflowed': {
    brief: {
      en: '{context} holds at least {leastBytes}',
      zh: '{context} 至少占 {leastBytes}',
    },
    what: {
      en: '{context} of {process} holds at least {leastBytes}: its size did not fit the 32 bits that it was printed with, so it is that or any multiple of 4 GiB more. {overflowed} of {contexts} contexts are so; the others hold {restBytes}.',
      zh: '{process} 的 {context} 至少占 {leastBytes}：打印时 32 位放不下，真实值为该值或再加若干个 4 GiB。{contexts} 个上下文中有 {overflowed} 个如此；其余共 {restBytes}。',
    },
    why: {
      en: 'No sum is told: one of a wrapped size would be wrong. RssAnon of the process tells which multiple it is.',
      zh: '因此不给出合计：回绕过的数相加没有意义。该进程的 RssAnon 可以判断应加几个 4 GiB。',
    },
    more: MEANS,
    next: ALL,
  },
  'contexts.folded': {
    brief: {
      en: '{folded} contexts ({foldedBytes}) are folded, names unknown',
      zh: '{folded} 个上下文（{foldedBytes}）被折叠，名称未知',
    },
    what: {
      en: 'The server folded {folded} contexts with {foldedBytes} ({foldedRatio}) into "more child contexts": their names are not in the dump of {process}.',
      zh: '服务器把 {folded} 个上下文（{foldedBytes}，{foldedRatio}）折叠为 “more child contexts”：{process} 的转储里没有它们的名称。',
    },
    why: {
      en: 'Only the first 100 children of a context are printed; the one that leaks may be among the rest.',
      zh: '每个上下文只打印前 100 个子上下文；泄漏的那个可能就在其余之中。',
    },
    next: ALL,
  },
  'contexts.unusual': {
    brief: {
      en: '{context} holds {contextBytes}, usual is at most {usualBytes}',
      zh: '{context} 占 {contextBytes}，通常不超过 {usualBytes}',
    },
    what: {
      en: '{context} of {process} holds {contextBytes}; usual is at most {usualBytes}.',
      zh: '{process} 的 {context} 占 {contextBytes}；通常不超过 {usualBytes}。',
    },
    why: {
      en: 'Much at one moment may be work or a leak: only a second look tells.',
      zh: '某一刻占用多，可能是业务也可能是泄漏：再看一次才能区分。',
    },
    more: {
      ...MEANS,
      ident: { en: 'It belongs to: {ident}', zh: '它属于：{ident}' },
      idle: {
        en: 'The session is idle ({idle}): nothing should be in it now.',
        zh: '该会话处于空闲（{idle}），此时其中不应有内容。',
      },
      wasIdle: {
        en: 'The session was idle ({wasIdle}) at that moment: nothing should have been in it.',
        zh: '该会话当时处于空闲（{wasIdle}），其中不应有内容。',
      },
      causes: {
        en: 'A leak here comes mostly from one of three: normal code that never frees what lives as long as the process, an error path that skips the free, or memory taken while the wrong context was current.',
        zh: '这里的泄漏多半是以下之一：正常流程从不释放长寿命的内存、异常路径跳过了释放、或在错误的当前上下文中分配。',
      },
      errors: {
        en: '{errors} errors of this process stand in the log beside it: see whether it grows with them.',
        zh: '同一日志中有该进程的 {errors} 条错误：看看它是否随错误增长。',
      },
    },
    next: COMPARE,
    nextOfCore: ALL,
  },
  'contexts.siblings': {
    brief: {
      en: '{count} × {context} hold {contextBytes}',
      zh: '{count} 个 {context} 共占 {contextBytes}',
    },
    what: {
      en: '{process} has {count} contexts named {context}; together they hold {contextBytes}.',
      zh: '{process} 有 {count} 个名为 {context} 的上下文，共占 {contextBytes}。',
    },
    why: {
      en: 'Each is small and none stands out: it is their number that counts. Whether it rises, a second look tells.',
      zh: '每一个都很小，单看都不显眼：要看的是数量。是否在增加，需再看一次。',
    },
    more: MEANS,
    next: COMPARE,
    nextOfCore: ALL,
  },
  'contexts.fragmented': {
    brief: {
      en: '{context}: {freeBytes} of {contextBytes} is free inside',
      zh: '{context}：{contextBytes} 中有 {freeBytes} 内部空闲',
    },
    what: {
      en: 'Of the {contextBytes} of {context} of {process}, {freeBytes} ({freeRatio}) is free inside, in {freeChunks} chunks.',
      zh: '{process} 的 {context} 占 {contextBytes}，其中 {freeBytes}（{freeRatio}）是内部空闲，分散在 {freeChunks} 个空闲块里。',
    },
    why: {
      en: 'Free chunks are used again by this context alone and go back only when it is reset: this is fragmentation, not live data.',
      zh: '空闲块只能由本上下文重用，重置时才归还：这是碎片，不是存活数据。',
    },
    next: ALL,
  },
  'contexts.unaccounted': {
    brief: {
      en: '{unaccountedBytes} of {anonBytes} is in no MemoryContext',
      zh: '{anonBytes} 中有 {unaccountedBytes} 不在任何 MemoryContext 中',
    },
    what: {
      en: 'MemoryContexts of {process} explain {totalBytes} of the {anonBytes} that it holds itself (RssAnon and swap); {unaccountedBytes} ({unaccountedRatio}) is in none of them.',
      zh: '{process} 的私有内存（RssAnon 与 swap）为 {anonBytes}，MemoryContext 只解释了 {totalBytes}；其余 {unaccountedBytes}（{unaccountedRatio}）不在任何上下文中。',
    },
    why: {
      en: 'It was taken by malloc outside of them: by an extension, a library (JIT, XML, TLS, PL languages), or it is free inside malloc.',
      zh: '这部分由上下文之外的 malloc 分配：扩展、库（JIT、XML、TLS、PL 语言），或是 malloc 内部的空闲。',
    },
    more: {
      suspects: {
        en: 'Loaded beside the server: {suspects}.',
        zh: '服务器之外已加载：{suspects}。',
      },
      noSuspects: {
        en: 'No extension and no language is loaded beside the server: what malloc keeps free is the likelier.',
        zh: '服务器之外没有加载扩展或语言：更可能是 malloc 保留的空闲内存。',
      },
    },
    next: {
      en: 'See what malloc holds: {arenasCommand}',
      zh: '查看 malloc 的占用：{arenasCommand}',
    },
  },
  'contexts.differ': {
    brief: {
      en: 'between {snapshots} looks grew: {candidates}',
      zh: '{snapshots} 次快照之间增长的有：{candidates}',
    },
    what: {
      en: 'Between {snapshots} looks at {process} these grew most: {candidates}.',
      zh: '{process} 的 {snapshots} 次快照之间，增长最多的是：{candidates}。',
    },
    why: {
      en: 'So few looks name candidates and no culprit.',
      zh: '次数太少，只能列出候选，不能认定。',
    },
    more: {
      cut: {
        en: '{cut} of the looks are not whole: what they lack is not taken for nothing.',
        zh: '其中 {cut} 次快照不完整：缺少的部分不按 0 计算。',
      },
    },
    next: COMPARE,
  },
  'contexts.grows': {
    brief: {
      en: '{context} grew most, by {risenBytes}',
      zh: '增长最多的是 {context}，增加 {risenBytes}',
    },
    what: {
      en: 'Over {snapshots} looks at {process}, {context} grew most: from {firstBytes} to {lastBytes}, {shareRatio} of the growth.',
      zh: '{process} 的 {snapshots} 次快照中，{context} 增长最多：从 {firstBytes} 到 {lastBytes}，占增长的 {shareRatio}。',
    },
    why: {
      en: 'Ranked by how steadily each grew, not by size.',
      zh: '按增长的持续性而非大小排序。',
    },
    more: {
      ...MEANS,
      slopeBytesPerDay: {
        en: 'That is about {slopeBytesPerDay}.',
        zh: '约 {slopeBytesPerDay}。',
      },
      counted: {
        en: 'Their number went from {firstCount} to {lastCount}.',
        zh: '其数量从 {firstCount} 变为 {lastCount}。',
      },
      unexplainedBytes: {
        en: '{unexplainedBytes} of the growth is in no named context.',
        zh: '另有 {unexplainedBytes} 的增长不属于任何有名称的上下文。',
      },
      errors: {
        en: '{errors} errors of this process stand in the log beside it: see whether it grows with them.',
        zh: '同一日志中有该进程的 {errors} 条错误：看看它是否随错误增长。',
      },
      cut: {
        en: '{cut} of the looks are not whole: what they lack is not taken for nothing.',
        zh: '其中 {cut} 次快照不完整：缺少的部分不按 0 计算。',
      },
    },
    next: COMPARE,
  },
} as const satisfies Record<string, FindingWords>

export type ContextsCode = keyof typeof WORDS
