/** What the page hears while it is open, as server-sent events: each page what its own person may see. */
import type { ServerResponse } from 'node:http'
import { SECOND_MS } from '../domain/time.ts'
import { HttpError } from './http.ts'
import { BOUNDS } from './limits.ts'
import type { Change, Dict } from './model.ts'
import { viewOf } from './render.ts'
import type { World } from './world.ts'

/** Proxies and browsers drop a silent connection after a minute or more. */
const BEAT_MS = 15 * SECOND_MS

export class Feed {
  readonly #world: World
  /** By the person that the page acts as. */
  readonly #pages = new Map<ServerResponse, string>()
  readonly #inspectors = new Set<ServerResponse>()
  readonly #beat: NodeJS.Timeout

  constructor(world: World) {
    this.#world = world
    this.#beat = setInterval(() => this.#pulse(), BEAT_MS)
    this.#beat.unref()
    world.room.onChange((change) => this.#onChange(change))
    world.views.onChange((user) => this.#send({ kind: 'views' }, user))
    world.deliver.onCount(() => this.#send({ kind: 'online', online: world.deliver.count > 0 }))
    world.traffic.onChange((exchange) => {
      for (const page of this.#inspectors) page.write(lineOf(exchange))
    })
  }

  /** Adds a page. Throws HttpError 503 when too many listen. */
  open(response: ServerResponse, user: string): void {
    this.#begin(response)
    this.#pages.set(response, user)
    response.on('close', () => this.#pages.delete(response))
  }

  /** Adds an inspector: what was exchanged, then what is. */
  openTraffic(response: ServerResponse): void {
    this.#begin(response)
    for (const exchange of this.#world.traffic.kept) response.write(lineOf(exchange))
    this.#inspectors.add(response)
    response.on('close', () => this.#inspectors.delete(response))
  }

  close(): void {
    clearInterval(this.#beat)
    for (const page of [...this.#pages.keys(), ...this.#inspectors]) page.end()
  }

  #begin(response: ServerResponse): void {
    if (this.#pages.size + this.#inspectors.size >= BOUNDS.pages) {
      throw new HttpError(503, 'too many pages')
    }
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
    })
    response.write('retry: 1000\n\n')
  }

  #onChange(change: Change): void {
    for (const user of new Set(this.#pages.values())) {
      const event = eventOf(this.#world, change, user)
      if (event !== null) this.#send(event, user)
    }
  }

  /** To all pages, or to those of one person. */
  #send(event: Dict, user: string | null = null): void {
    for (const [page, viewer] of this.#pages) {
      if (user === null || viewer === user) page.write(lineOf(event))
    }
  }

  #pulse(): void {
    for (const page of [...this.#pages.keys(), ...this.#inspectors]) page.write(': beat\n\n')
  }
}

function lineOf(event: object): string {
  return `data: ${JSON.stringify(event)}\n\n`
}

/** A change as a person's page is told of it; null for what that person does not see. */
function eventOf(world: World, change: Change, viewer: string): Dict | null {
  if (change.kind === 'joined') return { kind: 'joined', channel: change.channel }
  const { channel, ts } = change.message
  const { person } = world.room.channel(channel) ?? { person: null }
  if (person !== null && person !== viewer) return null
  if (change.kind === 'removed') return { kind: 'removed', channel, ts }
  const message = viewOf(world, change.message, viewer)
  return message === null ? null : { kind: change.kind, message }
}
