/** Words about files that people bring. */
import type { Phrase } from '../../domain/words.ts'

export const FILE_WORDS = {
  files: { en: 'files', zh: '个文件' },
  readOnly: { en: 'read; no rule judges it', zh: '已读取；没有适用的规则' },
  unknown: { en: 'Not read: {lines}', zh: '未读取：{lines}' },
  unknownMore: {
    en: 'Not read: {lines} and {more} more places',
    zh: '未读取：{lines} 以及另外 {more} 处',
  },
  unknownTool: {
    en: 'Not read yet: {lines} looks like {looksLike}',
    zh: '尚不支持读取：{lines} 看起来是 {looksLike}',
  },
  unchecked: {
    en: '{kind}: could not check {missing}: bring that too',
    zh: '{kind}：未能检查 {missing}：请一并提供',
  },
} as const satisfies Readonly<Record<string, Phrase>>
