/** The page that each person has of the bot: what is well, what is ordered, what was found last. */
import { LIMITS } from '../domain/limits.ts'
import { pauseOf } from '../domain/pause.ts'
import type { Message } from '../domain/report.ts'
import type { Run } from '../domain/store.ts'
import { homeMessage } from '../report/home.ts'
import type { Asked } from './command.ts'
import { visibleHosts } from './leave.ts'
import { linkOf } from './links.ts'
import type { UseCases } from './useCases.ts'

/** As it is now; asks no host. */
export async function homePage(use: UseCases, asked: Asked): Promise<Message> {
  const { house, schedule } = use
  const { store, inventory } = house
  const nowMs = house.clock.now()
  const { actor } = asked
  const hosts = visibleHosts(house, actor)
  const isSeen = (host: string): boolean => hosts.some(({ name }) => name === host)
  const orders = (await store.orders('active')).filter(({ targets }) =>
    targets.some(({ host }) => isSeen(host)),
  )
  const pauses = await store.pauses()
  const { bytes } = await store.size()
  return homeMessage(
    {
      version: house.version,
      atMs: nowMs,
      hosts: hosts.length,
      isEmbedded: inventory.embedded,
      paused: hosts.filter(({ name }) => pauseOf(pauses, name) !== null).length,
      storeBytes: bytes,
      orders: orders.slice(0, LIMITS.homeOrders).map((order) => ({
        order,
        nextMs: schedule.next(order.when, nowMs),
      })),
      moreOrders: Math.max(0, orders.length - LIMITS.homeOrders),
      runs: await Promise.all(
        (await store.newestRuns(LIMITS.homeLooked))
          .filter(({ target }) => isSeen(target.host))
          .slice(0, LIMITS.homeRuns)
          .map(async (run) => ({
            run,
            link: isOpen(run, actor.id) ? await linkOf(house, run) : null,
          })),
      ),
    },
    actor.id,
    asked.lang,
  )
}

/** What was asked directly is its asker's alone. */
function isOpen({ place }: Run, user: string): boolean {
  return place.surface === 'slack' && (!/^[DU]/.test(place.channel) || place.user === user)
}
