/**
 * The local workspace: a small Slack on loopback that the same Bolt app connects to when there is no Slack
 * token, with a page for people. It holds the app to Slack's rules, so what works here works there.
 */
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { type Control, controlOf } from './control.ts'
import { Events } from './events.ts'
import { Feed } from './feed.ts'
import { Files } from './files.ts'
import { Hooks } from './hooks.ts'
import { newSecret } from './ids.ts'
import { folderJournal, type Journal, memoryJournal } from './journal.ts'
import { readManifest } from './manifest.ts'
import type { Person, Usergroup } from './model.ts'
import { Requests } from './requests.ts'
import { Room } from './room.ts'
import { channelsFor, defaultPeople } from './roster.ts'
import { Router } from './router.ts'
import { Sockets } from './sockets.ts'
import { Suggested } from './suggested.ts'
import { Switches } from './switches.ts'
import { noted, Traffic } from './traffic.ts'
import { Triggers } from './triggers.ts'
import { Views } from './views.ts'
import type { Complete, World } from './world.ts'

export interface WorkspaceOptions {
  /** 0 for any; a port that is taken is replaced by a free one. */
  readonly port: number
  readonly manifestPath: string
  /** Where messages and files outlive a restart; null keeps them in memory. */
  readonly dataDir: string | null
  /** The page acts as the first. By default two people, in this machine's zone. */
  readonly people?: readonly Person[]
  /** By default none. */
  readonly usergroups?: readonly Usergroup[]
  /** How the app hears of what people do: by its sockets, or by signed requests to its request URL (`control.requestUrl`). */
  readonly delivery?: 'socket' | 'http'
  readonly now: () => number
  /** What the page offers after a command; Slack itself completes no arguments. */
  readonly complete?: Complete
}

export interface Workspace {
  /** The page. */
  readonly url: string
  /** For the app's `slackApiUrl`. */
  readonly apiUrl: string
  readonly botToken: string
  readonly appToken: string
  /** What requests are signed with. */
  readonly signingSecret: string
  readonly control: Control
  close(): Promise<void>
}

/** Starts a workspace. Throws when the manifest cannot be read or no port is free. */
export async function startWorkspace(options: WorkspaceOptions): Promise<Workspace> {
  const manifest = readManifest(options.manifestPath)
  const { dataDir } = options
  const journal = dataDir === null ? memoryJournal() : folderJournal(dataDir)
  const server = createServer()
  const port = await listen(server, options.port)
  const signingSecret = newSecret('')
  const requests = new Requests(signingSecret, options.now)
  const world = makeWorld(options, manifest, journal, requests, `http://127.0.0.1:${port}`)
  const feed = new Feed(world)
  new Router(world, feed, port).attach(server)
  return {
    url: `${world.baseUrl}/`,
    apiUrl: `${world.baseUrl}/api/`,
    botToken: world.botToken,
    appToken: world.appToken,
    signingSecret,
    control: controlOf(world),
    async close() {
      feed.close()
      world.events.close()
      world.files.close()
      world.sockets.close()
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

function makeWorld(
  options: WorkspaceOptions,
  manifest: World['manifest'],
  journal: Journal,
  requests: Requests,
  baseUrl: string,
): World {
  const { now } = options
  const people = options.people ?? defaultPeople(Intl.DateTimeFormat().resolvedOptions().timeZone)
  const lines = journal.load()
  const room = new Room(channelsFor(people), journal, lines, now)
  const files = new Files(journal, lines, now)
  const compact = (): void => journal.rewrite([...room.lines(), ...files.lines()])
  compact()
  room.onChange(() => {
    if (journal.wasteful) compact()
  })
  const sockets = new Sockets(now)
  const traffic = new Traffic(now)
  const deliver = noted(options.delivery === 'http' ? requests : sockets, traffic)
  return {
    baseUrl,
    botToken: newSecret('xoxb-local-'),
    appToken: newSecret('xapp-local-'),
    manifest,
    people,
    usergroups: options.usergroups ?? [],
    room,
    files,
    deliver,
    sockets,
    requests,
    events: new Events(deliver, manifest, { baseUrl, files, room }, now),
    hooks: new Hooks(now),
    triggers: new Triggers(now),
    views: new Views(now),
    suggested: new Suggested(),
    switches: new Switches(),
    traffic,
    complete: options.complete ?? null,
    now,
  }
}

/** Listens on loopback alone; gives the port. */
async function listen(server: Server, port: number): Promise<number> {
  try {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
  } catch (error) {
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
    if (port === 0 || !isTaken) throw error
    return listen(server, 0)
  }
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no address')
  return address.port
}
