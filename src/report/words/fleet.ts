/** Words of the picture of an order's hosts. */
import type { Phrase } from '../../domain/words.ts'

export const FLEET_WORDS = {
  subtitle: {
    en: '{dueAt} UTC[ · worst {shown} shown]',
    zh: '{dueAt} UTC[ · 显示最严重的 {shown} 台]',
  },
  host: { en: 'host', zh: '主机' },
  used: { en: 'used', zh: '已用' },
  past: { en: '{spanMs}', zh: '{spanMs}' },
  change: { en: 'per day', zh: '每天' },
  full: { en: 'full in', zh: '用满还需' },
  flat: { en: 'flat', zh: '平稳' },
  unread: { en: 'could not be checked', zh: '未能检查' },
  others: { en: '{others} others', zh: '另有 {others} 台' },
  alt: {
    en: '{title}. Worst: {worst}.[ {others} more hosts are not drawn.]',
    zh: '{title}。最严重：{worst}。[另有 {others} 台主机未画出。]',
  },
  altRow: {
    en: '{host} {usedRatio} used[, {change} a day][, full in {full}]',
    zh: '{host} 已用 {usedRatio}[，每天 {change}][，{full} 后用满]',
  },
  altUnread: { en: '{host} could not be checked', zh: '{host} 未能检查' },
  /** What a line of a summary ends with. */
  lately: {
    en: '{firstRatio} → {lastRatio} used in {spanMs} {line}',
    zh: '{spanMs} 内已用 {firstRatio} → {lastRatio} {line}',
  },
} as const satisfies Readonly<Record<string, Phrase>>
