import { expect, test } from 'vitest'
import { GIB } from '../../src/domain/bytes.ts'
import type { Verdict } from '../../src/domain/finding.ts'
import type { Growth } from '../../src/domain/growth.ts'
import { HOST_METRICS, type SampleRow, type Values } from '../../src/domain/sample.ts'
import { DAY_MS, HOUR_MS } from '../../src/domain/time.ts'
import { type Lang, plain } from '../../src/domain/words.ts'
import { type FleetHost, fleetChart } from '../../src/report/fleetChart.ts'
import { lateText } from '../../src/report/hostPast.ts'
import { NOW_MS } from '../growth/rows.ts'
import { reportOf } from './reports.ts'

const TOTAL = 32 * GIB
const NO_VALUES = Object.fromEntries(HOST_METRICS.map((name) => [name, null])) as Values<'host'>

function rowAt(atMs: number, used: number): SampleRow {
  return {
    ...{ kind: 'host', subject: 'db1', incarnation: 'boot', atMs, hostUptimeSec: null },
    ...{ startedAtMs: null, pid: null },
    values: { ...NO_VALUES, memTotalBytes: TOTAL, memAvailableBytes: (1 - used) * TOTAL },
  }
}

function hostOf(host: string, verdict: Verdict, used: number, growth: Growth | null): FleetHost {
  const levels = {
    'host.memTotalBytes': TOTAL,
    'host.memAvailableBytes': (1 - used) * TOTAL,
  }
  const rows = Array.from({ length: 15 }, (_, i) =>
    rowAt(NOW_MS - (14 - i) * 12 * HOUR_MS, used - (14 - i) * 0.02),
  )
  return { host, verdict, rows, report: reportOf({ verdict, levels, growth, atMs: NOW_MS }) }
}

const GROWS = {
  verdict: 'leaking',
  slopeBytesPerDay: 2 * GIB,
  spanSec: 14 * 86_400,
  eta: { seconds: 86_400, lo: 1, hi: null, limitBytes: TOTAL, limitName: 'MemTotal' },
} as Growth
const FLAT = { ...GROWS, verdict: 'stable' } as Growth
const FEW = { ...GROWS, verdict: 'insufficient-data' } as Growth

const UNREAD: FleetHost = { host: 'db9', verdict: 'unknown', rows: [], report: null }
const HOSTS = [
  hostOf('calm', 'ok', 0.4, FLAT),
  hostOf('calmer', 'ok', 0.6, FEW),
  UNREAD,
  hostOf('bad', 'critical', 0.96, GROWS),
]

function chartOf(hosts: readonly FleetHost[], lang: Lang = 'en', drawnLang: Lang = 'en') {
  const title = { en: 'm: 1 of 4 need a look', zh: 'm：4 个中有 1 个需要关注' }
  return fleetChart({ hosts, title, dueAtMs: NOW_MS, lang, drawnLang })
}

test('worst first, then the fuller; what grows has a pace and an end, what is not known has neither', () => {
  const chart = chartOf(HOSTS)
  expect(chart?.rows.map(({ host, change, full, tone }) => [host, change, full, tone])).toEqual([
    ['bad', '+2 GiB', '1 d', 'critical'],
    ['db9', '–', '–', 'calm'],
    ['calmer', '–', '–', 'calm'],
    ['calm', 'flat', '–', 'calm'],
  ])
  expect(chart?.rows[0]?.past.filter((part) => part !== null)).toHaveLength(15)
  expect(chart?.rows[1]?.note).toBe('could not be checked')
})

test.each([
  ['en', 'm: 1 of 4 need a look. Worst: bad 96 % used, +2 GiB a day, full in 1 d; db9 could'],
  ['zh', 'm：4 个中有 1 个需要关注。最严重：bad 已用 96 %，每天 +2 GiB，1 d 后用满；db9 未能检查'],
] as const)('the alt text says the worst ones in %s; what is drawn is English', (lang, words) => {
  const chart = chartOf(HOSTS, lang)
  expect(chart?.alt).toContain(words)
  expect(chart?.title).toBe('m: 1 of 4 need a look')
})

test('where a font for it is at hand the picture is Chinese too', () => {
  const chart = chartOf(HOSTS, 'zh', 'zh')
  expect(chart?.title).toBe('m：4 个中有 1 个需要关注')
  expect(Object.values(chart?.columns ?? {})).toEqual(['主机', '已用', '7 d', '每天', '用满还需'])
  expect(chart?.rows.map(({ note, change }) => note || change)).toEqual([
    '+2 GiB',
    '未能检查',
    '–',
    '平稳',
  ])
})

test('of many the others are counted', () => {
  const many = Array.from({ length: 214 }, (_, i) => hostOf(`web${i}`, 'ok', i / 300, FLAT))
  const chart = chartOf(many)
  expect([chart?.rows.length, chart?.rows[0]?.host, chart?.others]).toEqual([
    12,
    'web213',
    '202 others',
  ])
  expect(chart?.alt).toContain('202 more hosts are not drawn.')
})

test('one host that was read is no fleet', () => {
  expect(chartOf([hostOf('bad', 'critical', 0.96, GROWS), UNREAD])).toBeNull()
})

test('a line of a summary ends with the week between its numbers; too few readings give none', () => {
  const rows = Array.from({ length: 8 }, (_, i) => rowAt(NOW_MS - (7 - i) * DAY_MS, 0.5 + i * 0.05))
  expect(plain(lateText(rows, NOW_MS, 'en'))).toBe('50 % → 85 % used in 7 d ▁▂▃▄▅▆▇█')
  expect(lateText(rows.slice(-2), NOW_MS, 'en')).toEqual([])
})
