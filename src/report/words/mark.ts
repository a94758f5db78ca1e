/** Words of marks. */
import type { Phrase } from '../../domain/words.ts'

export const MARK_WORDS = {
  made: {
    en: 'Marked on {host} at {markedAtMs}: {text}. Graphs of the host and of what runs on it show it. Take it away with `memcheck unmark {id}`.',
    zh: '已在 {host} 上标记 {markedAtMs}：{text}。该主机及其上进程的图表会显示它。删除：`memcheck unmark {id}`。',
  },
  removed: {
    en: 'Mark {id} of {host} is taken away: {text}',
    zh: '已删除 {host} 的标记 {id}：{text}',
  },
  none: {
    en: 'No mark is kept of {host}. Make one: `memcheck mark {host} "deploy 1.2"`',
    zh: '{host} 没有标记。添加：`memcheck mark {host} "deploy 1.2"`',
  },
  list: { en: 'Marks of {host}, the newest first', zh: '{host} 的标记，最新的在前' },
  inSpan: { en: 'Marks of this span, the newest first', zh: '该时段内的标记，最新的在前' },
  item: {
    en: '{markedAtMs}: {text} (mark {id}, {by})',
    zh: '{markedAtMs}：{text}（标记 {id}，{by}）',
  },
  more: { en: '… and {more} older', zh: '……另有 {more} 个更早的' },
  alt: {
    en: 'Marks (UTC): {marks}[; and {more} older].',
    zh: '标记（UTC）：{marks}[；另有 {more} 个更早的]。',
  },
} as const satisfies Readonly<Record<string, Phrase>>
