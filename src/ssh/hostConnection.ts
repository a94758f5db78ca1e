/** The connection to one host: opened when first needed, shared, bounded in channels, closed when idle. */
import { setTimeout as pause } from 'node:timers/promises'
import { UserError } from '../domain/errors.ts'
import type { HostEntry } from '../domain/inventory.ts'
import { LIMITS } from '../domain/limits.ts'
import type { ExecEnd, ExecRequest, Log } from '../domain/ports.ts'
import { Breaker } from './breaker.ts'
import { type Executed, execute } from './channel.ts'
import { type Channels, type FileRanges, withGrants } from './ranges/grants.ts'
import { HostRanges, type OpenChannel, type OpenSpare } from './ranges/hostRanges.ts'
import { type Slot, Slots } from './slots.ts'
import { type Ask, type Channel, type Connect, isChannel, type Transport } from './transport.ts'

/** A host that has just closed a channel may count it for a moment longer. */
const CLOSING_MS = 100
const CLOSING_TRIES = 5

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
  readonly #breaker: Breaker
  readonly #slots: Slots
  #transport: Promise<Transport> | null = null
  #execs = 0
  /** Channels that are given back when somebody waits: each is asked for once. */
  readonly #lent = new Set<() => void>()
  #idle: NodeJS.Timeout | null = null

  /** `keyed` is the connection of the entry's memory key. */
  constructor(entry: HostEntry, connect: Connect, log: Log, keyed: Channels | null = null) {
    this.#entry = entry
    this.#connect = connect
    this.#log = log
    this.#breaker = new Breaker(entry)
    this.#slots = new Slots(entry.name, () => this.#changed())
    const ranges = new HostRanges(entry, this.channel, this.spare)
    this.ranges = withGrants(entry, { channel: this.channel, spare: this.spare, ranges }, keyed)
  }

  /**
   * Runs one request when a channel is free. Throws what `connect` throws, `host-busy` when none becomes free, and
   * `collect-failed` when the host opens no channel.
   */
  async exec(request: ExecRequest): Promise<ExecEnd> {
    const slot = await this.#enter()
    this.#execs += 1
    try {
      return await this.#run(request, slot)
    } finally {
      this.#execs -= 1
      slot.leave()
    }
  }

  async #run(request: ExecRequest, slot: Slot): Promise<ExecEnd> {
    let again = false
    for (let tries = 0; ; tries += 1) {
      const { transport, fresh } = await this.#live()
      const executed = await execute(transport, request)
      if (executed.full && (await this.#roomLater(slot, fresh, tries))) continue
      const lost = executed.end.kind === 'lost' && !executed.refused
      if (lost) this.#forget(transport)
      const stale = lost && executed.bytes === 0 && !fresh
      if (!stale || again) return this.#ended(executed)
      // The connection died while it lay idle; nothing was run, or nothing that anyone saw: it only reads.
      again = true
      this.#log.info('ssh-reconnect', { host: this.#entry.name })
    }
  }

  /** A host that grants fewer channels than are open is asked again once one of them has closed. */
  async #roomLater(slot: Slot, fresh: boolean, tries: number): Promise<boolean> {
    if (this.#slots.inUse > 1) {
      this.#slots.learn()
      this.#log.info('ssh-channels', { host: this.#entry.name, most: this.#slots.inUse - 1 })
      await slot.again()
      return true
    }
    if (fresh || tries >= CLOSING_TRIES) return false
    await pause(CLOSING_MS)
    return true
  }

  /** Ends the connection; what runs on it ends as lost. */
  async close(): Promise<void> {
    if (this.#idle !== null) clearTimeout(this.#idle)
    const opening = this.#transport
    this.#transport = null
    const transport = await opening?.catch(() => null)
    transport?.close()
  }

  /** Opens a channel when one is free. Throws what `connect` throws, and `host-busy`. */
  readonly channel: OpenChannel = async (ask) => {
    // Ranges that wait for ranges might wait for themselves: they share the channel that they have.
    if (this.#slots.isFull && this.#execs === 0) return 'no channel is free'
    const slot = await this.#enter()
    try {
      const channel = await this.#opened(ask, slot)
      if (typeof channel === 'string') slot.leave()
      else channel.on('close', slot.leave)
      return channel
    } catch (error) {
      slot.leave()
      throw error
    }
  }

  readonly spare: OpenSpare = async (ask, wanted) => {
    if (this.#slots.isFull) return 'no channel is free'
    const channel = await this.channel(ask)
    if (typeof channel === 'string') return channel
    this.#lent.add(wanted)
    channel.on('close', () => this.#lent.delete(wanted))
    if (this.#slots.waiting > 0) this.#askBack()
    return channel
  }

  #askBack(): void {
    const [wanted] = this.#lent
    if (wanted === undefined) return
    this.#lent.delete(wanted)
    wanted()
  }

  /** Its words where the host is there and refuses; a connection that died while it lay idle is made anew once. */
  async #opened(ask: Ask, slot: Slot): Promise<Channel | string> {
    for (let tries = 0; ; tries += 1) {
      const { transport, fresh } = await this.#live()
      const answer = await transport.open(ask)
      if (isChannel(answer)) return answer
      if (answer.kind === 'full' && (this.#execs > 0 || this.#slots.inUse === 1)) {
        if (await this.#roomLater(slot, fresh, tries)) continue
      }
      if (answer.kind !== 'lost') return answer.detail
      this.#forget(transport)
      if (fresh) throw connectionLost(this.#entry, answer.detail)
    }
  }

  #ended({ end, refused }: Executed): ExecEnd {
    if (!refused || end.kind !== 'lost') return end
    throw new UserError('collect-failed', { host: this.#entry.name, detail: end.detail })
  }

  async #live(): Promise<Live> {
    const known = this.#transport
    if (known !== null) return { transport: await known, fresh: false }
    const opening = this.#breaker.through(() => this.#connect(this.#entry))
    this.#transport = opening
    try {
      const transport = await opening
      void transport.closed.then(() => this.#forget(transport))
      this.#slots.forget()
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

  async #enter(): Promise<Slot> {
    if (this.#idle !== null) clearTimeout(this.#idle)
    this.#idle = null
    return await this.#slots.enter()
  }

  #changed(): void {
    if (this.#slots.waiting > 0) this.#askBack()
    if (this.#slots.inUse > 0) return
    this.#idle = setTimeout(() => void this.close(), LIMITS.idleConnectionMs)
    this.#idle.unref()
  }
}

function connectionLost({ name, address, port }: HostEntry, detail: string): UserError {
  return new UserError('connection-lost', { host: name, address, port, detail })
}
