/** A whole house for tests: real store, real SSH to the embedded host of this machine, no chat; and how it is asked. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { COMMANDS } from '../../commands/index.ts'
import { ANALYZERS } from '../../src/analyzers/index.ts'
import { archives } from '../../src/archive/open.ts'
import type { Log } from '../../src/domain/ports.ts'
import { randomIds } from '../../src/ids/random.ts'
import { startEmbeddedHost } from '../../src/local/embeddedHost.ts'
import { FORMATS, SOURCES } from '../../src/parsers/index.ts'
import { type Asked, type Done, doneOf } from '../../src/pipeline/command.ts'
import { dispatch } from '../../src/pipeline/dispatch.ts'
import type { House } from '../../src/pipeline/house.ts'
import { useCases } from '../../src/pipeline/useCases.ts'
import { DRILLDOWNS } from '../../src/report/questions.ts'
import { systemClock } from '../../src/schedule/clock.ts'
import { createSchedule } from '../../src/schedule/cron.ts'
import { createSshRemote } from '../../src/ssh/remote.ts'
import { openStore } from '../../src/store/open.ts'
import { createCompute } from '../../src/workers/compute.ts'
import { createFileReader } from '../../src/workers/fileReader.ts'
import { OPEN_DIRECTORY, PLAIN_LAW } from './standing.ts'

export const ASKED: Asked = {
  actor: { id: 'ana', surface: 'terminal', team: null, chat: null },
  place: { surface: 'terminal', user: 'ana' },
  lang: 'en',
  zone: 'UTC',
}

/** A bug must not hide as "not checked". */
const strictLog: Log = {
  info: () => undefined,
  warn: () => undefined,
  step: () => undefined,
  bug(event, cause) {
    throw new Error(event, { cause })
  },
}

export interface LocalHouse {
  readonly house: House
  /** The store's file, for what a test reads beside the house. */
  readonly file: string
  readonly close: () => Promise<void>
}

/** Opens one in a temporary folder; `changes` replace parts of it. */
export async function openLocalHouse(changes: Partial<House> = {}): Promise<LocalHouse> {
  const log = changes.log ?? strictLog
  const folder = mkdtempSync(join(tmpdir(), 'memcheck-house-'))
  const file = join(folder, 'memcheck.sqlite')
  const embedded = await startEmbeddedHost({ dataDir: folder, log })
  const remote = createSshRemote({ log })
  const store = await openStore({ file, instance: 'terminal:test', log })
  const house: House = {
    clock: systemClock(),
    ids: randomIds(),
    log,
    store,
    remote,
    ranges: remote,
    hostKeys: remote,
    raster: { png: async () => new Uint8Array() },
    chat: null,
    demands: [],
    directory: OPEN_DIRECTORY,
    law: PLAIN_LAW,
    prometheus: null,
    inventory: { hosts: [embedded.entry], groups: {}, embedded: true },
    sources: SOURCES,
    formats: FORMATS,
    archives: archives(),
    compute: createCompute(),
    fileReader: createFileReader(),
    analyzers: ANALYZERS,
    drilldowns: DRILLDOWNS,
    owner: 'terminal:test',
    version: 'test',
    lang: 'en',
    channelLangs: new Map(),
    ...changes,
  }
  const close = async (): Promise<void> => {
    await remote.close()
    await embedded.close()
    await store.close()
    await house.compute.close()
    rmSync(folder, { recursive: true, force: true })
  }
  return { house, file, close }
}

/** What somebody types in the terminal, and what came of it. */
export async function runIn(house: House, words: string): Promise<Done> {
  const schedule = createSchedule({ clock: house.clock, log: house.log })
  const use = useCases(house, schedule, null, COMMANDS)
  const reply = await dispatch(COMMANDS, words.split(' '), ASKED, use)
  return await doneOf(reply)
}
