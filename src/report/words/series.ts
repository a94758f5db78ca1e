/** Words about series that people bring. */
import type { Phrase } from '../../domain/words.ts'

export const SERIES_WORDS = {
  head: {
    en: '{series} series: {leaking} leaking, {growing} growing but not proved, {calm} not growing, {few} with too few readings',
    zh: '{series} 个序列：泄漏 {leaking} 个，增长但未证实 {growing} 个，未增长 {calm} 个，读数不足 {few} 个',
  },
  headOne: { en: '{id}: {verdict}', zh: '{id}：{verdict}' },
  headNone: { en: 'no series could be read', zh: '未能读取任何序列' },
  caption: {
    en: 'The worst first; rates and levels as bytes, times in UTC',
    zh: '最严重的在前；速率与数值按字节计，时间为 UTC',
  },
  captionSome: {
    en: 'The worst {shown} of {series}; rates and levels as bytes, times in UTC',
    zh: '{series} 个中最严重的 {shown} 个；速率与数值按字节计，时间为 UTC',
  },
  rate: { en: 'about {rate} ({low} to {high})', zh: '约 {rate}（{low} 至 {high}）' },
  eta: {
    en: 'about {etaSeconds} ({lowSeconds} to {highSeconds})',
    zh: '约 {etaSeconds}（{lowSeconds} 至 {highSeconds}）',
  },
  etaOpen: { en: 'about {etaSeconds}', zh: '约 {etaSeconds}' },
  paused: { en: '{since} until {until}', zh: '{since} 至 {until}' },
  readings: { en: '{points} in {span}', zh: '{span} 内 {points} 个' },
  loss: { en: '{place}: {what} ({count}): {sample}', zh: '{place}：{what}（{count}）：{sample}' },
  thinned: {
    en: '{place}: more readings than are judged; evenly left out: {count}',
    zh: '{place}：读数过多，均匀略去 {count} 个',
  },
  unusable: {
    en: '{place}: {id}: readings left out (impossible, or repeated): {count}',
    zh: '{place}：{id}：未采用的读数（不可能或重复）：{count} 个',
  },
  few: {
    en: '{place}: {id}: too few readings for a verdict: {points}',
    zh: '{place}：{id}：读数不足，无法判断：{points} 个',
  },
  zoneless: {
    en: '{place}: times without a zone were taken as UTC',
    zh: '{place}：未注明时区的时间按 UTC 处理',
  },
  proof: {
    en: 'A leak by its shape: what fills a cache straight to a cap that is not known here looks the same until it bends.',
    zh: '这是按形态判断的泄漏：直线填充到未知上限的缓存，在拐点之前看起来也一样。',
  },
  columns: {
    en: 'series | verdict | rate (95 %) | since | time to limit | readings',
    zh: '序列 | 结论 | 速率（95 %） | 起始 | 距上限 | 读数',
  },
} as const satisfies Readonly<Record<string, Phrase>>
