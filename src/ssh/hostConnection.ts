/** The connection to one host: opened when first needed, shared, bounded in channels, closed when idle. */
import type { Client, ClientChannel } from 'ssh2'
import { UserError } from '../domain/errors.ts'
import type { HostEntry } from '../domain/inventory.ts'
import { LIMITS } from '../domain/limits.ts'
import type { ExecEnd, ExecRequest, Log } from '../domain/ports.ts'
import { type Executed, execute } from './channel.ts'
import { connect } from './connect.ts'
import { detailOf } from './failure.ts'
import { HostRanges, type OpenChannel } from './ranges/hostRanges.ts'
import type { UserKeys } from './userKeys.ts'

interface Live {
  readonly client: Client
  readonly fresh: boolean
}

export class HostConnection {
  /** Files of the host by ranges. */
  readonly ranges: HostRanges
  readonly #entry: HostEntry
  readonly #keys: UserKeys
  readonly #log: Log
  #client: Promise<Client> | null = null
  #inUse = 0
  readonly #waiting: (() => void)[] = []
  #idle: NodeJS.Timeout | null = null

  constructor(entry: HostEntry, keys: UserKeys, log: Log) {
    this.#entry = entry
    this.#keys = keys
    this.#log = log
    this.ranges = new HostRanges(entry, this.#channel)
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
    const opening = this.#client
    this.#client = null
    const client = await opening?.catch(() => null)
    client?.end()
    client?.destroy()
  }

  readonly #channel: OpenChannel = async (ask) => {
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

  /** Its words where the host is there and refuses; a connection that died while it lay idle is made anew once. */
  async #opened(ask: Parameters<OpenChannel>[0]): Promise<ClientChannel | string> {
    for (;;) {
      const { client, fresh } = await this.#live()
      const answer = await openedOn(client, ask)
      if (!(answer instanceof Error)) return answer
      if (isRefused(answer.message)) return detailOf(answer)
      this.#forget(client)
      if (fresh) throw connectionLost(this.#entry, answer)
    }
  }

  async #once(
    request: ExecRequest,
  ): Promise<{ readonly executed: Executed; readonly stale: boolean }> {
    const { client, fresh } = await this.#live()
    const executed = await execute(client, request)
    const lost = executed.end.kind === 'lost' && !executed.refused
    if (lost) this.#forget(client)
    return { executed, stale: lost && executed.bytes === 0 && !fresh }
  }

  #ended({ end, refused }: Executed): ExecEnd {
    if (!refused || end.kind !== 'lost') return end
    throw new UserError('collect-failed', { host: this.#entry.name, detail: end.detail })
  }

  async #live(): Promise<Live> {
    const known = this.#client
    if (known !== null) return { client: await known, fresh: false }
    const opening = connect(this.#entry, this.#keys)
    this.#client = opening
    try {
      const client = await opening
      client.on('close', () => this.#forget(client))
      this.#log.info('ssh-connected', { host: this.#entry.name })
      return { client, fresh: true }
    } catch (error) {
      if (this.#client === opening) this.#client = null
      throw error
    }
  }

  /** A dead connection is not used again; a newer one stays. */
  #forget(dead: Client): void {
    const known = this.#client
    if (known === null) return
    known.then(
      (client) => {
        if (client === dead && this.#client === known) this.#client = null
      },
      () => undefined,
    )
    dead.destroy()
  }

  async #enter(): Promise<void> {
    if (this.#idle !== null) clearTimeout(this.#idle)
    this.#idle = null
    if (this.#inUse < LIMITS.channelsPerHost) {
      this.#inUse += 1
      return
    }
    await new Promise<void>((resolve) => this.#waiting.push(resolve))
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

/** A channel, or why there is none: a refusal, or the connection's end. */
function openedOn(client: Client, ask: Parameters<OpenChannel>[0]): Promise<ClientChannel | Error> {
  return new Promise((resolve) => {
    const onClose = (): void => resolve(new Error('the connection closed'))
    client.on('close', onClose)
    const done = (answer: ClientChannel | Error): void => {
      client.off('close', onClose)
      resolve(answer)
    }
    try {
      ask(client, (error, channel) => done(error ?? channel))
    } catch (error) {
      // The connection ended before its close was told.
      done(error instanceof Error ? error : new Error(String(error)))
    }
  })
}

/** ssh2's words for a host that is there and will not (lib/client.js). */
function isRefused(message: string): boolean {
  return /open failure|unable to (?:exec|start subsystem)/i.test(message)
}

function connectionLost({ name, address, port }: HostEntry, cause: Error): UserError {
  const params = { host: name, address, port, detail: detailOf(cause) }
  return new UserError('connection-lost', params, cause)
}
