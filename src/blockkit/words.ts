/** What the Slack surface itself says: marks in words, and what was cut or could not be attached. */
import type { Block } from '../domain/report.ts'
import type { WordTable } from '../domain/words.ts'

type Mark = Extract<Block, { kind: 'headline' }>['mark']

/** A coloured sign and its word: colour never stands alone. */
export const MARK_SIGNS: Readonly<Record<Mark, string>> = {
  critical: '🔴',
  warning: '🟠',
  info: '🔵',
  ok: '🟢',
  unknown: '⚪',
  working: '⏳',
  failed: '❌',
  choice: '❔',
}

export const MARK_WORDS: WordTable<Mark> = {
  critical: { en: 'Critical', zh: '严重' },
  warning: { en: 'Warning', zh: '警告' },
  info: { en: 'Information', zh: '信息' },
  ok: { en: 'OK', zh: '正常' },
  unknown: { en: 'Could not check', zh: '无法检查' },
  working: { en: 'Working', zh: '进行中' },
  failed: { en: 'Failed', zh: '失败' },
  choice: { en: 'Which one', zh: '请选择' },
}

export type SurfaceWord =
  | 'moreRows'
  | 'moreLines'
  | 'moreCharacters'
  | 'moreParts'
  | 'moreItems'
  | 'buttonLeftOut'
  | 'fileInThread'
  | 'picture'
  | 'pictureRefused'
  | 'fileRefused'
  | 'restTitle'
  | 'restInThread'
  | 'restSent'
  | 'restBelow'

export const SURFACE_WORDS: WordTable<SurfaceWord> = {
  moreRows: { en: '… {count} more rows', zh: '… 还有 {count} 行' },
  moreLines: { en: '… {count} more lines', zh: '… 还有 {count} 行' },
  moreCharacters: { en: '… {count} more characters', zh: '… 还有 {count} 个字符' },
  moreParts: {
    en: '… {count} more parts of this message did not fit',
    zh: '… 此消息还有 {count} 个部分放不下',
  },
  moreItems: { en: '… {count} more', zh: '… 还有 {count} 项' },
  buttonLeftOut: {
    en: 'Button left out, Slack would not take its value: {label}',
    zh: '按钮已省略，Slack 不接受其参数：{label}',
  },
  fileInThread: { en: '📄 {name}: {title} (in the thread)', zh: '📄 {name}：{title}（见消息列）' },
  picture: { en: '📈 {alt}', zh: '📈 {alt}' },
  pictureRefused: {
    en: 'The picture {name} could not be attached: {reason}',
    zh: '无法附上图片 {name}：{reason}',
  },
  fileRefused: {
    en: 'The file {name} could not be attached: {reason}',
    zh: '无法附上文件 {name}：{reason}',
  },
  restTitle: { en: 'What did not fit in the message', zh: '消息中放不下的内容' },
  restInThread: {
    en: '📄 What did not fit is in the thread: {name}',
    zh: '📄 放不下的内容见消息列：{name}',
  },
  restSent: {
    en: '📄 What did not fit was sent to who asked: {name}',
    zh: '📄 放不下的内容已私信发给提问者：{name}',
  },
  restBelow: { en: 'What did not fit above stands below.', zh: '上文放不下的内容见下文。' },
}
