/** memcheck.yaml -> inventory and orders, or everything that is wrong with it, line by line. */

import type { Demand } from '../domain/demand.ts'
import type { Inventory } from '../domain/inventory.ts'
import type { Lifetimes } from '../domain/lifetimes.ts'
import type { Policy } from '../domain/policy.ts'
import type { PrometheusSettings } from '../domain/prometheus.ts'
import type { Lang } from '../domain/words.ts'
import { readChannels } from './channels.ts'
import { check } from './check.ts'
import { readDemands } from './demands.ts'
import { readDocument } from './document.ts'
import { readGroups } from './groups.ts'
import { readHosts } from './hosts.ts'
import { type ConfigOrder, type ReadWhen, readOrders } from './orders.ts'
import { readPolicy } from './policy.ts'
import { readPrometheus } from './prometheus.ts'
import { readRetention } from './retention.ts'
import { Top } from './shape.ts'
import type { ConfigFault } from './words.ts'

export interface Config {
  readonly inventory: Inventory
  readonly orders: readonly ConfigOrder[]
  /** Null when the file has none: then chats may look, and nothing else. */
  readonly policy: Policy | null
  /** What is demanded before anything intrusive. */
  readonly demands: readonly Demand[]
  /** Null when the file names none. */
  readonly prometheus: PrometheusSettings | null
  /** Null when the file does not say. */
  readonly lang: Lang | null
  /** By the id of their channel. */
  readonly channelLangs: ReadonlyMap<string, Lang>
  readonly lifetimes: Lifetimes
}

export interface ConfigOptions {
  /** Path of the file, as faults name it; relative paths in the file begin at its folder. */
  readonly path: string
  /** Words of commands and drilldowns: no host may be called so, for a command could not name it. */
  readonly reserved: readonly string[]
  /** The home folder that `~` stands for. */
  readonly home: string
  /** Socket of the agent of the bot's own environment (SSH_AUTH_SOCK); null where it has none. */
  readonly agentSocket: string | null
  readonly readWhen: ReadWhen
}

/** Reads the file's text. Gives all faults at once, in the order of their lines. Never throws. */
export function readConfig(
  text: string,
  options: ConfigOptions,
): { readonly config: Config } | { readonly faults: readonly ConfigFault[] } {
  const { document, faults: syntax } = readDocument(text, options.path)
  if (document === null) return { faults: syntax }
  const value = document.value ?? {}
  const top = check(Top, value, [], document)
  const parts = partsOf(value)
  const hosts = readHosts(parts.hosts, parts.defaults, { ...options, document })
  const groups = readGroups(parts.groups, hosts, document)
  const channels = readChannels(parts.channels, document)
  const { orders, faults } = readOrders(parts.orders, {
    document,
    hosts,
    groups,
    readWhen: options.readWhen,
  })
  const { policy, faults: policyFaults } = readPolicy(parts.policy, { document, hosts, groups })
  const demands = readDemands(parts.intrusive, { document, hosts, groups })
  const prometheus = readPrometheus(parts.prometheus, hosts, document)
  const retention = readRetention(parts.retention, document)
  const all = [
    ...syntax,
    ...top.faults,
    ...hosts.faults,
    ...groups.faults,
    ...channels.faults,
    ...faults,
    ...policyFaults,
    ...demands.faults,
    ...prometheus.faults,
    ...retention.faults,
  ]
  if (all.length > 0) return { faults: all.sort((a, b) => (a.line ?? 0) - (b.line ?? 0)) }
  const embedded = parts.hosts.length === 0
  const inventory = { hosts: embedded ? [] : hosts.hosts, groups: groups.groups, embedded }
  return {
    config: {
      inventory,
      orders,
      policy,
      demands: demands.demands,
      prometheus: prometheus.settings,
      lang: top.value?.lang ?? null,
      channelLangs: channels.langs,
      lifetimes: retention.lifetimes,
    },
  }
}

interface Parts {
  readonly defaults: unknown
  readonly hosts: readonly unknown[]
  readonly groups: Readonly<Record<string, unknown>>
  readonly channels: Readonly<Record<string, unknown>>
  readonly orders: readonly unknown[]
  readonly policy: unknown
  readonly intrusive: readonly unknown[]
  readonly prometheus: unknown
  readonly retention: unknown
}

/** The parts that have the right outline, whatever is wrong with the others: those are told by the top's shape. */
function partsOf(value: unknown): Parts {
  const top = isMap(value) ? value : {}
  return {
    defaults: top.defaults,
    hosts: Array.isArray(top.hosts) ? top.hosts : [],
    groups: isMap(top.groups) ? top.groups : {},
    channels: isMap(top.channels) ? top.channels : {},
    orders: Array.isArray(top.orders) ? top.orders : [],
    policy: top.policy,
    intrusive: isMap(top.policy) && Array.isArray(top.policy.intrusive) ? top.policy.intrusive : [],
    prometheus: top.prometheus,
    retention: top.retention,
  }
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
