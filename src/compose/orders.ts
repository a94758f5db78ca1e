/** Orders of memcheck.yaml as orders of the house. */
import type { ConfigOrder } from '../config/orders.ts'
import type { Order } from '../domain/order.ts'
import { parseGroup, parsePid, type Target } from '../domain/target.ts'
import type { Setup } from './setup.ts'

export function configOrders(setup: Setup, nowMs: number): readonly Order[] {
  return setup.orders.map((order) => orderOf(order, setup, nowMs))
}

function orderOf(order: ConfigOrder, setup: Setup, nowMs: number): Order {
  return {
    // Stable over restarts: its history, ticks and memo hang on it.
    id: `config-${order.name.replace(/[^A-Za-z0-9_-]+/g, '-')}`,
    name: order.name,
    source: 'config',
    // A recorder looks at whole hosts: their largest subjects are what it keeps.
    targets: order.targets.flatMap((target) =>
      targetsOf(order.depth === 'pulse' ? { ...target, process: null } : target, setup),
    ),
    depth: order.depth,
    when: order.when,
    untilMs: null,
    where: { surface: 'slack', channel: order.channel, threadTs: null, user: 'memcheck.yaml' },
    tell: order.tell,
    lang: order.lang ?? setup.lang,
    ownLang: order.lang !== null,
    by: 'memcheck.yaml',
    createdAtMs: nowMs,
    state: 'active',
  }
}

function targetsOf(target: ConfigOrder['targets'][number], setup: Setup): readonly Target[] {
  const hosts =
    target.kind === 'host' ? [target.host] : (setup.inventory.groups[target.group] ?? [])
  return hosts.map((host): Target => {
    if (target.process === null) return { kind: 'host', host }
    const group = parseGroup(target.process)
    if (group !== null) return { kind: 'group', host, ...group }
    const pid = parsePid(target.process)
    return pid === null ? { kind: 'name', host, name: target.process } : { kind: 'pid', host, pid }
  })
}
