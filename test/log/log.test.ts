import { Writable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { createLog } from '../../src/log/log.ts'

function capture(over: { readonly level?: string; readonly pretty?: boolean } = {}) {
  const chunks: string[] = []
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk.toString('utf8'))
      done()
    },
  })
  const log = createLog({ level: 'info', pretty: false, ...over, destination })
  const text = () => chunks.join('')
  return {
    log,
    text,
    last: () => JSON.parse(text().trim().split('\n').at(-1) ?? '') as Record<string, unknown>,
  }
}

describe('log', () => {
  test('writes one JSON object a line, with its event and fields', () => {
    const { log, text, last } = capture()
    log.info('posted', { outbox: 'a1', attempt: 2, late: false, none: null })
    expect(last()).toMatchObject({
      level: 30,
      event: 'posted',
      outbox: 'a1',
      attempt: 2,
      late: false,
      none: null,
    })
    log.warn('post.later')
    expect(last()).toMatchObject({ level: 40, event: 'post.later' })
    log.step('r1', 'run-row')
    expect(last()).toMatchObject({ event: 'step', run: 'r1', step: 'run-row' })
    expect(text().split('\n')).toHaveLength(4)
  })

  test('keeps to its level', () => {
    const { log, text } = capture({ level: 'warn' })
    log.info('quiet')
    log.step('r1', 'quiet')
    log.warn('loud')
    expect(text()).toContain('loud')
    expect(text()).not.toContain('quiet')
  })

  test('a bug is logged with stack and causes under the reference that is given back', () => {
    const { log, last } = capture()
    const cause = Object.assign(new Error('disk full'), { code: 'ENOSPC' })
    const reference = log.bug('keep.threw', new TypeError('not kept', { cause }), { run: 'r1' })
    expect(reference).toMatch(/^E[0-9A-F]{5}$/)
    expect(last()).toMatchObject({
      level: 50,
      event: 'keep.threw',
      reference,
      run: 'r1',
      causes: [
        { name: 'TypeError', message: 'not kept', stack: expect.stringContaining('log.test.ts') },
        { name: 'Error', message: 'disk full', code: 'ENOSPC' },
      ],
    })
  })

  test.each([
    ['a word', 'no', [{ name: 'string', message: 'no' }]],
    ['an object', { code: 7 }, [{ name: 'object', message: '{"code":7}' }]],
    ['nothing', undefined, []],
    [
      'a number too large for JSON',
      7n,
      [{ name: 'bigint', message: expect.stringContaining('BigInt') }],
    ],
  ])('what is thrown may be %s', (_name, thrown, causes) => {
    const { log, last } = capture()
    log.bug('threw', thrown)
    expect(last()).toMatchObject({ causes })
  })

  test('an error that causes itself is told once', () => {
    const { log, last } = capture()
    const loop = new Error('round')
    loop.cause = loop
    log.bug('threw', loop)
    expect(last().causes).toHaveLength(1)
  })
})

describe('secrets', () => {
  // Put together here, so that no scanner takes this file for a leak.
  const bot = ['xoxb', '123456789012', 'abcDEF123456'].join('-')
  const app = ['xapp', '1', 'A0123', '456', 'deadbeef'].join('-')
  const hook = 'https://hooks.slack.com/commands/T1/22/abcSECRET'
  const key = [
    '-----BEGIN OPENSSH PRIVATE KEY-----',
    'b3BlbnNzaC1rZXk',
    '-----END OPENSSH PRIVATE KEY-----',
  ].join('\n')

  test.each([
    ['bot token', `token is ${bot} today`, bot],
    ['app token', `{"app":"${app}"}`, app],
    ['refresh token', ['xoxe.xoxp', '1', 'Mi0yLSECRET'].join('-'), 'Mi0yLSECRET'],
    ['response URL', `POST ${hook}?x=1 failed`, 'abcSECRET'],
    ['webhook', 'https://hooks.slack.com/services/T1/B1/SECRETpart', 'SECRETpart'],
    ['file URL', 'GET https://files.slack.com/upload/v1/SECRETpart', 'SECRETpart'],
    ['private key', key, 'b3BlbnNzaC1rZXk'],
    ['bearer header', 'Authorization: Bearer abc.SECRET.def', 'abc.SECRET.def'],
    ['basic header as JSON', '{"authorization":"Basic U0VDUkVU"}', 'U0VDUkVU'],
    ['JSON value', '{"client_secret": "hunter2"}', 'hunter2'],
    ['bare bearer', 'sent bearer abcdefSECRET1', 'abcdefSECRET1'],
    ['password argument', 'mysql --password=hunter2', 'hunter2'],
    ['URL user info', 'postgres://app:hunter2@db1/x', 'hunter2'],
  ])('%s never comes out: of events, fields, steps, messages or stacks', (_name, text, secret) => {
    const { log, text: written } = capture()
    log.info(text, { note: text })
    log.warn(text, { [text.slice(0, 3)]: text })
    log.step(text, text)
    log.bug('threw', new Error(text, { cause: new Error(`inner ${text}`) }), { note: text })
    log.bug('threw', { note: text, token: `x ${secret}` })
    expect(written()).not.toContain(secret)
    expect(
      written()
        .trim()
        .split('\n')
        .every((line) => JSON.parse(line) !== null),
    ).toBe(true)
  })

  test('a field called a secret is masked whole', () => {
    const { log, last } = capture()
    log.info('x', { slackToken: 'plain words', responseUrl: 'short', password: 'p', tokens: 5 })
    expect(last()).toMatchObject({
      slackToken: '••••',
      responseUrl: '••••',
      password: '••••',
      tokens: 5,
    })
  })
})

describe('pretty', () => {
  test('is one readable line, with the stack below', () => {
    const { log, text } = capture({ pretty: true })
    log.warn('post.later', { outbox: 'a1', attempt: 2 })
    expect(text()).toMatch(/^\d\d:\d\d:\d\d WARN {2}post\.later outbox="a1" attempt=2\n$/)
    log.bug('threw', new Error('outer', { cause: new Error('inner') }))
    expect(text()).toMatch(/ERROR threw reference="E[0-9A-F]{5}"\n {4}Error: outer\n {4} +at /)
    expect(text()).toContain('    caused by Error: inner\n')
  })

  test('a terminal is sent no byte that it would act on', () => {
    const { log, text } = capture({ pretty: true })
    const hostile = 'a\u001b]0;owned\u0007\u009b2J\u202e\r\nfake 00:00:00 INFO  all is well'
    log.info(hostile, { comm: hostile })
    log.bug('threw', new Error(hostile))
    expect(text()).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/)
    expect(text()).not.toMatch(/^fake/m)
    expect(text()).toContain('\\u001b]0;owned')
  })
})
