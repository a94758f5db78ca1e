import { describe, expect, test } from 'vitest'
import { validateWhen } from '../../src/schedule/when.ts'

describe('validateWhen', () => {
  test.each([
    ['5s', { kind: 'interval', everyMs: 5000 }],
    [' 15m ', { kind: 'interval', everyMs: 900_000 }],
    ['1h', { kind: 'interval', everyMs: 3_600_000 }],
    ['0 8 * * *', { kind: 'cron', expression: '0 8 * * *', zone: 'Europe/Berlin' }],
    ['0  8 * *  mon-fri', { kind: 'cron', expression: '0 8 * * mon-fri', zone: 'Europe/Berlin' }],
    ['*/5 * * * * *', { kind: 'cron', expression: '*/5 * * * * *', zone: 'Europe/Berlin' }],
    ['@daily', { kind: 'cron', expression: '@daily', zone: 'Europe/Berlin' }],
  ])('%s', (text, when) => {
    expect(validateWhen(text, 'Europe/Berlin')).toEqual({ when })
  })

  test.each([
    ['4s', { code: 'interval-too-short', leastMs: 5000 }],
    ['* * * * * *', { code: 'interval-too-short', leastMs: 5000 }],
    ['0,57 * * * * *', { code: 'interval-too-short', leastMs: 5000 }],
    ['61 * * * *', { code: 'bad-cron', detail: '61 is a invalid expression for minute' }],
    ['0 8 * *', { code: 'bad-cron', detail: 'expected 5 or 6 fields but got 4' }],
    [
      '0 0 31 2 *',
      { code: 'bad-cron', detail: '31 2 is an impossible day of month for the given month' },
    ],
    ['0 0 L-30 2 *', { code: 'bad-cron', detail: 'no such day' }],
    ['every morning', { code: 'bad-cron', detail: 'expected 5 or 6 fields but got 2' }],
    ['', { code: 'bad-cron', detail: 'pattern includes illegal characters' }],
    ['0s', { code: 'bad-cron', detail: 'expected 5 or 6 fields but got 1' }],
    ['$(reboot)', { code: 'bad-cron', detail: 'pattern includes illegal characters' }],
  ])('refuses %s', (text, fault) => {
    expect(validateWhen(text, 'UTC')).toEqual({ fault })
  })

  test('refuses a zone that is none', () => {
    expect(validateWhen('0 8 * * *', 'Berlin')).toEqual({
      fault: { code: 'bad-zone', zone: 'Berlin' },
    })
    expect(validateWhen('0 8 * * *', '')).toEqual({ fault: { code: 'bad-zone', zone: '' } })
  })
})
