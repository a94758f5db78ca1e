/** Words of what like members tell at one instant: a suggestion, never a verdict. */
import type { FindingWords } from '../../domain/words.ts'

export const WORDS = {
  'members.grow-with-age': {
    brief: {
      en: '{count} × {role}: older ones hold more',
      zh: '{count} 个 {role}：运行越久占用越多',
    },
    what: {
      en: 'Of {count} members of {role} the older ones hold more: about {slopeBytesPerDay} of age ({slopeLowBytesPerDay} to {slopeHighBytesPerDay}), between {youngestSeconds} and {oldestSeconds}; the median holds {medianBytes}.',
      zh: '{count} 个 {role} 中，运行越久占用越多：按运行时长约 {slopeBytesPerDay}（{slopeLowBytesPerDay} ~ {slopeHighBytesPerDay}），时长从 {youngestSeconds} 到 {oldestSeconds}；中位数为 {medianBytes}。',
    },
    why: {
      en: 'This suggests that each grows as it works; it is no proof, because who is old may also do other work.',
      zh: '这提示每个成员都随工作而增长；但并非证明，因为运行久的成员也可能承担了不同的工作。',
    },
    next: {
      en: 'Watch the largest of them ({largest}): {watchCommand}',
      zh: '持续观察其中最大的一个（{largest}）：{watchCommand}',
    },
  },
} as const satisfies Record<string, FindingWords>

export type MembersCode = keyof typeof WORDS
