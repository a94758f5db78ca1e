/** Standing orders and watches, with when each comes next. */

import type { Order } from '../domain/order.ts'
import { typed } from '../domain/target.ts'
import { formatDuration } from '../domain/time.ts'
import { ORDER_WORDS } from '../report/words/ui.ts'
import { type Asked, EXIT, type Reply } from './command.ts'
import { visibleHosts } from './leave.ts'
import type { UseCases } from './useCases.ts'

export async function listOrders(use: UseCases, asked: Asked): Promise<Reply> {
  const seen = new Set(visibleHosts(use.house, asked.actor).map(({ name }) => name))
  const orders = (await use.house.store.orders('active')).filter(({ targets }) =>
    targets.some(({ host }) => seen.has(host)),
  )
  const nowMs = use.house.clock.now()
  const rows = orders.map((order) => {
    const next = use.schedule.next(order.when, nowMs)
    return {
      id: order.id,
      name: order.name,
      targets:
        order.targets.length === 1 && order.targets[0] !== undefined
          ? typed(order.targets[0])
          : `${order.targets.length} targets`,
      when: whenText(order),
      next: next === null ? '–' : new Date(next).toISOString().slice(0, 19).replace('T', ' '),
      where: order.where.surface === 'slack' ? order.where.channel : 'terminal',
    }
  })
  const title = rows.length === 0 ? ORDER_WORDS.none[asked.lang] : ORDER_WORDS.list[asked.lang]
  return {
    kind: 'say',
    audience: 'asker',
    done: {
      message: {
        text: title,
        blocks:
          rows.length === 0
            ? [{ kind: 'text', text: [title] }]
            : [
                {
                  kind: 'table',
                  said: true,
                  caption: [title],
                  columns: ['id', 'name', 'targets', 'when', 'next UTC', 'where'].map(
                    (name) => ({ title: name, align: 'left' }) as const,
                  ),
                  rows: rows.map((row) => [
                    row.id,
                    row.name,
                    row.targets,
                    row.when,
                    row.next,
                    row.where,
                  ]),
                },
              ],
      },
      exit: EXIT.fine,
      json: { orders: rows },
    },
  }
}

function whenText(order: Order): string {
  return order.when.kind === 'interval'
    ? formatDuration(order.when.everyMs)
    : `${order.when.expression} ${order.when.zone}`
}
