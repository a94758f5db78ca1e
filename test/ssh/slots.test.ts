/** Places for channels: bounded, in order, learned from a host that grants fewer. */
import { expect, test } from 'vitest'
import { UserError } from '../../src/domain/errors.ts'
import { LIMITS } from '../../src/domain/limits.ts'
import { type Slot, Slots } from '../../src/ssh/slots.ts'

const LONG_MS = 600_000
const slotsOf = (waitMs = LONG_MS): Slots => new Slots('db1', () => undefined, waitMs)
const filled = async (slots: Slots): Promise<readonly Slot[]> =>
  await Promise.all(Array.from({ length: LIMITS.channelsPerHost }, () => slots.enter()))

test('so many at once, the others in the order in which they came', async () => {
  const slots = slotsOf()
  const [first, second] = await filled(slots)
  const order: string[] = []
  const a = slots.enter().then(() => order.push('a'))
  const b = slots.enter().then(() => order.push('b'))
  expect([slots.inUse, slots.waiting, slots.isFull]).toEqual([LIMITS.channelsPerHost, 2, true])
  first?.leave()
  first?.leave()
  await a
  expect(slots.waiting).toBe(1)
  second?.leave()
  await b
  expect(order).toEqual(['a', 'b'])
})

test('too many who wait, and one who waited too long, are told that the host is busy', async () => {
  const soon = slotsOf(1)
  await filled(soon)
  const late = await soon.enter().catch((error: unknown) => error)
  expect(late).toBeInstanceOf(UserError)
  expect(late).toMatchObject({ code: 'host-busy', params: { host: 'db1', count: 0 } })
  expect(soon.waiting).toBe(0)

  const slots = slotsOf()
  const held = await filled(slots)
  const waiting = Array.from({ length: LIMITS.channelsWaiting }, () => slots.enter())
  await expect(slots.enter()).rejects.toMatchObject({ code: 'host-busy' })
  for (const slot of held) slot.leave()
  for (const one of waiting) (await one).leave()
  expect(slots.inUse).toBe(0)
})

test('a host that grants fewer is learned, and forgotten with its connection', async () => {
  const slots = slotsOf()
  const a = await slots.enter()
  const b = await slots.enter()
  slots.learn()
  const waits = b.again()
  expect(slots.inUse).toBe(1)
  a.leave()
  await waits
  expect([slots.inUse, slots.isFull]).toEqual([1, true])
  slots.forget()
  expect(slots.isFull).toBe(false)
})
