/** The parts of the workspace, as its entry points see them. */
import type { Deliveries } from './delivery.ts'
import type { Events } from './events.ts'
import type { Files } from './files.ts'
import type { Hooks } from './hooks.ts'
import type { Manifest } from './manifest.ts'
import type { Person, Usergroup } from './model.ts'
import type { Requests } from './requests.ts'
import type { Room } from './room.ts'
import type { Sockets } from './sockets.ts'
import type { Suggested } from './suggested.ts'
import type { Switches } from './switches.ts'
import type { Traffic } from './traffic.ts'
import type { Triggers } from './triggers.ts'
import type { Views } from './views.ts'

/** Something that can be typed next. */
export interface Hint {
  readonly insert: string
  readonly label: string
  readonly note: string
}

/** What could follow in a command that is being typed, best first. */
export type Complete = (command: string, text: string) => Promise<readonly Hint[]>

export interface World {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly baseUrl: string
  readonly botToken: string
  readonly appToken: string
  readonly manifest: Manifest
  readonly people: readonly Person[]
  readonly usergroups: readonly Usergroup[]
  readonly room: Room
  readonly files: Files
  /** How the app hears of what people do: `sockets`, or `requests`. */
  readonly deliver: Deliveries
  readonly sockets: Sockets
  readonly requests: Requests
  readonly events: Events
  readonly hooks: Hooks
  readonly triggers: Triggers
  readonly views: Views
  readonly suggested: Suggested
  readonly switches: Switches
  readonly traffic: Traffic
  /** Help with what comes after a command; null where there is none. */
  readonly complete: Complete | null
  readonly now: () => number
}
