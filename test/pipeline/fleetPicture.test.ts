/** A round over several hosts posts the picture of them: real collects, store, outbox and raster; only the chat is a fake. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Chat, ChatPost } from '../../src/domain/ports.ts'
import { plain } from '../../src/domain/words.ts'
import type { House } from '../../src/pipeline/house.ts'
import { targetsOf } from '../../src/pipeline/orders.ts'
import { Poster } from '../../src/pipeline/post.ts'
import { tell } from '../../src/pipeline/tell.ts'
import { createRaster } from '../../src/raster/resvg.ts'
import { anOrder } from '../store/rows.ts'
import { seedHistory } from './history/seed.ts'
import { type LocalHouse, openLocalHouse } from './localHouse.ts'

let local: LocalHouse
let house: House

beforeAll(async () => {
  local = await openLocalHouse({ raster: createRaster({ theme: 'light' }) })
  const [entry] = local.house.inventory.hosts
  if (entry === undefined) throw new Error('no embedded host')
  const hosts = ['one', 'two'].map((name) => ({ ...entry, name, aliases: [] }))
  house = { ...local.house, inventory: { ...local.house.inventory, hosts } }
  await seedHistory(house.store, 'one', house.clock.now() - 60_000)
})
afterAll(() => local.close())

async function roundOf(hosts: readonly string[]): Promise<readonly ChatPost[]> {
  const posts: ChatPost[] = []
  const chat = {
    post: async (post: ChatPost) => {
      posts.push(post)
      return { ref: { channel: post.channel, ts: `${posts.length}.0` }, fileIds: [] }
    },
    find: async () => null,
  } as unknown as Chat
  const order = {
    ...anOrder(`round-${hosts.length}`),
    targets: hosts.map((host) => ({ kind: 'host', host }) as const),
    depth: 'levels' as const,
    tell: 'always' as const,
    where: { surface: 'slack', channel: 'C1', threadTs: null, user: 'U1' } as const,
  }
  await house.store.putOrder(order)
  const results = await targetsOf(house, order)
  expect(results.map(({ kind }) => kind)).toEqual(hosts.map(() => 'judged'))
  const tick = { orderId: order.id, dueAtMs: house.clock.now(), late: false }
  await tell(house, new Poster(house, chat), order, tick, results)
  return posts
}

test('two hosts are one picture, with the past of the one that has one', async () => {
  const [post] = await roundOf(['one', 'two'])
  expect(post?.pictures).toHaveLength(1)
  expect(post?.pictures[0]?.alt).toMatch(
    /Worst: (one|two) [\d.]+ % used.*; (one|two) [\d.]+ % used/,
  )
  expect(post?.pictures[0]?.png.subarray(1, 4)).toEqual(new TextEncoder().encode('PNG'))
  const chart = post?.message.blocks.find((block) => block.kind === 'chart')?.chart
  const past = chart?.kind === 'fleet' ? chart.rows.find(({ host }) => host === 'one')?.past : null
  expect(past?.filter((part) => part !== null).length).toBeGreaterThan(40)
  const lines = post?.message.blocks.flatMap((block) =>
    block.kind === 'bullets' ? block.items : [],
  )
  expect(lines?.map(plain).join('\n')).toMatch(/one .*→ [\d.]+ % used in 7 d [▁▂▃▄▅▆▇█·]{8,}/)
})

test('one host is told by its own line alone', async () => {
  const [post] = await roundOf(['two'])
  expect(post?.pictures).toEqual([])
})
