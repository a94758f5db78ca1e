/** What runs in a worker: one shared file in, its answer out. Started by workers/fileReader.ts, from the build. */
import { constants, setPriority } from 'node:os'
import { parentPort } from 'node:worker_threads'
import { ANALYZERS } from '../analyzers/index.ts'
import { archives } from '../archive/open.ts'
import { detectGrowth } from '../growth/detect.ts'
import { randomIds } from '../ids/random.ts'
import { createLog } from '../log/log.ts'
import { FORMATS, SOURCES } from '../parsers/index.ts'
import type { SharedFile } from '../pipeline/fileReader.ts'
import type { Reader } from '../pipeline/reading/reader.ts'
import { answerShared } from '../pipeline/reading/shared.ts'
import { systemClock } from '../schedule/clock.ts'
import { VERSION } from './version.ts'

// On Linux this is of the calling thread alone; elsewhere it would be of the whole bot.
if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL)

const reader: Reader = {
  analyzers: ANALYZERS,
  archives: archives(),
  clock: systemClock(),
  // Off the loop already: here it is computed where it is asked.
  compute: { growth: async (inputs) => inputs.map(detectGrowth), close: async () => undefined },
  formats: FORMATS,
  ids: randomIds(),
  log: createLog({ level: 'error', pretty: false }),
  sources: SOURCES,
  version: VERSION,
}

parentPort?.on('message', async (file: SharedFile) => {
  parentPort?.postMessage(await answerShared(reader, file))
})
