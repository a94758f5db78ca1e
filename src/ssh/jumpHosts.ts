/** Jump hosts: one connection to each, shared by all the hosts behind it, and left when none is any more. */
import type { Duplex } from 'node:stream'
import type { Client } from 'ssh2'
import { UserError } from '../domain/errors.ts'
import type { HostEntry } from '../domain/inventory.ts'
import { LIMITS } from '../domain/limits.ts'
import type { Log } from '../domain/ports.ts'
import { forwarded } from './forward.ts'
import { wayOf } from './login.ts'

/** A way through a jump host, and its place among the handshakes that go through it at once. */
export interface Passage {
  readonly sock: Duplex
  /** The handshake is over, however it ended: the next one may begin. */
  shaken(): void
}

export class JumpHosts {
  readonly #login: (entry: HostEntry) => Promise<Client>
  readonly #log: Log
  readonly #idleMs: number
  readonly #hosts = new Map<string, JumpHost>()
  #closed = false

  /** `login` makes a connection, through further jump hosts where the entry has some. */
  constructor(login: (entry: HostEntry) => Promise<Client>, log: Log, idleMs: number) {
    this.#login = login
    this.#log = log
    this.#idleMs = idleMs
  }

  /** Opens a way to the host. What goes wrong names the hop, and as `reaching` the host that it was to lead to. */
  async through(jump: HostEntry, entry: HostEntry): Promise<Passage> {
    if (this.#closed) throw new UserError('interrupted', { host: entry.name })
    const way = wayOf(jump)
    const known = this.#hosts.get(way) ?? new JumpHost(jump, this.#login, this.#log, this.#idleMs)
    this.#hosts.set(way, known)
    return await known.through(entry)
  }

  async close(): Promise<void> {
    this.#closed = true
    await Promise.all([...this.#hosts.values()].map((host) => host.close()))
  }
}

class JumpHost {
  readonly #jump: HostEntry
  readonly #login: (entry: HostEntry) => Promise<Client>
  readonly #log: Log
  readonly #idleMs: number
  #client: Promise<Client> | null = null
  #hanging = 0
  #shaking = 0
  readonly #waiting: (() => void)[] = []
  #idle: NodeJS.Timeout | null = null
  #closed = false

  constructor(
    jump: HostEntry,
    login: (entry: HostEntry) => Promise<Client>,
    log: Log,
    idleMs: number,
  ) {
    this.#jump = jump
    this.#idleMs = idleMs
    this.#login = login
    this.#log = log
  }

  async through(entry: HostEntry): Promise<Passage> {
    this.#hangs()
    await this.#turn()
    const shaken = once(() => this.#shaken())
    try {
      const sock = await this.#forwarded(entry)
      sock.on('close', () => this.#left())
      return { sock, shaken }
    } catch (error) {
      shaken()
      this.#left()
      throw error
    }
  }

  /** For good: who still waits for a turn makes no new connection. */
  async close(): Promise<void> {
    this.#closed = true
    await this.#leave()
  }

  async #leave(): Promise<void> {
    if (this.#idle !== null) clearTimeout(this.#idle)
    const opening = this.#client
    this.#client = null
    const client = await opening?.catch(() => null)
    client?.end()
    client?.destroy()
  }

  /** A connection that was there before may have died while it lay idle: then it is made anew, once. */
  async #forwarded(entry: HostEntry): Promise<Duplex> {
    const known = this.#client
    try {
      return await forwarded(await this.#live(entry), this.#jump, entry)
    } catch (error) {
      const isStale = known !== null && error instanceof UserError && isOwnLoss(error, this.#jump)
      if (!isStale) throw error
      if (this.#client === known) this.#client = null
      return await forwarded(await this.#live(entry), this.#jump, entry)
    }
  }

  async #live(entry: HostEntry): Promise<Client> {
    if (this.#closed) throw new UserError('interrupted', { host: entry.name })
    const opening = this.#client ?? this.#opened()
    this.#client = opening
    try {
      return await opening
    } catch (error) {
      if (this.#client === opening) this.#client = null
      throw error instanceof UserError
        ? new UserError(error.code, { ...error.params, reaching: entry.name }, error.cause)
        : error
    }
  }

  async #opened(): Promise<Client> {
    const client = await this.#login(this.#jump)
    this.#log.info('ssh-jump-connected', { host: this.#jump.name })
    client.on('close', () => {
      // A newer one may be there by now, which it is none of.
      void this.#client?.then((known) => {
        if (known === client) this.#client = null
      })
    })
    return client
  }

  #hangs(): void {
    this.#hanging += 1
    if (this.#idle !== null) clearTimeout(this.#idle)
    this.#idle = null
  }

  #left(): void {
    this.#hanging -= 1
    if (this.#hanging > 0) return
    this.#idle = setTimeout(() => void this.#leave(), this.#idleMs)
    this.#idle.unref()
  }

  async #turn(): Promise<void> {
    if (this.#shaking < LIMITS.handshakesPerJump) this.#shaking += 1
    else await new Promise<void>((resolve) => this.#waiting.push(resolve))
  }

  /** The turn goes to the next that waits, or back. */
  #shaken(): void {
    const next = this.#waiting.shift()
    if (next === undefined) this.#shaking -= 1
    else next()
  }
}

function isOwnLoss({ code, params }: UserError, jump: HostEntry): boolean {
  return code === 'connection-lost' && params['host'] === jump.name
}

function once(work: () => void): () => void {
  let done = false
  return () => {
    if (done) return
    done = true
    work()
  }
}
