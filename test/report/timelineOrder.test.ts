import { expect, test } from 'vitest'
import type { TimelineEvent } from '../../src/report/timeline/event.ts'
import { inOrder } from '../../src/report/timeline/order.ts'

const at = (atMs: number, more: Partial<TimelineEvent>): TimelineEvent => ({
  atMs,
  lane: 'log',
  tone: 'critical',
  what: [],
  kills: 0,
  ...more,
})

test.each([
  ['a kernel clock that is 40 ms ahead', 1040, 1000, 'kernel,log'],
  ['a kernel clock that is behind', 900, 1000, 'kernel,log'],
  ['the same instant', 1000, 1000, 'kernel,log'],
  ['another life of the pid', 9000, 1000, 'log,kernel'],
])('regression: what was said of a kill stood before it: %s', (_, killedMs, saidMs, order) => {
  const events = [at(saidMs, { ended: 42 }), at(killedMs, { lane: 'kernel', killed: 42 })]
  expect(
    inOrder(events)
      .map(({ lane }) => lane)
      .join(),
  ).toBe(order)
})

test('another process is left where it is', () => {
  const events = [at(1000, { ended: 42 }), at(1040, { lane: 'kernel', killed: 43 })]
  expect(inOrder(events).map(({ lane }) => lane)).toEqual(['log', 'kernel'])
})
