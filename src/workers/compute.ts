/** The port Compute on worker threads. */
import { availableParallelism } from 'node:os'
import type { Detected, DetectInput } from '../domain/detected.ts'
import { UserError } from '../domain/errors.ts'
import { LIMITS } from '../domain/limits.ts'
import type { Compute } from '../domain/ports.ts'
import { type Failure, Pool, type PoolOptions } from './pool.ts'

/** One core is left to what must answer at once. */
const DEFAULTS: PoolOptions = {
  workers: Math.max(1, availableParallelism() - 1),
  deadlineMs: LIMITS.computeMs,
  heapMb: LIMITS.computeHeapMb,
  waiting: LIMITS.computeWaiting,
}

/** Throws, on its first use, when the workers' program is not built. */
export function createCompute(options: Partial<PoolOptions> = {}): Compute {
  const pool = new Pool<readonly DetectInput[], readonly Detected[]>(
    { program: 'growthWorker', keeps: true },
    { ...DEFAULTS, ...options },
  )
  return { growth: (inputs) => pool.run(inputs, broken), close: () => pool.close() }
}

function broken({ detail, cause }: Failure): UserError {
  return new UserError('compute-failed', { detail }, cause)
}
