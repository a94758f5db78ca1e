import { describe, expect, test } from 'vitest'
import { bare, inNames, plain, say } from '../../src/domain/words.ts'

describe('say', () => {
  const one = (template: string, params: Record<string, number | string | null>) =>
    plain(say({ en: template, zh: template }, params, 'en'))
  test.each([
    ['{rssBytes}', { rssBytes: 1024 ** 3 }, '1 GiB'],
    ['{usedRatio}', { usedRatio: 0.923 }, '92 %'],
    ['{stallPercent}', { stallPercent: 12.34 }, '12.3 %'],
    ['{etaSeconds}', { etaSeconds: 7200 }, '2 h'],
    ['{slopeBytesPerDay}', { slopeBytesPerDay: 1024 ** 2 }, '1 MiB/day'],
    ['{slopeBytesPerDay}', { slopeBytesPerDay: 2 * 1024 ** 3 }, '85.3 MiB/h'],
    ['{slopeBytesPerDay}', { slopeBytesPerDay: -43 * 1024 ** 3 }, '-522 KiB/s'],
    ['{hits}', { hits: 1234567 }, '1 234 567'],
    ['pid {pid}', { pid: '4242' }, 'pid 4242'],
    ['{goneBytes}', {}, '–'],
    ['{atMs}', { atMs: 5000 }, '5 s'],
    ['ran[ (pid {pid}[, {rssBytes}])].', { pid: '7', rssBytes: 1024 }, 'ran (pid 7, 1 KiB).'],
    ['ran[ (pid {pid}[, {rssBytes}])].', { pid: '7', rssBytes: '?' }, 'ran (pid 7).'],
    ['ran[ (pid {pid}[, {rssBytes}])].', { pid: null, rssBytes: 1024 }, 'ran.'],
    ['`unmute HOST [PID]`[ of {host}]', {}, 'unmute HOST [PID]'],
    ['{name}', { name: '[x]' }, '[x]'],
    ['{dueAtMs}', { dueAtMs: 0 }, '1970-01-01 00:00:00 UTC'],
  ])('%s', (template, params, text) => expect(one(template, params)).toBe(text))

  test('a command is a span of its own, because each surface has its own way to type it', () => {
    expect(say({ en: 'run {nextCommand}', zh: '' }, { nextCommand: 'memcheck x' }, 'en')).toEqual([
      { said: 'run ' },
      { command: 'memcheck x' },
    ])
    expect(say({ en: 'run {logCommand}', zh: '' }, { logCommand: 'journalctl -k' }, 'en')).toEqual([
      { said: 'run ' },
      { code: 'journalctl -k' },
    ])
  })

  test('backticks of the template are code, those of data are data', () => {
    const template = 'Stop: `memcheck watch stop {id}`, then `ps`: {name}'
    expect(say({ en: template, zh: '' }, { id: '7k2', name: '`x`' }, 'en')).toEqual([
      { said: 'Stop: ' },
      { command: 'memcheck watch stop 7k2' },
      { said: ', then ' },
      { code: 'ps', parts: [{ said: 'ps' }] },
      { said: ': ' },
      { data: '`x`' },
    ])
  })
})

test('who said a word is told by say alone, and is no mark for surfaces: neighbours become one', () => {
  const phrase = { en: '{victim} in {code} holds {rssBytes}: {ident}', zh: '' }
  const params = { victim: 'nginx', code: 'oom.kill', rssBytes: 1024, ident: 'SELECT 1' }
  const text = say(phrase, params, 'en')
  expect(text).toEqual([
    { data: 'nginx' },
    { said: ' in ' },
    { said: 'oom.kill' },
    { said: ' holds ' },
    { figure: '1 KiB' },
    { said: ': ' },
    { data: 'SELECT 1', memory: true },
  ])
  expect(bare([...text, { code: 'x' }, ' ', { data: 'y' }])).toEqual([
    'nginx in oom.kill holds 1 KiB: SELECT 1',
    { code: 'x' },
    ' y',
  ])
})

test('a table of words names the holes, of parts that may be left out too', () => {
  expect(inNames('ran[ (pid {pid}[, {rssBytes}])], see `unmute [PID] {id}`')).toBe(
    'ran (pid ‹pid›, ‹rssBytes›), see `unmute [PID] ‹id›`',
  )
})
