/** `hosts` and `defaults` -> the inventory's hosts. */
import { dirname, join, resolve } from 'node:path'
import { type HostEntry, PLAIN_HOST } from '../domain/inventory.ts'
import { LIMITS } from '../domain/limits.ts'
import { parseDuration, SECOND_MS } from '../domain/time.ts'
import { check } from './check.ts'
import { type Document, type Path, spoken } from './document.ts'
import { type Alone, withJumps } from './jumps.ts'
import { Defaults, Host } from './shape.ts'
import type { ConfigFault } from './words.ts'

export interface HostsContext {
  readonly document: Document
  /** Path of memcheck.yaml: relative paths in it begin at its folder. */
  readonly path: string
  /** The home folder that `~` stands for. */
  readonly home: string
  /** Socket of the agent of the bot's own environment (SSH_AUTH_SOCK); null where it has none. */
  readonly agentSocket: string | null
  readonly reserved: readonly string[]
}

export interface HostsRead {
  readonly hosts: readonly HostEntry[]
  /** Every name and alias that was written, also of hosts with faults: groups may name them. */
  readonly names: readonly string[]
  readonly faults: readonly ConfigFault[]
}

export function readHosts(
  entries: readonly unknown[],
  defaultsValue: unknown,
  context: HostsContext,
): HostsRead {
  const { document } = context
  const defaults = check(Defaults, defaultsValue ?? {}, ['defaults'], document)
  const faults = [...defaults.faults]
  const hosts: Alone[] = []
  const names = new Names(context)
  for (const [index, written] of entries.entries()) {
    const path = ['hosts', index]
    faults.push(...names.add(written, path))
    const checked = check(Host, written, path, document)
    faults.push(...checked.faults)
    if (checked.value === null) continue
    faults.push(...missingAgent(checked.value, defaults.value ?? {}, path, context))
    // The host's files would all be read as root: what holds a server's memory is the server's own account.
    if (checked.value.memory_as === 'root')
      faults.push(document.at([...path, 'memory_as'], 'memory-as-root', { where: spoken(path) }))
    faults.push(...unusedSecret(checked.value, defaults.value ?? {}, path, context))
    const entry = hostEntry(checked.value, defaults.value ?? {}, context)
    hosts.push({ entry, path, via: { own: checked.value.via, default: defaults.value?.via } })
  }
  if (entries.length === 0)
    return { hosts: [EMBEDDED], names: [EMBEDDED.name, ...EMBEDDED.aliases], faults }
  const joined = withJumps(hosts, names.all(), document)
  return { hosts: joined.hosts, names: names.all(), faults: [...faults, ...joined.faults] }
}

/** With no hosts of its own, a file may still order looks at the machine itself: what it is called then. */
const EMBEDDED: HostEntry = {
  ...PLAIN_HOST,
  name: 'local',
  aliases: ['localhost'],
  address: '127.0.0.1',
  memory: true,
}

function hostEntry(host: Host, defaults: Defaults, context: HostsContext): HostEntry {
  const transport = host.transport ?? defaults.transport ?? 'ssh2'
  const secrets: Defaults = transport === 'openssh' ? {} : { ...defaults, ...host }
  const files = (written: readonly string[] | undefined): readonly string[] =>
    (written ?? []).map((one) => fullPath(one, context))
  return {
    name: host.name,
    aliases: host.aliases,
    address: host.address ?? host.name,
    port: host.port ?? 0,
    user: host.user ?? defaults.user ?? '',
    credentials: {
      agentSocket: agentOf(host.agent ?? defaults.agent ?? false, context),
      onlyOwnKeys: false,
      keyFiles: files(host.key ?? defaults.key),
      passphraseEnv: secrets.passphrase_env ?? null,
      passwordEnv: secrets.password_env ?? null,
    },
    knownHostsFiles: files(host.known_hosts ?? defaults.known_hosts),
    hostKeyAlias: '',
    jump: null,
    transport,
    memory: host.memory,
    sudo: host.sudo,
    memoryAs: host.memory_as ?? null,
    memoryKey: host.memory_key === undefined ? null : fullPath(host.memory_key, context),
    restMs: restOf(host.rest ?? defaults.rest),
    pinned: host.pinned ?? defaults.pinned ?? false,
  }
}

/** The shape has seen that it is whole seconds. */
function restOf(written: string | undefined): number {
  return written === undefined ? LIMITS.restMs : Number(written.slice(0, -1)) * SECOND_MS
}

function agentOf(agent: boolean | string, context: HostsContext): string | null {
  if (typeof agent === 'string') return fullPath(agent, context)
  return agent ? context.agentSocket : null
}

function missingAgent(
  host: Host,
  defaults: Defaults,
  path: Path,
  { document, agentSocket }: HostsContext,
): readonly ConfigFault[] {
  if ((host.agent ?? defaults.agent) !== true || agentSocket !== null) return []
  return [document.at(path, 'no-agent', { where: spoken(path) })]
}

/** The system's ssh is told no passphrase and no password: an agent holds what it needs. */
function unusedSecret(
  host: Host,
  defaults: Defaults,
  path: Path,
  { document }: HostsContext,
): readonly ConfigFault[] {
  if ((host.transport ?? defaults.transport) !== 'openssh') return []
  // Defaults may be meant for the other hosts, unless all of them go this way.
  const all = defaults.transport === 'openssh' ? { ...defaults, ...host } : host
  const keys = (['passphrase_env', 'password_env'] as const).filter((key) => all[key] !== undefined)
  return keys.map((key) => document.at(path, 'openssh-secret', { where: spoken(path), key }))
}

function fullPath(written: string, { path, home }: HostsContext): string {
  if (written === '~' || written.startsWith('~/')) return join(home, written.slice(1))
  return resolve(dirname(path), written)
}

/** Names and aliases over all hosts: each stands for one host, and for nothing else. */
class Names {
  readonly #lines = new Map<string, number>()
  readonly #context: HostsContext
  readonly #reserved: ReadonlySet<string>

  constructor(context: HostsContext) {
    this.#context = context
    this.#reserved = new Set(context.reserved.map((word) => word.toLowerCase()))
  }

  add(entry: unknown, path: Path): readonly ConfigFault[] {
    return written(entry).flatMap(({ name, at }) => this.#addOne(name, [...path, ...at]))
  }

  all(): readonly string[] {
    return [...this.#lines.keys()]
  }

  #addOne(name: string, path: Path): readonly ConfigFault[] {
    const { document } = this.#context
    const where = spoken(path)
    const key = name.toLowerCase()
    const line = this.#lines.get(key)
    if (line !== undefined) return [document.at(path, 'duplicate-name', { where, name, line })]
    this.#lines.set(key, document.lineOf(path))
    const reserved = this.#reserved.has(key) || parseDuration(key) !== null
    return reserved ? [document.at(path, 'reserved-word', { where, name })] : []
  }
}

/** The names that an entry writes down, whatever else is wrong with it. */
function written(entry: unknown): readonly { readonly name: string; readonly at: Path }[] {
  if (typeof entry !== 'object' || entry === null) return []
  const { name, aliases } = entry as { readonly name?: unknown; readonly aliases?: unknown }
  const list =
    typeof aliases === 'string'
      ? [aliases]
      : Array.isArray(aliases)
        ? (aliases as readonly unknown[])
        : []
  const named = [
    { name, at: ['name'] as Path },
    ...list.map((alias, index) => ({
      name: alias,
      at: (typeof aliases === 'string' ? ['aliases'] : ['aliases', index]) as Path,
    })),
  ]
  return named.flatMap((of) =>
    typeof of.name === 'string' && of.name !== '' ? [{ name: of.name, at: of.at }] : [],
  )
}
