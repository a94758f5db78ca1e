/** What runs in a worker: series in, verdicts out. Started by pool.ts, from the build. */
import { parentPort } from 'node:worker_threads'
import type { DetectInput } from '../domain/detected.ts'
import { detectGrowth } from '../growth/detect.ts'

parentPort?.on('message', (inputs: readonly DetectInput[]) => {
  parentPort?.postMessage(inputs.map(detectGrowth))
})
