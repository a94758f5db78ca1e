/** Builds the house from its edges: what the bot and the terminal have in common. */
import { ANALYZERS } from '../analyzers/index.ts'
import { archives } from '../archive/open.ts'
import type { Demand } from '../domain/demand.ts'
import type { HostEntry, Inventory } from '../domain/inventory.ts'
import type { Policy } from '../domain/policy.ts'
import type { Chat, Clock, Directory, Ids, Log } from '../domain/ports.ts'
import type { Store } from '../domain/store.ts'
import type { Lang } from '../domain/words.ts'
import { startEmbeddedHost } from '../local/embeddedHost.ts'
import { FORMATS, SOURCES } from '../parsers/index.ts'
import type { House } from '../pipeline/house.ts'
import { behindPause } from '../pipeline/pause/gate.ts'
import { withRest } from '../pipeline/rest.ts'
import { createPrometheus } from '../prometheus/client.ts'
import { createRaster } from '../raster/resvg.ts'
import { DRILLDOWNS } from '../report/questions.ts'
import { createSshRemote } from '../ssh/remote.ts'
import { builtWorker } from '../workers/built.ts'
import { createCompute } from '../workers/compute.ts'
import { createFileReader } from '../workers/fileReader.ts'
import { chartLangsOf } from './chartFont.ts'
import type { Setup } from './setup.ts'
import { VERSION } from './version.ts'

/** The one file of the store, in the data folder. */
export const DATABASE = 'memcheck.sqlite'

export interface HouseParts {
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  readonly dataDir: string
  /** Null in a terminal. */
  readonly chat: Chat | null
  readonly store: Store
  /** `bot:<id>` or `terminal:<id>`, as the store was opened for. */
  readonly owner: string
  readonly theme: 'light' | 'dark'
  readonly chartFont: Setup['chartFont']
  readonly lang: Lang
  readonly channelLangs: ReadonlyMap<string, Lang>
  /** Hosts of memcheck.yaml; when there are none the machine itself is the one host. */
  readonly inventory: Inventory
  readonly policy: Policy | null
  readonly demands: readonly Demand[]
  readonly readOnly: boolean
  /** Null in a terminal. */
  readonly directory: Directory | null
  readonly secrets: Setup['secrets']
  readonly sshEnvironment: Setup['sshEnvironment']
  readonly prometheus: Setup['prometheus']
}

export interface Built {
  readonly house: House
  /** Closes what was opened, the store last. */
  close(): Promise<void>
}

export async function buildHouse(parts: HouseParts): Promise<Built> {
  const embedded =
    parts.inventory.hosts.length === 0
      ? await startEmbeddedHost({ dataDir: parts.dataDir, log: parts.log })
      : null
  const edge = createSshRemote({
    log: parts.log,
    secrets: parts.secrets,
    environment: parts.sshEnvironment,
    keyWorker: () => builtWorker('keyWorker'),
  })
  const remote = behindPause(withRest(edge, parts.clock), parts)
  const compute = createCompute()
  const fileReader = createFileReader()
  const house: House = {
    clock: parts.clock,
    ids: parts.ids,
    log: parts.log,
    store: parts.store,
    remote,
    ranges: remote,
    hostKeys: edge,
    archives: archives(),
    compute,
    fileReader,
    raster: createRaster({ theme: parts.theme, font: parts.chartFont }),
    chartLangs: chartLangsOf(parts.chartFont),
    chat: parts.chat,
    directory: parts.directory,
    demands: parts.demands,
    law: { policy: parts.policy, readOnly: parts.readOnly, embedded: embedded !== null },
    inventory: embedded === null ? parts.inventory : withEmbedded(parts.inventory, embedded.entry),
    prometheus:
      parts.prometheus === null
        ? null
        : {
            settings: parts.prometheus.settings,
            edge: createPrometheus({
              url: parts.prometheus.settings.url,
              token: parts.prometheus.token,
            }),
          },
    sources: SOURCES,
    formats: FORMATS,
    analyzers: ANALYZERS,
    drilldowns: DRILLDOWNS,
    owner: parts.owner,
    version: VERSION,
    lang: parts.lang,
    channelLangs: parts.channelLangs,
  }
  return {
    house,
    async close() {
      await remote.close()
      await embedded?.close()
      await compute.close()
      await fileReader.close()
      await parts.store.close()
    },
  }
}

function withEmbedded(inventory: Inventory, entry: HostEntry): Inventory {
  return { hosts: [entry], groups: inventory.groups, embedded: true }
}
