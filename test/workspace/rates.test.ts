/** Slack's rates by literal cases, then over the wire: who is beyond them gets 429 and when to come again. */
import { expect, test } from 'vitest'
import { APP_METHODS } from '../../src/workspace/methods/app.ts'
import { CHAT_METHODS } from '../../src/workspace/methods/chat.ts'
import { CONVERSATION_METHODS } from '../../src/workspace/methods/conversations.ts'
import { FILE_METHODS } from '../../src/workspace/methods/filesMethods.ts'
import { VIEW_METHODS } from '../../src/workspace/methods/views.ts'
import { Rates } from '../../src/workspace/rates.ts'
import { workspace } from './harness.ts'

function rates() {
  let nowMs = 0
  const held = new Rates(() => nowMs)
  return {
    later: (ms: number) => (nowMs += ms),
    /** Takes until one is refused; gives how many went on, and the wait of the refused one. */
    drain(method: string, channel: string | null = null): readonly [number, number] {
      for (let count = 0; ; count += 1) {
        const seconds = held.take(method, channel)
        if (seconds > 0) return [count, seconds]
      }
    },
  }
}

test.each([
  // method, at once, then seconds to the next, then how many more after a minute of waiting
  ['chat.postMessage', 6, 1, 6],
  ['chat.update', 10, 2, 10],
  ['files.info', 20, 1, 20],
  ['conversations.replies', 10, 2, 10],
  ['apps.connections.open', 10, 60, 1],
  ['chat.getPermalink', 50, 1, 50],
])('%s: %i at once, then again after %i s', (method, burst, seconds, afterMinute) => {
  const { drain, later } = rates()
  expect(drain(method, 'C1')).toEqual([burst, seconds])
  later(60_000)
  expect(drain(method, 'C1')[0]).toBe(afterMinute)
})

test('a minute of calls as fast as they are let is what the tier names, and its burst', () => {
  let nowMs = 0
  const held = new Rates(() => nowMs)
  let taken = 0
  for (; nowMs < 60_000; nowMs += 100) if (held.take('chat.update', null) === 0) taken += 1
  expect(taken).toBeGreaterThanOrEqual(59)
  expect(taken).toBeLessThanOrEqual(60)
})

test('posts are counted by channel, and all channels together', () => {
  const { drain } = rates()
  expect(drain('chat.postMessage', 'C1')[0]).toBe(6)
  expect(drain('chat.postMessage', 'C2')[0]).toBe(6)
  let all = 12
  for (let n = 3; n < 100; n += 1) all += drain('chat.postMessage', `C${n}`)[0]
  expect(all).toBe(50)
})

test('updates are counted by workspace, not by channel', () => {
  const { drain } = rates()
  expect(drain('chat.update', 'C1')[0]).toBe(10)
  expect(drain('chat.update', 'C2')[0]).toBe(0)
})

test.each([
  ...Object.keys({ ...APP_METHODS, ...CHAT_METHODS, ...CONVERSATION_METHODS }),
  ...Object.keys({ ...FILE_METHODS, ...VIEW_METHODS }),
])('%s has a rate', (method) => {
  const held = new Rates(() => 0)
  const waits = Array.from({ length: 51 }, () => held.take(method, 'C1'))
  expect(waits.at(-1)).toBeGreaterThan(0)
})

test('over the wire: 429 with retry-after, nothing done, told in the calls and in the inspector', async () => {
  const slack = await workspace()
  slack.control.enforceRates(true)
  const post = (channel: string): Promise<Response> =>
    fetch(`${slack.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers: { authorization: `Bearer ${slack.botToken}` },
      body: new URLSearchParams({ channel, text: 'x' }),
    })
  const answers: Response[] = []
  for (let n = 0; n < 8; n += 1) answers.push(await post('C0OPS'))
  expect(answers.map(({ status }) => status)).toEqual([...Array(6).fill(200), 429, 429])
  expect(answers.at(-1)?.headers.get('retry-after')).toBe('1')
  expect(await answers.at(-1)?.json()).toEqual({ ok: false, error: 'ratelimited' })
  expect(slack.control.messages('ops')).toHaveLength(6)
  expect(slack.control.calls().filter(({ limited }) => limited)).toHaveLength(2)
  // A person's id and the conversation with that person are one channel.
  for (const id of ['U0ANA', 'D0ANA', 'U0ANA', 'D0ANA', 'U0ANA', 'D0ANA'])
    expect((await post(id)).status).toBe(200)
  expect((await post('U0ANA')).status).toBe(429)
  slack.control.enforceRates(false)
  expect((await post('C0OPS')).status).toBe(200)
})
