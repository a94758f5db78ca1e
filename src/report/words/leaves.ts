/** Words of what the policy keeps in the house. */
import type { Phrase } from '../../domain/words.ts'

export const LEAVES_WORDS = {
  withheld: {
    en: 'Withheld here by the policy (rule {rule}): figures {figures}, texts {texts}, strings from memory {samples}. A place that may show more, or a terminal, has all of it[: {showCommand}].',
    zh: '策略（规则 {rule}）在此处隐去：数值 {figures}、文本 {texts}、内存字符串 {samples}。权限更高的频道或终端可查看全部内容[：{showCommand}]。',
  },
  level: { en: 'shown here at most', zh: '此处最多显示' },
  byRule: { en: '{level} ({rule})', zh: '{level}（{rule}）' },
  verdict: { en: 'verdict', zh: '结论' },
  numbers: { en: 'numbers', zh: '数值' },
  text: { en: 'text', zh: '文本' },
  samples: { en: 'all', zh: '全部' },
} as const satisfies Readonly<Record<string, Phrase>>
