/** The parts of the workspace, as its entry points see them. */
import type { Events } from './events.ts'
import type { Files } from './files.ts'
import type { Hooks } from './hooks.ts'
import type { Manifest } from './manifest.ts'
import type { Person } from './model.ts'
import type { Room } from './room.ts'
import type { Sockets } from './sockets.ts'
import type { Suggested } from './suggested.ts'
import type { Switches } from './switches.ts'
import type { Triggers } from './triggers.ts'
import type { Views } from './views.ts'

export interface World {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly baseUrl: string
  readonly botToken: string
  readonly appToken: string
  readonly manifest: Manifest
  readonly people: readonly Person[]
  readonly room: Room
  readonly files: Files
  readonly sockets: Sockets
  readonly events: Events
  readonly hooks: Hooks
  readonly triggers: Triggers
  readonly views: Views
  readonly suggested: Suggested
  readonly switches: Switches
  readonly now: () => number
}
