/**
 * The bot's own rates on a clock in our hands: people before bulk, within the rate, and what Slack's refusals hold. In a
 * folder of its own: faked timers are not for workers that files share.
 */
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Urgency } from '../../src/domain/urgency.ts'
import { now } from '../../src/slack/lane.ts'
import { Pacer } from '../../src/slack/pacer.ts'
import { SLACK_RATES } from '../../src/slack/rates.ts'
import { Rates } from '../../src/workspace/rates.ts'

const HOUR_MS = 3_600_000

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Who has gone, in order, with when (ms from the start). */
function line(pacer: Pacer, method = 'chat.postMessage') {
  const beganMs = now()
  const gone: { readonly who: string; readonly atMs: number; readonly went: boolean }[] = []
  const ask = (who: string, urgency: Urgency, channel = 'C1', withinMs = HOUR_MS): void => {
    void pacer
      .turn(method, channel, urgency, now() + withinMs)
      .then((went) => gone.push({ who, atMs: now() - beganMs, went }))
  }
  const later = async (ms: number): Promise<readonly string[]> => {
    await vi.advanceTimersByTimeAsync(ms)
    return gone.map(({ who }) => who)
  }
  return { ask, later, gone }
}

describe('a round and a person', () => {
  it('the round leaves what people need, and a person goes before all of it that waits', async () => {
    const { ask, later } = line(new Pacer())
    for (let n = 0; n < 30; n += 1) ask(`b${n}`, 'bulk')
    expect(await later(0)).toEqual(['b0', 'b1', 'b2'])
    ask('ana', 'person')
    expect(await later(0)).toEqual(['b0', 'b1', 'b2', 'ana'])
    // What the person took grows again before the round goes on.
    expect(await later(1000)).toHaveLength(4)
    expect(await later(1000)).toHaveLength(5)
    expect(await later(25_000)).toHaveLength(30)
    expect(await later(1000)).toHaveLength(31)
  })

  it('another channel is another line', async () => {
    const { ask, later } = line(new Pacer())
    for (let n = 0; n < 9; n += 1) ask('b', 'bulk')
    ask('other', 'bulk', 'C2')
    expect(await later(0)).toEqual(['b', 'b', 'b', 'other'])
  })

  it('updates of all channels are one line', async () => {
    const { ask, later } = line(new Pacer(), 'chat.update')
    for (let n = 0; n < 20; n += 1) ask('p', 'person', `C${n}`)
    expect(await later(0)).toHaveLength(8)
    expect(await later(2400)).toHaveLength(10)
  })
})

describe('a refusal', () => {
  it('holds all who call the same, and lets them go one after the other', async () => {
    const pacer = new Pacer()
    const { ask, later } = line(pacer)
    pacer.hold('chat.postMessage', 'C1', 5000)
    ask('a', 'person')
    ask('b', 'person')
    ask('elsewhere', 'person', 'C2')
    expect(await later(4999)).toEqual(['elsewhere'])
    expect(await later(1)).toEqual(['elsewhere', 'a'])
    expect(await later(1000)).toEqual(['elsewhere', 'a', 'b'])
  })

  it('of a method that nobody rated holds it too', async () => {
    const pacer = new Pacer({})
    const { ask, later } = line(pacer, 'new.method')
    ask('before', 'bulk')
    pacer.hold('new.method', null, 3000)
    ask('after', 'bulk')
    expect(await later(2999)).toEqual(['before'])
    expect(await later(1)).toEqual(['before', 'after'])
  })

  it('that is longer than a person waits is said at once; bulk waits', async () => {
    const pacer = new Pacer()
    const { ask, later, gone } = line(pacer)
    pacer.hold('chat.postMessage', 'C1', 30_000)
    ask('ana', 'person', 'C1', 6000)
    ask('round', 'bulk', 'C1', 120_000)
    await later(0)
    expect(gone).toEqual([{ who: 'ana', atMs: 0, went: false }])
    await later(60_000)
    expect(gone.at(-1)).toMatchObject({ who: 'round', went: true })
  })
})

it('who waits too long leaves the line, and takes nothing of the rate', async () => {
  const { ask, later, gone } = line(new Pacer())
  for (let n = 0; n < 5; n += 1) ask('first', 'person')
  ask('impatient', 'person', 'C1', 400)
  ask('patient', 'person')
  await later(400)
  expect(gone.at(-1)).toEqual({ who: 'impatient', atMs: 400, went: false })
  await later(600)
  expect(gone.at(-1)).toEqual({ who: 'patient', atMs: 1000, went: true })
})

const asks = fc.array(
  fc.record({
    afterMs: fc.integer({ min: 0, max: 3000 }),
    urgency: fc.constantFrom<Urgency>('person', 'bulk'),
    channel: fc.constantFrom('C1', 'C2', 'C3'),
    method: fc.constantFrom('chat.postMessage', 'chat.update', 'files.info', 'views.open'),
  }),
  { minLength: 1, maxLength: 120 },
)

it('whatever is asked when, Slack refuses nothing, all go, and people in a line keep their order', async () => {
  await fc.assert(
    fc.asyncProperty(asks, async (all) => {
      const pacer = new Pacer()
      const slack = new Rates(now)
      const refused: string[] = []
      const went: (typeof all)[number][] = []
      for (const one of all) {
        await vi.advanceTimersByTimeAsync(one.afterMs)
        void pacer.turn(one.method, one.channel, one.urgency, now() + HOUR_MS).then((isOn) => {
          if (!isOn) return
          went.push(one)
          if (slack.take(one.method, one.channel) > 0) refused.push(one.method)
        })
      }
      await vi.advanceTimersByTimeAsync(HOUR_MS)
      expect(refused).toEqual([])
      expect(went).toHaveLength(all.length)
      for (const urgency of ['person', 'bulk'] as const) {
        const of = (list: typeof all) =>
          list.filter((one) => one.method === 'views.open' && one.urgency === urgency)
        expect(of(went)).toEqual(of(all))
      }
    }),
    { numRuns: 60 },
  )
})

it.each(Object.entries(SLACK_RATES))(
  'what the bot takes of %s at once is what Slack lets pass',
  (method, { whole, channel }) => {
    const rate = channel ?? whole
    const slack = new Rates(() => 0)
    const waits = Array.from({ length: rate.burst }, () => slack.take(method, 'C1'))
    expect(waits).toEqual(waits.map(() => 0))
    expect(rate.reserve).toBeLessThan(rate.burst)
  },
)
