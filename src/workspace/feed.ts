/** What the page hears while it is open, as server-sent events. */
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
  readonly #pages = new Set<ServerResponse>()
  readonly #beat: NodeJS.Timeout

  constructor(world: World) {
    this.#world = world
    this.#beat = setInterval(() => this.#write(': beat\n\n'), BEAT_MS)
    this.#beat.unref()
    world.room.onChange((change) => this.#onChange(change))
    world.deliver.onCount(() => this.#send({ kind: 'online', online: world.deliver.count > 0 }))
  }

  /** Adds a page. Throws HttpError 503 when too many listen. */
  open(response: ServerResponse): void {
    if (this.#pages.size >= BOUNDS.pages) throw new HttpError(503, 'too many pages')
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
    })
    response.write('retry: 1000\n\n')
    this.#pages.add(response)
    response.on('close', () => this.#pages.delete(response))
  }

  close(): void {
    clearInterval(this.#beat)
    for (const page of this.#pages) page.end()
  }

  #onChange(change: Change): void {
    if (this.#pages.size === 0) return
    const event = eventOf(this.#world, change)
    if (event !== null) this.#send(event)
  }

  #send(event: Dict): void {
    this.#write(`data: ${JSON.stringify(event)}\n\n`)
  }

  #write(text: string): void {
    for (const page of this.#pages) page.write(text)
  }
}

/** A change as the page is told of it; null for what its person does not see. */
function eventOf(world: World, change: Change): Dict | null {
  if (change.kind === 'joined') return { kind: 'joined', channel: change.channel }
  const { channel, ts } = change.message
  if (change.kind === 'removed') return { kind: 'removed', channel, ts }
  const message = viewOf(world, change.message, world.people[0]?.id ?? '')
  return message === null ? null : { kind: change.kind, message }
}
