import { expect, test } from 'vitest'
import { leak } from '../../src/analyzers/leak/index.ts'
import { GIB } from '../../src/domain/bytes.ts'
import type { Growth } from '../../src/domain/growth.ts'
import { plain, say } from '../../src/domain/words.ts'
import { contextOf } from '../hosts/load.ts'
import { findingsOf, said } from './frames.ts'

const GROWING: Growth = {
  verdict: 'growing-not-yet-proved',
  metric: 'anonAndSwapBytes',
  score: null,
  imported: null,
  slopeBytesPerDay: 24 * GIB,
  slopeLo: 20 * GIB,
  slopeHi: 30 * GIB,
  since: 0,
  until: null,
  risenBytes: 2 * GIB,
  eta: {
    seconds: 3 * 3600,
    lo: 2 * 3600,
    hi: 4 * 3600,
    limitBytes: 4 * GIB,
    limitName: 'memory.max /app',
  },
  cap: null,
  floors: [],
  models: [],
  rival: null,
  points: 20,
  spanSec: 7200,
  incarnations: 1,
  notes: [],
  needs: null,
}

const withGrowth = (growth: Growth | null) => ({ ...contextOf('healthy'), growth })

test('no growth object, or a flat series, gives no finding: it clears nothing and accuses nobody', () => {
  expect(said(leak, withGrowth(null))).toEqual([])
  expect(said(leak, withGrowth({ ...GROWING, verdict: 'stable', eta: null }))).toEqual([])
})

test('a limit within a day is a warning', () => {
  expect(said(leak, withGrowth(GROWING))).toEqual(['warning leak.growing-to-limit'])
})

test.each([
  ['no limit is known', { eta: null }],
  ['the limit is days away', { eta: { ...GROWING.eta, seconds: 3 * 86_400 } }],
  ['it was seen for too short a time to say so', { spanSec: 60 }],
])('growth is information when %s', (_, of) => {
  expect(said(leak, withGrowth({ ...GROWING, ...of } as Growth))).toEqual(['info leak.growing'])
})

test('a first reading says what is missing and gives the command that brings it', () => {
  const [finding] = findingsOf(leak, contextOf('healthy'))
  expect(finding?.numbers).toMatchObject({ moreSamples: 5, pid: '26528' })
  const next = leak.words['leak.one-snapshot']?.next
  expect(next).toBeDefined()
  if (next === undefined) return
  expect(say(next, finding?.numbers ?? {}, 'en').at(-1)).toEqual({
    command: 'memcheck watch healthy 26528 every 30s for 30m',
  })
})

test('the sentences of a growing process, in both languages', () => {
  const [finding] = findingsOf(leak, withGrowth(GROWING))
  const words = leak.words['leak.growing-to-limit']
  const numbers = { ...finding?.numbers, subject: 'leaky' }
  const line = (lang: 'en' | 'zh') =>
    words === undefined ? '' : plain(say(words.what, numbers, lang))
  expect(line('en')).toMatchInlineSnapshot(
    `"leaky grows by 291 KiB/s and meets memory.max /app (4 GiB) in about 3 h; 2 GiB in 2 h."`,
  )
  expect(line('zh')).toMatchInlineSnapshot(
    `"leaky 以约 291 KiB/s 的速度增长，预计约 3 h 后触及 memory.max /app（4 GiB）；2 h 内已增加 2 GiB。"`,
  )
})

test('no word of any leak finding says that it is a leak', () => {
  const claims = Object.values(leak.words).map(({ what }) => what.en)
  expect(claims.filter((text) => /\bis a leak|leaks memory|is leaking/i.test(text))).toEqual([])
})

test('no score is told as certainty', () => {
  const sure: Growth = { ...GROWING, verdict: 'leaking', score: 0.998, eta: null }
  const [finding] = findingsOf(leak, withGrowth(sure))
  expect(finding?.numbers['scorePercent']).toBe(99)
})
