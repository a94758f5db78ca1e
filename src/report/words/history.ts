/** Words of what is kept of a subject. */
import type { Phrase } from '../../domain/words.ts'

export const HISTORY_WORDS = {
  head: {
    en: '{target}, the last {spanMs}: {verdict}',
    zh: '{target}，最近 {spanMs}：{verdict}',
  },
  headNone: {
    en: '{target}, the last {spanMs}: no reading is kept',
    zh: '{target}，最近 {spanMs}：没有保存的读数',
  },
  noneNext: {
    en: 'Look further back (up to {mostMs}), or take a reading now: {checkCommand}',
    zh: '可查看更长时间（最长 {mostMs}），或现在采集一次：{checkCommand}',
  },
  verdict: { en: 'growth', zh: '增长' },
  score: { en: '{verdict} (score {score})', zh: '{verdict}（得分 {score}）' },
  rate: { en: 'rate (95 %)', zh: '速率（95 %）' },
  about: { en: 'about {rate} ({low} to {high})', zh: '约 {rate}（{low} 至 {high}）' },
  soFar: { en: '{rate} so far, no trend yet', zh: '目前 {rate}，尚无趋势' },
  risen: { en: 'rise', zh: '增量' },
  since: { en: 'since', zh: '起始' },
  until: { en: 'until', zh: '止于' },
  timeToLimit: { en: 'time to limit', zh: '距上限' },
  restarts: { en: 'restarts', zh: '重启' },
  reboots: { en: 'reboots', zh: '主机重启' },
  noRestart: { en: 'none seen', zh: '未见' },
  lastOf: { en: '{count}, the last {lastAtMs}', zh: '{count} 次，最近一次 {lastAtMs}' },
  readings: { en: 'readings', zh: '读数' },
  figures: {
    en: 'Its figures; each line goes from its own lowest to its own highest',
    zh: '各项数值；每条走势线从自身最低值到最高值',
  },
  figureColumns: {
    en: 'figure | at first | lowest | highest | now | over time',
    zh: '指标 | 最初 | 最低 | 最高 | 当前 | 走势',
  },
  runs: { en: 'Kept runs of this span, the newest first', zh: '该时段内保存的运行，最新的在前' },
  columns: { en: 'UTC | run | asked | verdict', zh: 'UTC | 运行 | 请求 | 结论' },
} as const satisfies Readonly<Record<string, Phrase>>
