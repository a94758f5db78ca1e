/** The hosts that may be reached: the inventory is the only place that a host can come from. */

export interface HostEntry {
  readonly name: string
  readonly aliases: readonly string[]
  readonly address: string
  readonly port: number
  readonly user: string
  /** Path of the private key on the bot's machine. */
  readonly keyFile: string
  /** Path of the known_hosts file that this host's key is checked against. */
  readonly knownHostsFile: string
  /** May people read the bytes of processes here (class `memory`)? */
  readonly memory: boolean
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
