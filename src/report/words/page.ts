/** Words of a report as a page of its own. */
import type { Phrase } from '../../domain/words.ts'

export const PAGE_WORDS = {
  run: { en: 'Run', zh: '运行' },
  host: { en: 'Host', zh: '主机' },
  target: { en: 'Asked for', zh: '查询对象' },
  when: { en: 'When', zh: '时间' },
  askedBy: { en: 'Asked by', zh: '查询者' },
  version: { en: 'memcheck', zh: 'memcheck' },
  graphs: { en: 'Graphs', zh: '图表' },
  report: { en: 'Report', zh: '报告' },
  note: {
    en: 'Made from what run {run} kept, masked as it was kept, and judged by memcheck {version}. Nothing in this file leads out of it.',
    zh: '由运行 {run} 所保存的内容生成（按保存时的脱敏形式），由 memcheck {version} 判断。此文件不引用任何外部内容。',
  },
  written: { en: 'Written: {file}, {sizeBytes}', zh: '已写入：{file}，{sizeBytes}' },
  attached: {
    en: 'The report of run {run} ({host}) as a page: {sizeBytes}',
    zh: '运行 {run}（{host}）的报告页面：{sizeBytes}',
  },
} as const satisfies Readonly<Record<string, Phrase>>
