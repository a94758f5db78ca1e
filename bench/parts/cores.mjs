/** The tree of contexts out of a core file where it lies on a host: how long, and how much of the file is read. */
import { statSync } from 'node:fs'
import { contextsIn, coreIn } from '../../dist/src/pipeline/memory/coreContexts.js'
import { WALK_LIMITS } from '../../dist/src/pipeline/memory/drive.js'
import { systemClock } from '../../dist/src/schedule/clock.js'
import { spreadOf } from './figures.mjs'

const CORE_ROUNDS = 5

/** Looks at the core on a live connection, as pipeline/memory/ofCore.ts does it. */
export async function coreCell(remote, host, path) {
  const looksMs = []
  let last = null
  for (let round = 0; round < CORE_ROUNDS; round += 1) {
    last = await lookAt(remote, host, path)
    looksMs.push(last.tookMs)
  }
  const { bytes, contexts, way } = last
  const ratio = bytes / statSync(path).size
  return { way, contexts, bytes, ratio, lookMs: spreadOf(looksMs) }
}

async function lookAt(remote, host, path) {
  let bytes = 0
  const open = async (file) => {
    const reader = await remote.open(host, { kind: 'file', path: file })
    if ('reason' in reader) throw new Error(`refused: ${reader.reason} ${reader.detail}`)
    return {
      way: reader.way,
      close: () => reader.close(),
      read: async (ranges) => {
        const came = await reader.read(ranges)
        bytes += came.reduce((sum, one) => sum + (one?.length ?? 0), 0)
        return came
      },
    }
  }
  const beganMs = performance.now()
  const reader = await open(path)
  const core = { name: path, reader, open, clock: systemClock(), limits: WALK_LIMITS }
  const { contexts } = await contextsIn(await coreIn(core), core)
  await reader.close()
  const tookMs = performance.now() - beganMs
  return { tookMs, bytes, contexts: contexts.contexts.length, way: reader.way }
}
