import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { OutboxRow, Store } from '../../src/domain/store.ts'
import { anOutbox, T0, tempStore } from './rows.ts'

const POSTED = { ref: { channel: 'C1', ts: '1.1' }, fileIds: ['F1'] }
const said = (text: string) => ({ text, blocks: [{ kind: 'code' as const, text }] })

describe('outbox', () => {
  test('a new row waits, unsent, and is found by id and by slot', async () => {
    const store = await tempStore()
    const row = await store.enqueue(anOutbox(), T0)
    expect(row).toEqual({
      ...anOutbox(),
      id: row.id,
      version: 1,
      sentVersion: 0,
      inDoubt: false,
      posted: null,
      state: 'waiting',
      attempts: 0,
      notBeforeMs: T0,
      error: null,
      link: null,
    })
    await store.keepLink(row.id, 'https://a/b')
    expect((await store.outbox(row.id))?.link).toBe('https://a/b')
    expect(row.id).toMatch(/^[0-9a-f]{15}$/)
    const kept = { ...row, link: 'https://a/b' }
    expect(await store.outbox(row.id)).toEqual(kept)
    expect(await store.outboxOf('run:r1', 'root')).toEqual(kept)
    expect(await store.outboxOf('run:r1', 'chart')).toBeNull()
    expect(await store.dueOutbox(T0, 5, 'person')).toEqual([kept])
    expect(await store.dueOutbox(T0 - 1, 5, 'person')).toEqual([])
  })

  test('the same message again changes nothing, even when it was sent', async () => {
    const store = await tempStore()
    const row = await store.enqueue(anOutbox({ message: said('a') }), T0)
    expect(await store.enqueue(anOutbox({ message: said('a') }), T0 + 1)).toEqual(row)
    await store.markSent(row.id, 1, POSTED)
    expect(await store.enqueue(anOutbox({ message: said('a') }), T0 + 2)).toMatchObject({
      version: 1,
      state: 'sent',
    })
    expect(await store.dueOutbox(T0 + 9, 5, 'person')).toEqual([])
  })

  test('a new version of a sent message keeps where it stands', async () => {
    const store = await tempStore()
    const row = await store.enqueue(anOutbox(), T0)
    await store.markInDoubt(row.id)
    await store.markSent(row.id, 1, POSTED)
    const next = await store.enqueue(anOutbox({ message: said('b') }), T0 + 1)
    expect(next).toMatchObject({
      id: row.id,
      version: 2,
      sentVersion: 1,
      posted: POSTED,
      inDoubt: false,
      state: 'waiting',
    })
  })

  test('a version that was asked for while an older one was on its way waits on', async () => {
    const store = await tempStore()
    const row = await store.enqueue(anOutbox(), T0)
    await store.enqueue(anOutbox({ message: said('b') }), T0)
    await store.markSent(row.id, 1, POSTED)
    expect(await store.outbox(row.id)).toMatchObject({
      state: 'waiting',
      sentVersion: 1,
      version: 2,
    })
    await store.markSent(row.id, 2, POSTED)
    expect(await store.outbox(row.id)).toMatchObject({ state: 'sent', sentVersion: 2 })
  })

  test('news does not cut a wait short; a row that was given up gets another chance', async () => {
    const store = await tempStore()
    const row = await store.enqueue(anOutbox(), T0)
    await store.markRetry(row.id, 'chat-unreachable', T0 + 60_000)
    expect(await store.enqueue(anOutbox({ message: said('b') }), T0 + 1)).toMatchObject({
      attempts: 1,
      notBeforeMs: T0 + 60_000,
      error: 'chat-unreachable',
    })
    await store.giveUp(row.id, 'channel-not-found')
    expect(await store.dueOutbox(T0 + 99_000, 5, 'person')).toEqual([])
    expect(await store.enqueue(anOutbox({ message: said('c') }), T0 + 2)).toMatchObject({
      state: 'waiting',
      version: 3,
      attempts: 0,
      notBeforeMs: T0 + 2,
      error: null,
    })
  })

  test('due rows come in the order of their first asking; a reply waits for its thread', async () => {
    const store = await tempStore()
    const root = await store.enqueue(anOutbox(), T0)
    const reply = await store.enqueue(anOutbox({ slot: 'chart', threadOf: root.id }), T0)
    const other = await store.enqueue(anOutbox({ owner: 'run:r2', threadTs: '9.9' }), T0)
    await store.enqueue(anOutbox({ message: said('newer') }), T0 + 1)
    const ids = async () => (await store.dueOutbox(T0 + 5, 9, 'person')).map((row) => row.id)
    expect(await ids()).toEqual([root.id, other.id])
    await store.markSent(root.id, 2, POSTED)
    expect(await ids()).toEqual([reply.id, other.id])
    expect(await store.dueOutbox(T0 + 5, 1, 'person')).toHaveLength(1)
  })

  test('what stands in a channel is never in doubt', async () => {
    const store = await tempStore()
    const row = await store.enqueue(anOutbox(), T0)
    await store.markInDoubt(row.id)
    expect(await store.outbox(row.id)).toMatchObject({ inDoubt: true, posted: null })
    await store.markSent(row.id, 1, POSTED)
    await store.markInDoubt(row.id)
    expect(await store.outbox(row.id)).toMatchObject({ inDoubt: false })
  })
})

type Step =
  | { readonly do: 'say'; readonly text: string }
  | { readonly do: 'sent'; readonly back: number }
  | { readonly do: 'retry' | 'give-up' | 'doubt' }

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('say' as const), text: fc.constantFrom('a', 'b', 'c') }),
  fc.record({ do: fc.constant('sent' as const), back: fc.nat(2) }),
  fc.record({ do: fc.constantFrom('retry' as const, 'give-up' as const, 'doubt' as const) }),
)

async function take(store: Store, row: OutboxRow, at: Step): Promise<void> {
  switch (at.do) {
    case 'say':
      await store.enqueue(anOutbox({ owner: row.owner, message: said(at.text) }), T0)
      return
    case 'sent':
      await store.markSent(row.id, Math.max(1, row.version - at.back), POSTED)
      return
    case 'retry':
      await store.markRetry(row.id, 'later', T0)
      return
    case 'give-up':
      await store.giveUp(row.id, 'never')
      return
    case 'doubt':
      await store.markInDoubt(row.id)
  }
}

test('however it goes: versions count the changes, what was posted is never lost, and what is unsent is due', async () => {
  const store = await tempStore()
  let n = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      n += 1
      let row = await store.enqueue(anOutbox({ owner: `run:${n}`, message: said('a') }), T0)
      let changes = 0
      for (const at of steps) {
        if (at.do === 'say' && row.message.text !== at.text) changes += 1
        await take(store, row, at)
        const next = await store.outbox(row.id)
        if (next === null) throw new Error('the row is gone')
        expect(next.version).toBe(1 + changes)
        expect(next.sentVersion).toBeGreaterThanOrEqual(row.sentVersion)
        expect(next.sentVersion).toBeLessThanOrEqual(next.version)
        if (row.posted !== null) expect(next.posted).toEqual(row.posted)
        if (next.state === 'sent') expect(next.sentVersion).toBe(next.version)
        if (next.state === 'waiting') expect(next.sentVersion).toBeLessThan(next.version)
        row = next
      }
      const due = (await store.dueOutbox(T0, 100_000, 'person')).some((one) => one.id === row.id)
      expect(due).toBe(row.state === 'waiting')
    }),
    { numRuns: 60 },
  )
})
