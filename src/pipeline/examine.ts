/** Is memcheck itself well: the store, the orders, the chat, and each host's reach and readable sources. */

import type { Verdict } from '../domain/finding.ts'
import { LIMITS } from '../domain/limits.ts'
import type { Message } from '../domain/report.ts'
import { plain, say, type Text } from '../domain/words.ts'
import { osrelease } from '../parsers/proc/osrelease.ts'
import { pauseTexts } from '../report/pauses.ts'
import { COMMAND_WORDS } from '../report/words/commands.ts'
import { ERROR_WORDS } from '../report/words/errors.ts'
import { asUserError } from './check.ts'
import { Collector } from './collect.ts'
import { type Asked, EXIT, type Reply } from './command.ts'
import type { House } from './house.ts'
import { parseFrames } from './parse.ts'
import { firstRound } from './plan.ts'
import { hostNamed, openRun } from './runs.ts'
import { chatSurface, NOWHERE } from './surface.ts'
import type { UseCases } from './useCases.ts'

interface Checked {
  readonly ok: boolean
  readonly text: Text
  readonly json: unknown
}

/** Examines one host, or all of the inventory, and the bot's own parts. */
export async function examine(use: UseCases, asked: Asked, host: string | null): Promise<Reply> {
  const { house } = use
  const hosts = host === null ? house.inventory.hosts.map((entry) => entry.name) : [host]
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
          { kind: 'bullets', items: all.map((one) => one.text) },
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
        exit: bad === 0 ? EXIT.fine : EXIT.found,
        json: { checks: all.map((one) => ({ ok: one.ok, ...(one.json as object) })) },
      }
    },
  }
}

async function examineOwn(use: UseCases, asked: Asked): Promise<readonly Checked[]> {
  const { store, chat } = use.house
  const size = await store.size()
  const orders = await store.orders('active')
  const state = chat === null ? COMMAND_WORDS.doctorNone : COMMAND_WORDS.doctorConnected
  return [
    ...(await pausedNow(use, asked)),
    {
      ok: true,
      text: say(
        COMMAND_WORDS.doctorStore,
        { sizeBytes: size.bytes, runs: size.runs, samples: size.samples },
        asked.lang,
      ),
      json: { check: 'store', ...size },
    },
    {
      ok: true,
      text: say(COMMAND_WORDS.doctorOrders, { count: orders.length }, asked.lang),
      json: { check: 'orders', active: orders.length },
    },
    {
      ok: true,
      text: say(COMMAND_WORDS.doctorChat, { state: state[asked.lang] }, asked.lang),
      json: { check: 'chat', connected: chat !== null },
    },
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
    text,
    json: { check: 'paused', ...pauses[i], pausedTicks: ticks },
  }))
}

async function examineHost(house: House, asked: Asked, name: string): Promise<Checked> {
  try {
    const target = { kind: 'host', host: name } as const
    const run = await openRun(house, {
      kind: 'ask',
      target,
      depth: 'levels',
      drilldown: 'doctor',
      orderId: null,
      place: asked.place,
      lang: asked.lang,
      actor: asked.actor,
      action: { name: 'doctor', class: 'look' },
    })
    const entry = hostNamed(house, name)
    const collector = new Collector(house, run.id, entry)
    try {
      await collector.round(
        firstRound({
          target,
          depth: 'levels',
          sources: house.sources,
          asked: [],
          deeper: () => [],
        }),
        async () => undefined,
      )
    } finally {
      const { cost } = collector.collected()
      await house.store.closeRun(run.id, {
        state: 'done',
        atMs: house.clock.now(),
        verdict: null,
        cost,
      })
    }
    return readable(house, asked, name, collector)
  } catch (cause) {
    const error = asUserError(house, null, cause)
    const words = ERROR_WORDS[error.code]
    return {
      ok: false,
      text: [
        ...say(words.what, error.params, asked.lang),
        ' ',
        ...say(words.fix, error.params, asked.lang),
      ],
      json: { check: name, error: { code: error.code, params: error.params } },
    }
  }
}

function readable(house: House, asked: Asked, name: string, collector: Collector): Checked {
  const evidence = parseFrames(collector.collected().frames, house.formats)
  const denied = evidence.gaps
    .filter((gap) => gap.reason !== 'absent' && gap.reason !== 'not-asked')
    .map((gap) => gap.source)
  const lacking =
    denied.length === 0
      ? ''
      : plain(say(COMMAND_WORDS.doctorLacking, { list: denied.join(', ') }, asked.lang))
  const kernel = evidence.get(osrelease)?.osrelease ?? null
  return {
    ok: denied.length === 0,
    text: say(
      COMMAND_WORDS.doctorHost,
      { host: name, kernel, sources: evidence.ids().length, lacking },
      asked.lang,
    ),
    json: { check: name, kernel, sources: evidence.ids(), gaps: evidence.gaps },
  }
}
