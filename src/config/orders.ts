/** `orders`: what is asked again and again without anyone asking. */
import { LIMITS } from '../domain/limits.ts'
import type { Depth, Tell, When } from '../domain/order.ts'
import type { Lang } from '../domain/words.ts'
import { check, hint } from './check.ts'
import { type Document, type Path, spoken } from './document.ts'
import { type GroupsRead, unknownHost } from './groups.ts'
import type { HostsRead } from './hosts.ts'
import { canonical } from './jumps.ts'
import { nearest } from './near.ts'
import { Order } from './shape.ts'
import type { ConfigFault } from './words.ts'

/** What is looked at: a host or each host of a group; there a process by pid or name, a cgroup (`unit:x`), or (null) the host itself. */
type ConfigTarget =
  | { readonly kind: 'host'; readonly host: string; readonly process: string | null }
  | { readonly kind: 'group'; readonly group: string; readonly process: string | null }

export interface ConfigOrder {
  readonly name: string
  readonly targets: readonly ConfigTarget[]
  readonly when: When
  readonly channel: string
  /** Null: as the file or the bot is set. */
  readonly lang: Lang | null
  readonly depth: Depth
  readonly tell: Tell
}

/** Reads the words of `every` in a zone; the schedule knows how (main hands it in). */
export type ReadWhen = (
  text: string,
  zone: string,
) =>
  | { readonly when: When }
  | {
      readonly fault:
        | { readonly code: 'interval-too-short'; readonly leastMs: number }
        | { readonly code: 'bad-zone'; readonly zone: string }
        | { readonly code: 'bad-cron'; readonly detail: string }
    }

export interface OrdersContext {
  readonly document: Document
  readonly hosts: HostsRead
  readonly groups: GroupsRead
  readonly readWhen: ReadWhen
}

export function readOrders(
  entries: readonly unknown[],
  context: OrdersContext,
): { readonly orders: readonly ConfigOrder[]; readonly faults: readonly ConfigFault[] } {
  const { document } = context
  const orders: ConfigOrder[] = []
  const faults: ConfigFault[] = []
  const lines = new Map<string, number>()
  if (entries.length > LIMITS.orders) {
    faults.push(
      document.at(['orders'], 'too-many-orders', { count: entries.length, limit: LIMITS.orders }),
    )
  }
  for (const [index, entry] of entries.entries()) {
    const path = ['orders', index]
    const checked = check(Order, entry, path, document)
    faults.push(...checked.faults)
    if (checked.value === null) continue
    faults.push(...duplicate(checked.value.name, [...path, 'name'], lines, document))
    const read = readOrder(checked.value, path, context)
    faults.push(...read.faults)
    if (read.order !== null) orders.push(read.order)
  }
  return { orders, faults }
}

function readOrder(
  order: Order,
  path: Path,
  context: OrdersContext,
): { readonly order: ConfigOrder | null; readonly faults: readonly ConfigFault[] } {
  const targets = order.targets.map((words, index) =>
    readTarget(words, [...path, 'targets', index], context),
  )
  const faults = [...targets.flatMap((target) => target.faults), ...tooMany(targets, path, context)]
  const read = atLeast(context.readWhen(order.every, order.zone), order.depth)
  if ('fault' in read) {
    const at = [...path, read.fault.code === 'bad-zone' ? 'zone' : 'every']
    const { code, ...params } = read.fault
    return {
      order: null,
      faults: [...faults, context.document.at(at, code, { where: spoken(at), ...params })],
    }
  }
  return {
    order: {
      name: order.name,
      targets: targets.flatMap((target) => target.target ?? []),
      when: read.when,
      channel: order.channel,
      lang: order.lang ?? null,
      depth: order.depth,
      tell: order.tell ?? usualTell(order.depth, read.when),
    },
    faults,
  }
}

/** A recorder writes thirty rows a pulse: it has a longer shortest interval than a watch. */
function atLeast(read: ReturnType<ReadWhen>, depth: Depth): ReturnType<ReadWhen> {
  const everyMs = 'when' in read && read.when.kind === 'interval' ? read.when.everyMs : null
  if (depth !== 'pulse' || everyMs === null || everyMs >= LIMITS.pulseIntervalMs) return read
  return { fault: { code: 'interval-too-short', leastMs: LIMITS.pulseIntervalMs } }
}

/** A round at fixed times is awaited; what is looked at every few minutes is told of when it changes; a recorder is silent. */
function usualTell(depth: Depth, when: When): Tell {
  if (depth === 'pulse') return 'never'
  return when.kind === 'cron' ? 'always' : 'changes'
}

interface TargetRead {
  readonly target: ConfigTarget | null
  readonly faults: readonly ConfigFault[]
}

/** `db1`, `db1 4242`, `db1 postgres: checkpointer`, `@web php-fpm`, `@web unit:nginx`: the first word is the place, the rest a process. */
function readTarget(
  words: string,
  path: Path,
  { document, hosts, groups }: OrdersContext,
): TargetRead {
  const [, place = '', rest = ''] = /^(\S+)\s*(.*)$/.exec(words) ?? []
  const process = rest === '' ? null : rest
  if (!place.startsWith('@')) {
    const host = canonical(place, hosts.hosts)
    return {
      target: host === null ? null : { kind: 'host', host, process },
      faults: unknownHost(place, path, hosts, document),
    }
  }
  const group = place.slice(1)
  if (groups.names.includes(group)) return { target: { kind: 'group', group, process }, faults: [] }
  const near = nearest(group, groups.names)
  return {
    target: null,
    faults: [
      document.at(path, 'unknown-group', { where: spoken(path), name: group, ...hint(near) }),
    ],
  }
}

function tooMany(
  targets: readonly TargetRead[],
  path: Path,
  context: OrdersContext,
): readonly ConfigFault[] {
  const count = targets.reduce((sum, { target }) => sum + sizeOf(target, context.groups), 0)
  if (count <= LIMITS.orderTargets) return []
  const where = spoken(path)
  return [
    context.document.at(path, 'too-many-targets', { where, count, limit: LIMITS.orderTargets }),
  ]
}

function sizeOf(target: ConfigTarget | null, { groups }: GroupsRead): number {
  return target?.kind === 'group' ? (groups[target.group]?.length ?? 0) : 1
}

function duplicate(
  name: string,
  path: Path,
  lines: Map<string, number>,
  document: Document,
): readonly ConfigFault[] {
  const line = lines.get(name.toLowerCase())
  if (line !== undefined)
    return [document.at(path, 'duplicate-name', { where: spoken(path), name, line })]
  lines.set(name.toLowerCase(), document.lineOf(path))
  return []
}
