/**
 * An inventory entry -> all that a connection needs. What the inventory leaves open is as ssh has it: by its own settings
 * (`ssh -G`) where there is an ssh, else by its defaults (ssh_config(5)).
 */
import { existsSync } from 'node:fs'
import { homedir, userInfo } from 'node:os'
import { join } from 'node:path'
import { UserError } from '../domain/errors.ts'
import { type HostEntry, PLAIN_HOST } from '../domain/inventory.ts'
import { LIMITS } from '../domain/limits.ts'
import type { Log } from '../domain/ports.ts'
import type { AskSsh } from './askSsh.ts'
import type { Hop, SshSettings } from './sshSettings.ts'

const SSH_PORT = 22
/** ssh_config(5) IdentityFile and UserKnownHostsFile, without the kinds of keys that need hardware. */
const KEY_NAMES = ['id_ed25519', 'id_ecdsa', 'id_rsa']
const KNOWN_HOSTS = 'known_hosts'

export class Logins {
  readonly #ssh: AskSsh
  readonly #log: Log
  readonly #told = new Set<string>()

  constructor(ssh: AskSsh, log: Log) {
    this.#ssh = ssh
    this.#log = log
  }

  /**
   * Gives the entry with port, user, credentials and known_hosts files filled; its jump hosts likewise. A host that only
   * ssh itself can reach comes as it is written, for the transport `openssh`. Throws UserError `too-many-jumps`.
   */
  async completed(written: HostEntry, depth = 0): Promise<HostEntry> {
    // What is left open to the system's ssh, it fills by itself.
    if (written.transport === 'openssh') return written
    if (depth > LIMITS.jumps)
      throw new UserError('too-many-jumps', { host: written.name, limit: LIMITS.jumps })
    const settings = isOpen(written) ? await this.#ssh.settingsOf(written.name) : null
    if (settings !== null && isForOpenssh(settings)) return this.#byOpenssh(written)
    const entry = settings === null ? byDefault(written) : this.#bySettings(written, settings)
    const jump = await this.#jumpOf(written, settings, depth)
    return jump?.transport === 'openssh' ? this.#byOpenssh(written) : { ...entry, jump }
  }

  #byOpenssh(written: HostEntry): HostEntry {
    if (!this.#told.has(written.name)) this.#log.info('ssh-by-openssh', { host: written.name })
    this.#told.add(written.name)
    return { ...written, transport: 'openssh' }
  }

  async #jumpOf(
    written: HostEntry,
    settings: SshSettings | null,
    depth: number,
  ): Promise<HostEntry | null> {
    if (written.jump !== null) return await this.completed(written.jump, depth + 1)
    let jump: HostEntry | null = null
    for (const [at, hop] of (settings?.jumps ?? []).entries()) {
      const one = await this.completed(entryOf(hop), depth + 1 + at)
      // The first is reached as ssh's settings for it have it, each further one through the one before.
      jump = at === 0 || one.transport === 'openssh' ? one : { ...one, jump }
      if (one.transport === 'openssh') return one
    }
    return jump
  }

  #bySettings(written: HostEntry, settings: SshSettings): HostEntry {
    const address = written.address === written.name ? settings.hostname : written.address
    const user = written.user || settings.user || userInfo().username
    const port = written.port || settings.port || SSH_PORT
    const { knownHostsFiles, hostKeyAlias } = settings
    const full = (path: string): string => expanded(path, { written, address, user, port })
    return byDefault({
      ...written,
      address,
      port,
      user,
      hostKeyAlias: written.hostKeyAlias || hostKeyAlias,
      credentials: hasOwn(written)
        ? written.credentials
        : { ...written.credentials, ...this.#credentials(settings, full) },
      knownHostsFiles:
        written.knownHostsFiles.length > 0 ? written.knownHostsFiles : knownHostsFiles.map(full),
    })
  }

  /** ssh tries each key file that is there, were it only in its public half, of which an agent holds the other. */
  #credentials(
    settings: SshSettings,
    full: (path: string) => string,
  ): Pick<HostEntry['credentials'], 'agentSocket' | 'keyFiles' | 'onlyOwnKeys'> {
    const agentSocket = agentOf(settings.identityAgent, this.#ssh.environment)
    return {
      keyFiles: settings.identityFiles
        .map(full)
        .filter((file) => existsSync(file) || existsSync(`${file}.pub`)),
      agentSocket: agentSocket === null ? null : full(agentSocket),
      onlyOwnKeys: settings.identitiesOnly,
    }
  }
}

/** All that decides who is reached and how it is checked: two entries with one way can share a connection. */
export function wayOf(host: HostEntry): string {
  const { aliases: _, memory: __, sudo: ___, ...way } = host
  return JSON.stringify(way)
}

function byDefault(entry: HostEntry): HostEntry {
  const folder = join(homedir(), '.ssh')
  const { credentials } = entry
  return {
    ...entry,
    port: entry.port === 0 ? SSH_PORT : entry.port,
    user: entry.user === '' ? userInfo().username : entry.user,
    credentials: hasOwn(entry)
      ? credentials
      : { ...credentials, keyFiles: KEY_NAMES.map((name) => join(folder, name)) },
    knownHostsFiles:
      entry.knownHostsFiles.length === 0 ? [join(folder, KNOWN_HOSTS)] : entry.knownHostsFiles,
  }
}

/** Whether ssh's settings have a say: the inventory names not all of user, port and what to log in with. */
function isOpen(entry: HostEntry): boolean {
  return entry.port === 0 || entry.user === '' || !hasOwn(entry)
}

/** Whether the inventory gives anything to log in with. */
function hasOwn({ credentials }: HostEntry): boolean {
  const { agentSocket, keyFiles, passwordEnv } = credentials
  return agentSocket !== null || keyFiles.length > 0 || passwordEnv !== null
}

/** A program on the way, a certificate, or jump hosts that are written in a way that is not known here. */
function isForOpenssh(settings: SshSettings): boolean {
  return settings.onlyByOpenssh || settings.jumps === null
}

function entryOf({ host, user, port }: Hop): HostEntry {
  return { ...PLAIN_HOST, name: host, address: host, user, port }
}

const AGENT_VARIABLE = 'SSH_AUTH_SOCK'

/** ssh_config(5) IdentityAgent: a socket, the name of the variable that holds one, or none. */
function agentOf(written: string, environment: Readonly<Record<string, string>>): string | null {
  if (written === 'none') return null
  if (written === '' || written === AGENT_VARIABLE) return environment[AGENT_VARIABLE] ?? null
  return written.startsWith('$') ? (environment[written.slice(1)] ?? null) : written
}

/** `~` and the marks of ssh_config(5) "TOKENS" that IdentityFile and UserKnownHostsFile may have. */
function expanded(
  path: string,
  of: {
    readonly written: HostEntry
    readonly address: string
    readonly user: string
    readonly port: number
  },
): string {
  const marks: Readonly<Record<string, string>> = {
    '%%': '%',
    '%d': homedir(),
    '%h': of.address,
    '%n': of.written.name,
    '%p': String(of.port),
    '%r': of.user,
    '%u': userInfo().username,
  }
  const full = path.replace(/%[%dhnpru]/g, (mark) => marks[mark] ?? mark)
  return full === '~' || full.startsWith('~/') ? join(homedir(), full.slice(1)) : full
}
