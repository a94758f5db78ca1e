/** Words of mutes. */
import type { Phrase } from '../../domain/words.ts'

export const MUTE_WORDS = {
  muted: {
    en: 'Muted until {untilAtMs}: {code} of {subject}. Orders and watches leave it untold; who asks directly sees it, marked. Lift it with `memcheck unmute`.',
    zh: '已静音至 {untilAtMs}：{subject} 的 {code}。任务与监视不再通报；直接查询时仍会显示并加标记。取消：`memcheck unmute`。',
  },
  mutedAll: {
    en: 'Muted until {untilAtMs}: all findings of {subject}. Orders and watches leave them untold; who asks directly sees them, marked. Lift it with `memcheck unmute`.',
    zh: '已静音至 {untilAtMs}：{subject} 的全部发现。任务与监视不再通报；直接查询时仍会显示并加标记。取消：`memcheck unmute`。',
  },
  lifted: {
    en: '{target}: {lifted} mute(s) lifted; told again from now on.',
    zh: '{target}：已取消 {lifted} 条静音，恢复通报。',
  },
  mark: { en: ' (muted until {mutedUntilAtMs})', zh: '（静音至 {mutedUntilAtMs}）' },
  none: { en: 'Nothing is muted.', zh: '没有静音。' },
  list: { en: 'Muted', zh: '静音列表' },
  all: { en: 'all', zh: '全部' },
  subject: { en: 'subject', zh: '对象' },
  code: { en: 'code', zh: '代码' },
  until: { en: 'until, UTC', zh: '截止（UTC）' },
  by: { en: 'by', zh: '操作人' },
} as const satisfies Readonly<Record<string, Phrase>>
