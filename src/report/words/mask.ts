/** Words of `mask`. */
import type { Phrase } from '../../domain/words.ts'

export const MASK_WORDS = {
  masked: {
    en: '{count} place(s) masked by the rule {rule}. What is not masked would be kept and shown as it is.',
    zh: '按规则 {rule} 脱敏 {count} 处。未脱敏的内容会原样保存和显示。',
  },
} as const satisfies Readonly<Record<string, Phrase>>
