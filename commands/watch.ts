import { z } from 'zod'
import { UserError } from '../src/domain/errors.ts'
import { DAY_MS, parseDuration } from '../src/domain/time.ts'
import { plain, say } from '../src/domain/words.ts'
import { defineCommand, EXIT } from '../src/pipeline/command.ts'
import { changing, LIVING, readTarget } from '../src/pipeline/grammar.ts'
import { listOrders } from '../src/pipeline/listOrders.ts'
import type { UseCases } from '../src/pipeline/useCases.ts'
import { ORDER_WORDS } from '../src/report/words/ui.ts'
import { said } from './args/said.ts'
import { Target } from './args/target.ts'

const Args = z.union([
  z.object({ do: z.literal('list') }),
  z.object({ do: z.literal('stop'), id: z.string().min(1).max(40) }),
  z.object({
    do: z.literal('start'),
    target: Target,
    everyMs: z.number().int().positive(),
    forMs: z.number().int().positive().max(DAY_MS).nullable(),
  }),
])

const DEFAULT_EVERY_MS = 30_000

/** A standing order of seconds or minutes that tells changes. */
export const watch = defineCommand<UseCases, z.infer<typeof Args>>({
  name: 'watch',
  usage: `HOST ${LIVING} [every 5s] [for 5m] | list | stop ID`,
  example: 'watch local leaky-demo every 5s for 5m',
  help: {
    en: 'read again and again; one message whose graph grows',
    zh: '持续读取；一条消息，图表随之增长',
  },
  class: 'look',
  where: 'anywhere',
  subVerbs: ['list', 'stop', 'every', 'for'],
  Args,
  read(words, use) {
    const [first, second, ...rest] = words
    if (first === 'list' && second === undefined) return { do: 'list' }
    if (first === 'stop') {
      if (second === undefined || rest.length > 0)
        throw new UserError('bad-argument', { word: rest[0] ?? 'stop', expected: 'watch stop ID' })
      return { do: 'stop', id: second }
    }
    const from = words.findIndex((word) => word === 'every' || word === 'for')
    const target = readTarget(from < 0 ? words : words.slice(0, from), use.house)
    if (target.drilldown !== null)
      throw new UserError('bad-argument', {
        word: target.drilldown.name,
        expected: `watch HOST ${LIVING} [every 5s] [for 5m]`,
      })
    return {
      do: 'start',
      target: changing(target.target),
      everyMs: DEFAULT_EVERY_MS,
      forMs: null,
      ...times(from < 0 ? [] : words.slice(from)),
    }
  },
  async run(args, asked, use) {
    if (args.do === 'list') return listOrders(use, asked)
    if (args.do === 'stop') {
      const order = await use.stopOrder(asked, args.id)
      const text = say(ORDER_WORDS.stoppedNow, { name: order.name, id: order.id }, asked.lang)
      return said(
        { text: plain(text), blocks: [{ kind: 'text', text }] },
        { json: { stopped: order.id } },
      )
    }
    const order = await use.watch(asked, args)
    return {
      kind: 'work',
      // The first tick comes at once; its message is the sign that the watch has begun.
      async work() {
        await use.orders?.arm(order)
        const text = say(
          ORDER_WORDS.began,
          { id: order.id, target: order.name, everyMs: args.everyMs, untilAtMs: order.untilMs },
          asked.lang,
        )
        return {
          message: { text: plain(text), blocks: [{ kind: 'text', text }] },
          exit: EXIT.fine,
          json: { order: order.id },
        }
      },
    }
  },
})

/** Reads `every 5s for 5m` in either order. */
function times(words: readonly string[]): { readonly everyMs?: number; readonly forMs?: number } {
  const out: { everyMs?: number; forMs?: number } = {}
  for (let i = 0; i < words.length; i += 2) {
    const key = words[i] ?? ''
    const value = words[i + 1] ?? ''
    const ms = parseDuration(value)
    if (ms === null)
      throw new UserError('bad-argument', {
        word: `${key} ${value}`.trim(),
        expected: `${key === 'for' ? 'for 5m' : 'every 5s'}`,
      })
    if (key === 'every') out.everyMs = ms
    else if (key === 'for') out.forMs = ms
    else throw new UserError('bad-argument', { word: key, expected: 'every 5s, for 5m' })
  }
  return out
}
