/** The rule by which an order tells of growth: a table of lives, and what must hold for any of them. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Growth, GrowthVerdict } from '../../src/domain/growth.ts'
import { HOUR_MS } from '../../src/domain/time.ts'
import {
  type Inspection,
  inspected,
  isOfGrowth,
  NO_NOTICE,
  type NoticeState,
  noticeOf,
  noticeText,
  QUIET_MS,
} from '../../src/growth/notify.ts'

type Found = Inspection['found']

function growth(verdict: GrowthVerdict, score: number | null, points = 40): Growth {
  return {
    verdict,
    imported: null,
    metric: 'anonAndSwapBytes',
    score,
    slopeBytesPerDay: 1,
    slopeLo: 0,
    slopeHi: 2,
    since: 1,
    until: null,
    risenBytes: 1,
    eta: null,
    cap: null,
    points,
    spanSec: 1,
    incarnations: 1,
    floors: [],
    models: [],
    rival: null,
    notes: [],
    needs: null,
  }
}

const read = (of: Growth | null, life = 'a'): Found => ({ kind: 'read', life, growth: of })
const SURE = read(growth('leaking', 0.97))
const HIGH = read(growth('leaking', 0.9))
const FEW = read(growth('leaking', 0.99, 19))
const CAPPED = read(growth('growing-not-yet-proved', 0.99))
const MAYBE = read(growth('growing-not-yet-proved', 0.6))
const CALM = read(growth('plateaued', 0.1))
const EARLY = read(growth('insufficient-data', null, 3))
const OTHER = read(growth('insufficient-data', null, 1), 'b')
const OTHER_SURE = read(growth('leaking', 0.97), 'b')
const GONE: Found = { kind: 'gone' }
const UNREAD: Found = { kind: 'unread' }

/** What was told at each inspection, a step apart: `-` nothing, `!` announced, or why it ended. */
function told(found: readonly Found[], stepMs = HOUR_MS, muted: readonly number[] = []): string {
  let state: NoticeState = NO_NOTICE
  return found
    .map((of, i) => {
      const next = inspected(state, {
        atMs: 1e12 + i * stepMs,
        found: of,
        muted: muted.includes(i),
      })
      state = next.state
      if (next.notice === null) return next.holds ? '+' : '-'
      return next.notice.kind === 'announce' ? '!' : next.notice.why
    })
    .join(' ')
}

describe('what is told', () => {
  test.each<[string, readonly Found[], string]>([
    ['two sure inspections running, once', [SURE, SURE, SURE, SURE], '- ! + +'],
    ['one sure inspection is not two', [SURE, HIGH, SURE, HIGH], '- - - -'],
    ['.9 is told to who asks, not by an order', [HIGH, HIGH, HIGH], '- - -'],
    ['too few readings', [FEW, FEW, FEW], '- - -'],
    ['growth below a known cap is not proved, whatever the score', [CAPPED, CAPPED], '- -'],
    ['an unreachable host between two does not count', [SURE, UNREAD, SURE], '- - !'],
    ['its end: two calm ones running', [SURE, SURE, CALM, CALM, CALM], '- ! + calm -'],
    ['one calm inspection is no end', [SURE, SURE, CALM, HIGH, CALM, SURE], '- ! + + + +'],
    ['between calm and sure nothing changes', [SURE, SURE, MAYBE, MAYBE, MAYBE], '- ! + + +'],
    ['too few readings are no end', [SURE, SURE, EARLY, EARLY, EARLY], '- ! + + +'],
    ['a restart ends it, once', [SURE, SURE, OTHER, OTHER], '- ! restarted -'],
    ['the process is gone, told once', [SURE, SURE, GONE, GONE, GONE], '- ! gone - -'],
    ['an unreachable host is no end', [SURE, SURE, UNREAD, UNREAD], '- ! + +'],
    ['gone or restarted before it was told: nothing to end', [SURE, GONE, OTHER], '- - -'],
    ['a new life begins to count anew', [SURE, OTHER_SURE, OTHER_SURE], '- - !'],
    [
      'a filling cache that the detector wavers about',
      [HIGH, SURE, MAYBE, SURE, CALM],
      '- - - - -',
    ],
  ])('%s', (_, found, expected) => expect(told(found)).toBe(expected))

  test('a leaker that is restarted each hour is told every few hours, not at each restart', () => {
    const lives = Array.from({ length: 12 }, (_, hour) => [
      read(growth('leaking', 0.99), `life-${hour}`),
      read(growth('leaking', 0.99), `life-${hour}`),
    ])
    const all = told(lives.flat(), HOUR_MS / 2)
    expect(all.match(/!/g)?.length).toBe(Math.ceil((12 * HOUR_MS) / QUIET_MS))
    expect(all.match(/restarted/g)?.length).toBe(all.match(/!/g)?.length)
  })

  test('while it is muted nothing is told; what still stands is told when the mute is over', () => {
    expect(told([SURE, SURE, SURE, SURE], HOUR_MS, [0, 1, 2])).toBe('- + + !')
    expect(told([SURE, SURE, GONE, GONE], HOUR_MS, [2])).toBe('- ! - -')
  })
})

test('the same inspection again changes nothing, nor does an older one', () => {
  const first = inspected(NO_NOTICE, { atMs: 1000, found: SURE, muted: false })
  for (const atMs of [1000, 999]) {
    const again = inspected(first.state, { atMs, found: SURE, muted: false })
    expect(again).toEqual({ notice: null, holds: false, state: first.state })
  }
})

test('findings of growth are told by their area', () => {
  expect(
    ['leak.leaking', 'growth.steady', 'oom.limit', 'leaks', 'x.leak.y'].map(isOfGrowth),
  ).toEqual([true, true, false, false, false])
})

const anyFound = fc.oneof(
  fc
    .record({
      verdict: fc.constantFrom<GrowthVerdict>('leaking', 'stable', 'growing-not-yet-proved'),
      score: fc.constantFrom(0.97, 0.96, 0.9, 0.5, 0.2, null),
      points: fc.constantFrom(5, 20, 60),
      life: fc.constantFrom('a', 'a', 'a', 'b', null),
    })
    .map(
      (of): Found => ({
        kind: 'read',
        life: of.life,
        growth: growth(of.verdict, of.score, of.points),
      }),
    ),
  fc.constantFrom(SURE, SURE, CALM, GONE, UNREAD),
)
const anySteps = fc.array(
  fc.record({ found: anyFound, stepMs: fc.constantFrom(0, 5000, HOUR_MS, QUIET_MS) }),
  { maxLength: 60 },
)

test('any life: announced only after two sure ones running, never twice without an end between, each end once', () => {
  fc.assert(
    fc.property(anySteps, (steps) => {
      let state = NO_NOTICE
      let atMs = 1e12
      let open = false
      let sure = 0
      const counts: number[] = []
      for (const { found, stepMs } of steps) {
        atMs += stepMs
        const repeated = atMs <= state.inspectedMs
        const {
          notice,
          holds,
          state: next,
        } = inspected(noticeOf(noticeText(state)), {
          atMs,
          found,
          muted: false,
        })
        if (!repeated && found.kind === 'read') {
          const { growth: of } = found
          const isSure = of?.verdict === 'leaking' && (of.score ?? 0) >= 0.95 && of.points >= 20
          sure = isSure ? sure + 1 : 0
        } else if (!repeated && found.kind === 'gone') sure = 0
        if (notice?.kind === 'announce') {
          expect(open).toBe(false)
          expect(sure).toBeGreaterThanOrEqual(2)
          expect(holds).toBe(true)
          counts.push(notice.count)
          open = true
        }
        if (notice?.kind === 'end') {
          expect(open).toBe(true)
          expect(notice.count).toBe(counts.at(-1))
          open = false
        }
        expect(next.announced).toBe(open)
        expect(noticeOf(noticeText(next))).toEqual(next)
        state = next
      }
      expect(new Set(counts).size).toBe(counts.length)
    }),
  )
})

test('a memo of another build, or none, is nothing known; any text is read', () => {
  for (const text of [null, undefined, '', '0 1 2', '{"sure":2}', 7])
    expect(noticeOf(text)).toEqual(NO_NOTICE)
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(noticeOf(noticeText(noticeOf(text)))).toEqual(noticeOf(text))
    }),
  )
})
