/** A host that keeps failing is left alone for a while, and not longer than is good. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type ErrorCode, UserError } from '../../src/domain/errors.ts'
import { type HostEntry, PLAIN_HOST } from '../../src/domain/inventory.ts'
import { LIMITS } from '../../src/domain/limits.ts'
import { Breaker } from '../../src/ssh/breaker.ts'

const ENTRY: HostEntry = { ...PLAIN_HOST, name: 'db1', address: 'db1' }

/** Time that stands still until it is moved, and the longest wait of each. */
function breakerAt(entry = ENTRY) {
  const time = { at: 0 }
  const breaker = new Breaker(entry, { now: () => time.at, random: () => 1 })
  let tries = 0
  const failing = async (code: ErrorCode = 'connection-refused'): Promise<UserError> =>
    await breaker
      .through(async () => {
        tries += 1
        throw new UserError(code, { host: 'db1' })
      })
      .then(
        () => Promise.reject(new Error('not refused')),
        (error: UserError) => error,
      )
  return { time, breaker, failing, tries: () => tries }
}

test('after three failures the host is not asked, and the last error is told with when it is', async () => {
  const { failing, tries } = breakerAt()
  for (let i = 0; i < 3; i += 1) expect((await failing()).params).toEqual({ host: 'db1' })
  const told = await failing('auth-failed')
  expect(tries()).toBe(3)
  expect(told.code).toBe('connection-refused')
  expect(told.params).toEqual({ host: 'db1', times: 3, againMs: LIMITS.connectAgainMs })
})

test('each further failure doubles the wait, to a minute, after refused logins to five', async () => {
  for (const [code, most] of [
    ['connection-timeout', LIMITS.connectAgainMostMs],
    ['auth-failed', LIMITS.loginAgainMs],
  ] as const) {
    const { time, failing, tries } = breakerAt()
    const waits: number[] = []
    for (let i = 0; i < 3; i += 1) await failing(code)
    for (let i = 0; i < 12; i += 1) {
      const waitMs = Number((await failing(code)).params['againMs'])
      waits.push(waitMs)
      time.at += waitMs - 1
      await failing(code)
      expect(tries()).toBe(3 + i)
      time.at += 1
      await failing(code)
      expect(tries()).toBe(4 + i)
    }
    expect(waits.slice(0, 3)).toEqual([5000, 10_000, 20_000])
    expect(waits.at(-1)).toBe(most)
  }
})

test('one success and all is forgotten', async () => {
  const { time, breaker, failing, tries } = breakerAt()
  for (let i = 0; i < 3; i += 1) await failing()
  time.at += LIMITS.connectAgainMs
  expect(await breaker.through(async () => 'in')).toBe('in')
  for (let i = 0; i < 3; i += 1) await failing()
  expect(tries()).toBe(6)
})

test('what fails on the bot’s own side is tried each time', async () => {
  const { failing, tries } = breakerAt()
  for (let i = 0; i < 10; i += 1) await failing('key-unreadable')
  expect(tries()).toBe(10)
})

test('a key file that was replaced is tried at once', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'memcheck-breaker-'))
  const keyFile = join(dir, 'key')
  const credentials = { ...ENTRY.credentials, keyFiles: [keyFile] }
  const { failing, tries } = breakerAt({ ...ENTRY, credentials })
  writeFileSync(keyFile, 'old')
  for (let i = 0; i < 5; i += 1) await failing('auth-failed')
  expect(tries()).toBe(3)
  writeFileSync(keyFile, 'a new one')
  expect((await failing('auth-failed')).params).toEqual({ host: 'db1' })
  expect(tries()).toBe(4)
  rmSync(dir, { recursive: true })
})
