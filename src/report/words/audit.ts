/** Words of the audit. */
import type { Phrase } from '../../domain/words.ts'

export const AUDIT_WORDS = {
  list: { en: 'Audit, newest first', zh: '审计记录（最新在前）' },
  none: { en: 'No such row in the audit.', zh: '没有符合条件的审计记录。' },
  more: {
    en: 'The newest {shown} are shown; `memcheck audit --json` writes all of them, a line each.',
    zh: '仅显示最新的 {shown} 条；`memcheck audit --json` 逐行输出全部。',
  },
  at: { en: 'at, UTC', zh: '时间（UTC）' },
  who: { en: 'who', zh: '操作人' },
  where: { en: 'where', zh: '位置' },
  action: { en: 'action', zh: '操作' },
  target: { en: 'target', zh: '目标' },
  decision: { en: 'decision', zh: '决定' },
  rule: { en: 'by rule', zh: '依据规则' },
  run: { en: 'run', zh: '运行' },
  allowed: { en: 'allowed', zh: '允许' },
  refused: { en: 'refused', zh: '拒绝' },
} as const satisfies Readonly<Record<string, Phrase>>
