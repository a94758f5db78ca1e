/**
 * The port FileReader on a worker thread: a shared file of 30 MiB takes a second to cut and to judge, and commands must be
 * acknowledged meanwhile. One file at a time; its worker ends with it, for what it holds by then is many times the file.
 */
import { UserError } from '../domain/errors.ts'
import { LIMITS } from '../domain/limits.ts'
import type { FileReader, ReadAnswer, SharedFile } from '../pipeline/fileReader.ts'
import { type Failure, Pool, type PoolOptions } from './pool.ts'

const DEFAULTS: PoolOptions = {
  workers: 1,
  deadlineMs: LIMITS.sharedReadMs,
  heapMb: LIMITS.sharedReadHeapMb,
  waiting: LIMITS.sharedReadsWaiting,
}

/** Throws, on its first use, when the workers' program is not built. */
export function createFileReader(options: Partial<PoolOptions> = {}): FileReader {
  const bounds = { ...DEFAULTS, ...options }
  const pool = new Pool<SharedFile, ReadAnswer>({ program: 'readWorker', keeps: false }, bounds)
  return {
    async read(file) {
      const told = (failure: Failure): UserError => toldOf(failure, file.name, bounds)
      const answer = await pool.run(file, told, [file.bytes.buffer])
      if ('error' in answer) throw new UserError(answer.error.code, answer.error.params)
      return answer.done
    },
    close: () => pool.close(),
  }
}

function toldOf(
  { why, detail, cause }: Failure,
  file: string,
  { deadlineMs, heapMb }: PoolOptions,
): UserError {
  if (why === 'deadline')
    return new UserError('file-takes-too-long', { file, limitSeconds: deadlineMs / 1000 }, cause)
  if (why === 'memory')
    return new UserError('file-needs-too-much', { file, limitBytes: heapMb * 2 ** 20 }, cause)
  return new UserError('compute-failed', { detail }, cause)
}
