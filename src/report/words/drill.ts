/** Words of the general drilldowns. */
import type { Phrase } from '../../domain/words.ts'

export const DRILL_WORDS = {
  noSource: {
    en: 'No source “{word}” in this reading. There are:',
    zh: '本次读数中没有来源“{word}”。可用的有：',
  },
  sources: {
    en: 'Sources of this reading; ask for one: raw SOURCE',
    zh: '本次读数的来源；查看其一：raw SOURCE',
  },
  newest: {
    en: 'The newest {shown} of {total} readings',
    zh: '共 {total} 次读数，显示最新 {shown} 次',
  },
  explainNotHere: {
    en: 'not among the findings of this report; in general:',
    zh: '不在本次报告的结论中；一般含义：',
  },
  explainWhich: {
    en: 'Name a finding’s code, for example: explain leak.growing',
    zh: '请给出结论代码，例如：explain leak.growing',
  },
} as const satisfies Readonly<Record<string, Phrase>>
