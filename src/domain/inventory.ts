/** The hosts that may be reached: the inventory is the only place that a host can come from. */

/** What a login shows. All that is given is tried, in this order: agent, keys, password. */
export interface Credentials {
  /** Socket of an SSH agent on the bot's machine; null where none is asked. */
  readonly agentSocket: string | null
  /** Whether of the agent's keys only those are tried that `keyFiles` names (ssh_config(5) IdentitiesOnly). */
  readonly onlyOwnKeys: boolean
  /** Paths of private keys on the bot's machine, in the order in which they are tried. */
  readonly keyFiles: readonly string[]
  /** Name of the environment variable that holds the passphrase of encrypted keys; null where there is none. */
  readonly passphraseEnv: string | null
  /** Name of the environment variable that holds the password; null where no password is used. */
  readonly passwordEnv: string | null
}

/** How connections are made: by ssh2 in the bot itself, or by the system's own `ssh`. */
export const TRANSPORTS = ['ssh2', 'openssh'] as const
export type TransportName = (typeof TRANSPORTS)[number]

export interface HostEntry {
  readonly name: string
  readonly aliases: readonly string[]
  readonly address: string
  /** 0 where the inventory does not say: ssh's own settings are asked, else it is 22. */
  readonly port: number
  /** Empty where the inventory does not say: ssh's own settings are asked. */
  readonly user: string
  readonly credentials: Credentials
  /**
   * Paths of the known_hosts files that this host's key is checked against; one at least must be readable. A new key
   * is recorded in the first.
   */
  readonly knownHostsFiles: readonly string[]
  /** The name that stands for this host in known_hosts, whatever its address and port are; empty for those. */
  readonly hostKeyAlias: string
  /** The host through which this one is reached, which may have one of its own; null for a direct way. */
  readonly jump: HostEntry | null
  readonly transport: TransportName
  /** May people read the bytes of processes here (class `memory`)? */
  readonly memory: boolean
  /** Ids of sources that are read by `sudo -n` where the login is denied; see script/privilege.ts for which may be. */
  readonly sudo: readonly string[]
  /** The account as which memory is read (`sudo -n -u`); null where the login's own rights are all. */
  readonly memoryAs: string | null
  /** Path of a key on the bot's machine that gives read-only SFTP and nothing else; null where there is none. */
  readonly memoryKey: string | null
  /** Between the end of one collect and the start of the next the host is left alone this long. */
  readonly restMs: number
  /** The host runs its own copy of the script by a forced command (script/pinned.ts), and is sent words alone. */
  readonly pinned: boolean
}

/** A host of which nothing is said but how it is called: what all others differ from. */
export const PLAIN_HOST: Omit<HostEntry, 'name' | 'address'> = {
  aliases: [],
  port: 0,
  user: '',
  credentials: {
    agentSocket: null,
    onlyOwnKeys: false,
    keyFiles: [],
    passphraseEnv: null,
    passwordEnv: null,
  },
  knownHostsFiles: [],
  hostKeyAlias: '',
  jump: null,
  transport: 'ssh2',
  memory: false,
  sudo: [],
  memoryAs: null,
  memoryKey: null,
  restMs: 0,
  pinned: false,
}

export interface Inventory {
  readonly hosts: readonly HostEntry[]
  /** Group name (without @) -> host names. */
  readonly groups: Readonly<Record<string, readonly string[]>>
  /** True when nothing was configured and the one host is the machine itself. */
  readonly embedded: boolean
}

/**
 * Finds a host by name, alias or address, exact but for case; an FQDN pasted from an alert matches
 * by its address or alias, and a short name matches when it is the first label of just one host.
 */
export function findHost(inventory: Inventory, word: string): HostEntry | null {
  const typed = word.toLowerCase()
  const exact = inventory.hosts.find((host) => namesOf(host).includes(typed))
  if (exact !== undefined) return exact
  const label = inventory.hosts.filter((host) =>
    namesOf(host).some((name) => name.split('.')[0] === typed && !isAddress(name)),
  )
  return label.length === 1 ? (label[0] ?? null) : null
}

/** All names a host answers to, lower case. */
export function namesOf(host: HostEntry): readonly string[] {
  return [host.name, ...host.aliases, host.address].map((name) => name.toLowerCase())
}

function isAddress(name: string): boolean {
  return /^[\d.]+$/.test(name) || name.includes(':')
}
