/** `hosts` and `defaults` -> the inventory's hosts. */
import { dirname, join, resolve } from 'node:path'
import type { HostEntry } from '../domain/inventory.ts'
import { parseDuration } from '../domain/time.ts'
import { check } from './check.ts'
import { type Document, type Path, spoken } from './document.ts'
import { Defaults, Host } from './shape.ts'
import type { ConfigFault } from './words.ts'

export interface HostsContext {
  readonly document: Document
  /** Path of memcheck.yaml: relative paths in it begin at its folder. */
  readonly path: string
  /** The home folder that `~` stands for. */
  readonly home: string
  readonly reserved: readonly string[]
}

export interface HostsRead {
  readonly hosts: readonly HostEntry[]
  /** Every name and alias that was written, also of hosts with faults: groups may name them. */
  readonly names: readonly string[]
  readonly faults: readonly ConfigFault[]
}

const KNOWN_HOSTS = '~/.ssh/known_hosts'

export function readHosts(
  entries: readonly unknown[],
  defaultsValue: unknown,
  context: HostsContext,
): HostsRead {
  const { document } = context
  const defaults = check(Defaults, defaultsValue ?? {}, ['defaults'], document)
  const faults = [...defaults.faults]
  const hosts: HostEntry[] = []
  const names = new Names(context)
  for (const [index, entry] of entries.entries()) {
    const path = ['hosts', index]
    faults.push(...names.add(entry, path))
    const checked = check(Host, entry, path, document)
    faults.push(...checked.faults)
    if (checked.value === null) continue
    // Where the defaults are at fault, what they should have given is not missed once more at each host.
    if (defaults.value !== null)
      faults.push(...missingLogin(checked.value, defaults.value, path, document))
    hosts.push(hostEntry(checked.value, defaults.value ?? {}, context))
  }
  if (entries.length === 0)
    return { hosts: [EMBEDDED], names: [EMBEDDED.name, ...EMBEDDED.aliases], faults }
  return { hosts, names: names.all(), faults }
}

/** With no hosts of its own, a file may still order looks at the machine itself: what it is called then. */
const EMBEDDED: HostEntry = {
  name: 'local',
  aliases: ['localhost'],
  address: '127.0.0.1',
  port: 0,
  user: '',
  keyFile: '',
  knownHostsFile: '',
  memory: true,
}

function hostEntry(host: Host, defaults: Defaults, context: HostsContext): HostEntry {
  return {
    name: host.name,
    aliases: host.aliases,
    address: host.address ?? host.name,
    port: host.port,
    user: host.user ?? defaults.user ?? '',
    keyFile: fullPath(host.key ?? defaults.key ?? '', context),
    knownHostsFile: fullPath(host.known_hosts ?? defaults.known_hosts ?? KNOWN_HOSTS, context),
    memory: host.memory,
  }
}

function fullPath(written: string, { path, home }: HostsContext): string {
  if (written === '~' || written.startsWith('~/')) return join(home, written.slice(1))
  return resolve(dirname(path), written)
}

function missingLogin(
  host: Host,
  defaults: Defaults,
  path: Path,
  document: Document,
): readonly ConfigFault[] {
  const where = spoken(path)
  return [
    ...(host.user === undefined && defaults.user === undefined
      ? [document.at(path, 'no-host-user', { where })]
      : []),
    ...(host.key === undefined && defaults.key === undefined
      ? [document.at(path, 'no-host-key', { where })]
      : []),
  ]
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
