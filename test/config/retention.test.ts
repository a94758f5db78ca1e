/** `retention` of memcheck.yaml: lifetimes within their bounds, and every fault with its line. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type ConfigFault, faultLine } from '../../src/config/words.ts'
import { readConfig } from '../../src/config/yaml.ts'
import {
  KEPT_KINDS,
  LIFETIME_BOUNDS,
  type Lifetimes,
  USUAL_LIFETIMES,
} from '../../src/domain/lifetimes.ts'
import { DAY_MS, HOUR_MS } from '../../src/domain/time.ts'
import { validateWhen } from '../../src/schedule/when.ts'

const options = {
  path: 'memcheck.yaml',
  reserved: [],
  home: '/home/bot',
  agentSocket: null,
  readWhen: validateWhen,
}

function lifetimes(text: string): Lifetimes {
  const got = readConfig(text, options)
  if ('faults' in got) throw new Error(got.faults.map((one) => faultLine(one, 'en')).join('\n'))
  return got.config.lifetimes
}

function faults(text: string): readonly ConfigFault[] {
  const got = readConfig(text, options)
  return 'faults' in got ? got.faults : []
}

describe('retention', () => {
  test('left out is as usual; what is given differs, all else does not', () => {
    expect(lifetimes('')).toEqual(USUAL_LIFETIMES)
    expect(lifetimes('retention: {captures: 7d, uploads: 12h}\n')).toEqual({
      ...USUAL_LIFETIMES,
      captures: 7 * DAY_MS,
      uploads: 12 * HOUR_MS,
    })
  })

  test('any kind takes any duration within its bounds, and none beyond', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...KEPT_KINDS),
        fc.integer({ min: 1, max: 99_999 }),
        fc.constantFrom('s', 'm', 'h', 'd'),
        (kind, count, unit) => {
          const ms = count * { s: 1000, m: 60_000, h: HOUR_MS, d: DAY_MS }[unit as 'h']
          const text = `retention:\n  ${kind}: ${count}${unit}\n`
          const { leastMs, mostMs } = LIFETIME_BOUNDS[kind]
          if (ms >= leastMs && ms <= mostMs) expect(lifetimes(text)[kind]).toBe(ms)
          else
            expect(faults(text)).toMatchObject([
              { code: 'bad-lifetime', line: 2, params: { where: `retention.${kind}` } },
            ])
        },
      ),
    )
  })

  test.each([
    ['captures: 30', 'want-text'],
    ['captures: for ever', 'bad-lifetime'],
    ['captures: 59m', 'bad-lifetime'],
    ['samples: 23h', 'bad-lifetime'],
    ['samples: 3651d', 'bad-lifetime'],
    ['capture: 7d', 'unknown-key'],
    ['captures:', 'empty-value'],
    ['audit: 90d', 'audit-lifetime'],
  ])('%s is refused: %s', (entry, code) => {
    const found = faults(`lang: en\nretention:\n  ${entry}\n`)
    expect(found.map((one) => [one.code, one.line])).toEqual([[code, 3]])
  })

  test('faults say the bounds, and the key that may be meant', () => {
    const [bad] = faults('retention: {captures: 1m}\n')
    expect(faultLine(bad as ConfigFault, 'en')).toBe(
      'memcheck.yaml:1: retention.captures: give a duration (12h, 30d) from 1 h to 3650 d',
    )
    const [near] = faults('retention: {upload: 1d}\n')
    expect(faultLine(near as ConfigFault, 'en')).toContain('did you mean "uploads"?')
    expect(faults('retention: []\n')).toMatchObject([{ code: 'want-map' }])
    expect(faults('retention:\n')).toMatchObject([{ code: 'empty-value' }])
  })

  test('the example names every kind with its usual lifetime', () => {
    const example = readFileSync('memcheck.example.yaml', 'utf8')
    expect(example).toMatch(/^retention:/m)
    expect(lifetimes(example)).toEqual({ ...USUAL_LIFETIMES, uploads: 30 * DAY_MS })
    for (const kind of KEPT_KINDS) {
      const days = LIFETIME_BOUNDS[kind].usualMs / DAY_MS
      if (kind !== 'uploads') expect(example).toContain(`${kind}: ${days}d`)
    }
  })
})
