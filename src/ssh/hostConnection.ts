/** The connection to one host: opened when first needed, shared, bounded in channels, closed when idle. */
import type { Client } from 'ssh2'
import { UserError } from '../domain/errors.ts'
import type { HostEntry } from '../domain/inventory.ts'
import { LIMITS } from '../domain/limits.ts'
import type { ExecEnd, ExecRequest, Log } from '../domain/ports.ts'
import { type Executed, execute } from './channel.ts'
import { connect } from './connect.ts'
import type { UserKeys } from './userKeys.ts'

interface Live {
  readonly client: Client
  readonly fresh: boolean
}

export class HostConnection {
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
