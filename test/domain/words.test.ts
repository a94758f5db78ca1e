import { describe, expect, test } from 'vitest'
import { plain, say } from '../../src/domain/words.ts'

describe('say', () => {
  const one = (template: string, params: Record<string, number | string | null>) =>
    plain(say({ en: template, zh: template }, params, 'en'))
  test.each([
    ['{rssBytes}', { rssBytes: 1024 ** 3 }, '1 GiB'],
    ['{usedRatio}', { usedRatio: 0.923 }, '92 %'],
    ['{stallPercent}', { stallPercent: 12.34 }, '12.3 %'],
    ['{etaSeconds}', { etaSeconds: 7200 }, '2 h'],
    ['{slopeBytesPerDay}', { slopeBytesPerDay: 1024 ** 2 }, '1 MiB/day'],
    ['{hits}', { hits: 1234567 }, '1 234 567'],
    ['pid {pid}', { pid: '4242' }, 'pid 4242'],
    ['{goneBytes}', {}, '–'],
    ['{atMs}', { atMs: 5000 }, '5 s'],
    ['{dueAtMs}', { dueAtMs: 0 }, '1970-01-01 00:00:00 UTC'],
  ])('%s', (template, params, text) => expect(one(template, params)).toBe(text))

  test('a command is a code span', () => {
    expect(say({ en: 'run {nextCommand}', zh: '' }, { nextCommand: 'memcheck x' }, 'en')).toEqual([
      'run ',
      { code: 'memcheck x' },
    ])
  })
})
