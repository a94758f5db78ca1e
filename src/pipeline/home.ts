/** The page that each person has of the bot: what is well, what is ordered, what was found last. */
import { LIMITS } from '../domain/limits.ts'
import { pauseOf } from '../domain/pause.ts'
import type { Message } from '../domain/report.ts'
import type { Run } from '../domain/store.ts'
import { homeMessage } from '../report/home.ts'
import type { ChatOrigin } from './command.ts'
import { linkOf } from './links.ts'
import type { UseCases } from './useCases.ts'

/** As it is now; asks no host. */
export async function homePage(use: UseCases, from: ChatOrigin): Promise<Message> {
  const { house, schedule } = use
  const { store, inventory } = house
  const nowMs = house.clock.now()
  const orders = await store.orders('active')
  const pauses = await store.pauses()
  const { bytes } = await store.size()
  return homeMessage(
    {
      version: house.version,
      atMs: nowMs,
      hosts: inventory.hosts.length,
      isEmbedded: inventory.embedded,
      paused: inventory.hosts.filter(({ name }) => pauseOf(pauses, name) !== null).length,
      storeBytes: bytes,
      orders: orders.slice(0, LIMITS.homeOrders).map((order) => ({
        order,
        nextMs: schedule.next(order.when, nowMs),
      })),
      moreOrders: Math.max(0, orders.length - LIMITS.homeOrders),
      runs: await Promise.all(
        (await store.newestRuns(LIMITS.homeRuns)).map(async (run) => ({
          run,
          link: isOpen(run, from.user) ? await linkOf(house, run) : null,
        })),
      ),
    },
    from.user,
    from.lang,
  )
}

/** What was asked directly is its asker's alone. */
function isOpen({ place }: Run, user: string): boolean {
  return place.surface === 'slack' && (!/^[DU]/.test(place.channel) || place.user === user)
}
