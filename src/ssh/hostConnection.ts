/** The connection to one host: opened when first needed, shared, bounded in channels, closed when idle. */
import { UserError } from '../domain/errors.ts'
import type { HostEntry } from '../domain/inventory.ts'
import { LIMITS } from '../domain/limits.ts'
import type { ExecEnd, ExecRequest, Log } from '../domain/ports.ts'
import { type Executed, execute } from './channel.ts'
import { type Channels, type FileRanges, withGrants } from './ranges/grants.ts'
import { HostRanges, type OpenChannel, type OpenSpare } from './ranges/hostRanges.ts'
import { type Ask, type Channel, type Connect, isChannel, type Transport } from './transport.ts'

interface Live {
  readonly transport: Transport
  readonly fresh: boolean
}

export class HostConnection {
  /** Files of the host by ranges. */
  readonly ranges: FileRanges
  readonly #entry: HostEntry
  readonly #connect: Connect
  readonly #log: Log
  #transport: Promise<Transport> | null = null
  #inUse = 0
  readonly #waiting: (() => void)[] = []
  /** Channels that are given back when somebody waits: each is asked for once. */
  readonly #lent = new Set<() => void>()
  #idle: NodeJS.Timeout | null = null

  /** `keyed` is the connection of the entry's memory key. */
  constructor(entry: HostEntry, connect: Connect, log: Log, keyed: Channels | null = null) {
    this.#entry = entry
    this.#connect = connect
    this.#log = log
    const ranges = new HostRanges(entry, this.channel, this.spare)
    this.ranges = withGrants(entry, { channel: this.channel, spare: this.spare, ranges }, keyed)
  }

  /** Runs one request when a channel is free. Throws what `connect` throws, and `collect-failed` when the host opens no channel. */
  async exec(request: ExecRequest): Promise<ExecEnd> {
    await this.#enter()
    try {
      const first = await this.#once(request)
      if (!first.stale) return this.#ended(first.executed)
      // The connection died while it lay idle; nothing was run, or nothing that anyone saw: it only reads.
      this.#log.info('ssh-reconnect', { host: this.#entry.name })
      return this.#ended((await this.#once(request)).executed)
    } finally {
      this.#leave()
    }
  }

  /** Ends the connection; what runs on it ends as lost. */
  async close(): Promise<void> {
    if (this.#idle !== null) clearTimeout(this.#idle)
    const opening = this.#transport
    this.#transport = null
    const transport = await opening?.catch(() => null)
    transport?.close()
  }

  /** Opens a channel when one is free. Throws what `connect` throws. */
  readonly channel: OpenChannel = async (ask) => {
    await this.#enter()
    try {
      const channel = await this.#opened(ask)
      if (typeof channel === 'string') this.#leave()
      else channel.on('close', () => this.#leave())
      return channel
    } catch (error) {
      this.#leave()
      throw error
    }
  }

  readonly spare: OpenSpare = async (ask, wanted) => {
    if (this.#inUse >= LIMITS.channelsPerHost) return 'no channel is free'
    const channel = await this.channel(ask)
    if (typeof channel === 'string') return channel
    this.#lent.add(wanted)
    channel.on('close', () => this.#lent.delete(wanted))
    if (this.#waiting.length > 0) this.#askBack()
    return channel
  }

  #askBack(): void {
    const [wanted] = this.#lent
    if (wanted === undefined) return
    this.#lent.delete(wanted)
    wanted()
  }

  /** Its words where the host is there and refuses; a connection that died while it lay idle is made anew once. */
  async #opened(ask: Ask): Promise<Channel | string> {
    for (;;) {
      const { transport, fresh } = await this.#live()
      const answer = await transport.open(ask)
      if (isChannel(answer)) return answer
      if (answer.kind === 'refused') return answer.detail
      this.#forget(transport)
      if (fresh) throw connectionLost(this.#entry, answer.detail)
    }
  }

  async #once(
    request: ExecRequest,
  ): Promise<{ readonly executed: Executed; readonly stale: boolean }> {
    const { transport, fresh } = await this.#live()
    const executed = await execute(transport, request)
    const lost = executed.end.kind === 'lost' && !executed.refused
    if (lost) this.#forget(transport)
    return { executed, stale: lost && executed.bytes === 0 && !fresh }
  }

  #ended({ end, refused }: Executed): ExecEnd {
    if (!refused || end.kind !== 'lost') return end
    throw new UserError('collect-failed', { host: this.#entry.name, detail: end.detail })
  }

  async #live(): Promise<Live> {
    const known = this.#transport
    if (known !== null) return { transport: await known, fresh: false }
    const opening = this.#connect(this.#entry)
    this.#transport = opening
    try {
      const transport = await opening
      void transport.closed.then(() => this.#forget(transport))
      this.#log.info('ssh-connected', { host: this.#entry.name })
      return { transport, fresh: true }
    } catch (error) {
      if (this.#transport === opening) this.#transport = null
      throw error
    }
  }

  /** A dead connection is not used again; a newer one stays. */
  #forget(dead: Transport): void {
    const known = this.#transport
    if (known === null) return
    known.then(
      (transport) => {
        if (transport === dead && this.#transport === known) this.#transport = null
      },
      () => undefined,
    )
    dead.close()
  }

  async #enter(): Promise<void> {
    if (this.#idle !== null) clearTimeout(this.#idle)
    this.#idle = null
    if (this.#inUse < LIMITS.channelsPerHost) {
      this.#inUse += 1
      return
    }
    await new Promise<void>((resolve) => {
      this.#waiting.push(resolve)
      this.#askBack()
    })
  }

  #leave(): void {
    const next = this.#waiting.shift()
    if (next !== undefined) {
      next()
      return
    }
    this.#inUse -= 1
    if (this.#inUse > 0) return
    this.#idle = setTimeout(() => void this.close(), LIMITS.idleConnectionMs)
    this.#idle.unref()
  }
}

function connectionLost({ name, address, port }: HostEntry, detail: string): UserError {
  return new UserError('connection-lost', { host: name, address, port, detail })
}
