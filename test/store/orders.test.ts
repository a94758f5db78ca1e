import { describe, expect, test } from 'vitest'
import { anAudit, anOrder, aRun, T0, tempFolder, tempStore } from './rows.ts'

describe('orders', () => {
  test('reads back, lists by state, and a second put keeps the memo', async () => {
    const store = await tempStore()
    const watch = anOrder('w', {
      createdAtMs: T0 + 1,
      source: 'person',
      untilMs: T0 + 9,
      when: { kind: 'interval', everyMs: 5000 },
    })
    await store.putOrder(watch)
    await store.putOrder(anOrder('m'))
    expect(await store.order('w')).toEqual(watch)
    expect(await store.order('x')).toBeNull()
    await store.setOrderMemo('m', { verdict: 'ok', at: 3, none: null })
    await store.putOrder(anOrder('m', { name: 'evening' }))
    expect(await store.order('m')).toMatchObject({ name: 'evening' })
    expect(await store.orderMemo('m')).toEqual({ verdict: 'ok', at: 3, none: null })
    expect(await store.orderMemo('w')).toEqual({})
    await store.setOrderState('w', 'stopped')
    expect(await store.order('w')).toMatchObject({ state: 'stopped' })
    expect((await store.orders('active')).map((order) => order.id)).toEqual(['m'])
    expect((await store.orders('all')).map((order) => order.id)).toEqual(['m', 'w'])
  })
})

describe('ticks', () => {
  const tick = (dueAtMs: number, late = false) => ({ orderId: 'm', dueAtMs, late })

  test('one instant of an order is one tick', async () => {
    const store = await tempStore()
    await store.putOrder(anOrder('m'))
    expect(await store.lastTickMs('m')).toBeNull()
    expect(await store.enqueueTick(tick(T0), T0)).toBe(true)
    expect(await store.enqueueTick(tick(T0, true), T0)).toBe(false)
    expect(await store.lastTickMs('m')).toBe(T0)
  })

  test('are taken oldest first, each once, and not again when finished', async () => {
    const store = await tempStore()
    await store.putOrder(anOrder('m'))
    await store.enqueueTick(tick(T0 + 2), T0)
    await store.enqueueTick(tick(T0 + 1, true), T0)
    expect(await store.takeTick('m', 'bot:one', T0)).toEqual(tick(T0 + 1, true))
    expect(await store.takeTick('m', 'bot:one', T0)).toEqual(tick(T0 + 2))
    expect(await store.takeTick('m', 'bot:one', T0)).toBeNull()
    await store.finishTick(tick(T0 + 1), 'done')
    expect((await store.takeTick('m', 'bot:two', T0))?.dueAtMs).toBe(T0 + 2)
  })

  test('a tick that kills every bot is left alone after three', async () => {
    const store = await tempStore()
    await store.putOrder(anOrder('m'))
    await store.enqueueTick(tick(T0), T0)
    const taken: boolean[] = []
    for (const n of [1, 2, 3, 4]) taken.push((await store.takeTick('m', `bot:${n}`, T0)) !== null)
    expect(taken).toEqual([true, true, true, false])
  })

  test('what a terminal took stays the terminal’s', async () => {
    const store = await tempStore()
    await store.putOrder(anOrder('m'))
    await store.enqueueTick(tick(T0), T0)
    expect(await store.takeTick('m', 'terminal:x', T0)).not.toBeNull()
    expect(await store.takeTick('m', 'bot:one', T0)).toBeNull()
  })
})

describe('threads and events', () => {
  test('a thread is about the newest run asked in it', async () => {
    const store = await tempStore()
    await store.openRun(aRun('r1'), anAudit())
    await store.openRun(aRun('r2'), anAudit())
    const row = (runId: string, atMs: number) => ({ channel: 'C1', ts: '1.1', runId, atMs })
    expect(await store.thread('C1', '1.1')).toBeNull()
    await store.bindThread(row('r1', T0))
    await store.bindThread(row('r2', T0 + 1))
    await store.bindThread(row('r1', T0))
    expect(await store.thread('C1', '1.1')).toEqual(row('r2', T0 + 1))
  })

  test('an event is new once, also across a restart', async () => {
    const file = `${tempFolder()}/memcheck.db`
    const store = await tempStore('bot:one', file)
    expect(await store.seen('E1', T0)).toBe(true)
    expect(await store.seen('E1', T0)).toBe(false)
    await store.close()
    const later = await tempStore('bot:two', file)
    expect(await later.seen('E1', T0)).toBe(false)
    expect(await later.seen('E2', T0)).toBe(true)
  })
})
