/** Is memcheck itself well: the store, the orders, the chat, and each host's reach and readable sources. */

import type { Verdict } from '../domain/finding.ts'
import { LIMITS } from '../domain/limits.ts'
import type { Message } from '../domain/report.ts'
import { plain, say } from '../domain/words.ts'
import { pauseTexts } from '../report/pauses.ts'
import { COMMAND_WORDS } from '../report/words/commands.ts'
import { type Asked, EXIT, type Exit, type Reply } from './command.ts'
import { type Checked, examineHost } from './examineHost.ts'
import { examineKept, own } from './examineKept.ts'
import { visibleHosts } from './leave.ts'
import { chatSurface, NOWHERE } from './surface.ts'
import type { UseCases } from './useCases.ts'

/** Examines one host, or all of the inventory, and the bot's own parts. */
export async function examine(use: UseCases, asked: Asked, host: string | null): Promise<Reply> {
  const { house } = use
  const hosts = host === null ? visibleHosts(house, asked.actor).map((entry) => entry.name) : [host]
  return {
    kind: 'work',
    async work() {
      const own = await examineOwn(use, asked)
      const reached: Checked[] = []
      for (const name of hosts.slice(0, LIMITS.orderTargets))
        reached.push(await examineHost(house, asked, name))
      const all = [...own, ...reached]
      const bad = all.filter((one) => !one.ok).length
      const head = say(
        bad === 0 ? COMMAND_WORDS.doctorCalm : COMMAND_WORDS.doctorHead,
        { version: house.version, bad, total: all.length },
        asked.lang,
      )
      const mark: Verdict = bad === 0 ? 'ok' : 'warning'
      const message: Message = {
        text: plain(head),
        blocks: [
          { kind: 'headline', mark, text: head },
          { kind: 'bullets', items: all.flatMap((one) => [one.text, ...one.more]) },
        ],
      }
      const id = house.ids.id()
      const surface =
        use.poster === null
          ? NOWHERE
          : chatSurface(use.poster, {
              owner: `doctor:${id}`,
              slot: 'root',
              runId: null,
              place: asked.place,
              lang: asked.lang,
            })
      await surface.main(message)
      await surface.settled()
      return {
        message,
        exit: exitOf(all),
        json: { checks: all.map((one) => ({ ok: one.ok, ...(one.json as object) })) },
      }
    },
  }
}

/** What could not be reached was not checked; what is reached and lacks something was in part. */
function exitOf(all: readonly Checked[]): Exit {
  if (all.some(({ reached }) => !reached)) return EXIT.unchecked
  return all.every(({ ok }) => ok) ? EXIT.fine : EXIT.partly
}

async function examineOwn(use: UseCases, asked: Asked): Promise<readonly Checked[]> {
  const { store, chat } = use.house
  const size = await store.size()
  const orders = await store.orders('active')
  const state = chat === null ? COMMAND_WORDS.doctorNone : COMMAND_WORDS.doctorConnected
  return [
    ...(await pausedNow(use, asked)),
    own(
      say(
        COMMAND_WORDS.doctorStore,
        {
          sizeBytes: size.bytes,
          walBytes: size.walBytes || null,
          runs: size.runs,
          samples: size.samples,
        },
        asked.lang,
      ),
      { check: 'store', ...size },
    ),
    ...(await examineKept(use.house, asked)),
    own(say(COMMAND_WORDS.doctorOrders, { count: orders.length }, asked.lang), {
      check: 'orders',
      active: orders.length,
    }),
    own(say(COMMAND_WORDS.doctorChat, { state: state[asked.lang] }, asked.lang), {
      check: 'chat',
      connected: chat !== null,
    }),
  ]
}

/** A pause is no fault of memcheck's, but the first thing to know when nothing is answered. */
async function pausedNow(use: UseCases, asked: Asked): Promise<readonly Checked[]> {
  const { store } = use.house
  const pauses = await store.pauses()
  const sinceMs = Math.min(...pauses.map(({ atMs }) => atMs))
  const ticks = pauses.length === 0 ? 0 : await store.pausedTicks(sinceMs)
  return pauseTexts(pauses, ticks, asked.lang).map((text, i) => ({
    ok: false,
    reached: true,
    text,
    more: [],
    json: { check: 'paused', ...pauses[i], pausedTicks: ticks },
  }))
}
