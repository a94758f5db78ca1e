/**
 * Ways to the bytes of a host that its entry grants beside the login's own rights, both SFTP and both read-only: over a
 * key that can do nothing else (`memory_key`), and as another account by sudo (`memory_as`). They are tried first; a file
 * that they may not open, and every file where they fail, is asked of the login's own ways.
 */
import { UserError } from '../../domain/errors.ts'
import type { HostEntry } from '../../domain/inventory.ts'
import { LIMITS } from '../../domain/limits.ts'
import type { RangedFile, RangeReader, RangeRefusal } from '../../domain/memory.ts'
import { type LackingGrant, sudoFaultIn } from '../../domain/rights.ts'
import { SFTP_SERVERS } from '../../script/sudoers.ts'
import type { Ask, Channel } from '../transport.ts'
import { HostRanges, type OpenChannel, type OpenSpare } from './hostRanges.ts'

/** Channels of one connection, with more rights or without. */
export interface Channels {
  readonly channel: OpenChannel
  readonly spare: OpenSpare
}

/** Opens files by ranges; see HostRanges. */
export interface FileRanges {
  open(file: RangedFile): Promise<RangeReader | RangeRefusal>
}

const SAID_CHARS = 500

/** The entry's grants before the login's own ways. `keyed` are channels of the memory key's own connection. */
export function withGrants(
  entry: HostEntry,
  own: Channels & { readonly ranges: FileRanges },
  keyed: Channels | null,
): FileRanges {
  const grants = [
    ...(keyed === null ? [] : [new Grant('memory-key', entry, keyed)]),
    ...(entry.memoryAs === null
      ? []
      : [new Grant('memory-as', entry, bySudo(own, serverCommand(entry.memoryAs)))]),
  ]
  return {
    async open(file) {
      let lacking: LackingGrant | null = null
      for (const grant of grants) {
        const opened = await grant.open(file)
        if (!('reason' in opened)) return opened
        lacking ??= grant.lacking
        if (grant.lacking === null && opened.reason !== 'denied') return opened
      }
      const opened = await own.ranges.open(file)
      const denied = 'reason' in opened && opened.reason === 'denied' && lacking !== null
      return denied ? { ...opened, lacking } : opened
    },
  }
}

/** The login of a memory key: the account whose processes are read, where the entry names one. */
export function keyedEntry(entry: HostEntry): HostEntry | null {
  if (entry.memoryKey === null) return null
  const { passphraseEnv } = entry.credentials
  return {
    ...entry,
    user: entry.memoryAs ?? entry.user,
    credentials: {
      agentSocket: null,
      onlyOwnKeys: true,
      keyFiles: [entry.memoryKey],
      passphraseEnv,
      passwordEnv: null,
    },
    memoryAs: null,
    memoryKey: null,
  }
}

class Grant {
  readonly #way: LackingGrant['way']
  readonly #ranges: HostRanges
  /** What the newest channel said on its standard error. */
  #said = ''
  #lacking: LackingGrant | null = null
  #againMs = 0

  constructor(way: LackingGrant['way'], entry: HostEntry, channels: Channels) {
    this.#way = way
    const heard = (channel: Channel | string): Channel | string => this.#heard(channel)
    const open: OpenChannel = async (ask) => heard(await channels.channel(ask))
    this.#ranges = new HostRanges(entry, open, channels.spare, 'sftp')
  }

  get lacking(): LackingGrant | null {
    return this.#lacking
  }

  async open(file: RangedFile): Promise<RangeReader | RangeRefusal> {
    // Each try that is refused is a line in somebody's log of security.
    if (performance.now() < this.#againMs) return { reason: 'no-tool', detail: '' }
    this.#lacking = null
    this.#said = ''
    try {
      const opened = await this.#ranges.open(file)
      if ('reason' in opened && opened.reason === 'no-tool') this.#failed()
      return opened
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      this.#failed()
      return { reason: 'failed', detail: error.code }
    }
  }

  #failed(): void {
    this.#againMs = performance.now() + LIMITS.grantAgainMs
    this.#lacking = { way: this.#way, fault: faultOf(this.#way, this.#said) }
  }

  #heard(channel: Channel | string): Channel | string {
    if (typeof channel === 'string') return channel
    channel.stderr.on('data', (bytes: Buffer) => {
      this.#said = `${this.#said}${bytes.toString('latin1')}`.slice(0, SAID_CHARS)
    })
    return channel
  }
}

function faultOf(way: LackingGrant['way'], said: string): LackingGrant['fault'] {
  if (way === 'memory-key') return 'refused'
  return said.includes(NO_SERVER) ? 'no-sftp-server' : (sudoFaultIn(said) ?? 'other')
}

/** SFTP of a command in place of the subsystem. */
function bySudo({ channel, spare }: Channels, command: string): Channels {
  const ask: Ask = { kind: 'exec', command }
  return { channel: () => channel(ask), spare: (_, wanted) => spare(ask, wanted) }
}

const NO_SERVER = 'no sftp-server'

/** Whatever shell the account has reads it: one word in quotes, without what csh and fish read otherwise. */
function serverCommand(account: string): string {
  if (!/^[A-Za-z_][A-Za-z0-9_.-]*$/.test(account))
    throw new Error(`not an account: ${JSON.stringify(account)}`)
  const run = `if [ -x $s ]; then exec sudo -n -u ${account} $s -R; fi`
  return `sh -c 'for s in ${SFTP_SERVERS.join(' ')}; do ${run}; done; echo ${NO_SERVER} >&2'`
}
