/**
 * The port Compute on worker threads: a few workers, started when there is work, each with one task at a time. A worker
 * that breaks or takes too long is ended; its task fails, the next one gets a new worker.
 */
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { Detected, DetectInput } from '../domain/detected.ts'
import { UserError } from '../domain/errors.ts'
import { LIMITS } from '../domain/limits.ts'
import type { Compute } from '../domain/ports.ts'
import { builtWorker } from './built.ts'

export interface PoolOptions {
  readonly workers: number
  readonly deadlineMs: number
  readonly heapMb: number
  /** Tasks that may wait for a worker. */
  readonly waiting: number
}

interface Task {
  readonly inputs: readonly DetectInput[]
  done(outputs: readonly Detected[]): void
  failed(error: UserError): void
}

/** One core is left to what must answer at once. */
const DEFAULTS: PoolOptions = {
  workers: Math.max(1, availableParallelism() - 1),
  deadlineMs: LIMITS.computeMs,
  heapMb: LIMITS.computeHeapMb,
  waiting: LIMITS.computeWaiting,
}

/** Throws, on its first use, when the workers' program is not built. */
export function createCompute(options: Partial<PoolOptions> = {}): Compute {
  const pool = new Pool({ ...DEFAULTS, ...options })
  return { growth: (inputs) => pool.run(inputs), close: () => pool.close() }
}

class Pool {
  readonly #options: PoolOptions
  readonly #idle: Worker[] = []
  readonly #waiting: Task[] = []
  readonly #busy = new Map<Worker, { readonly task: Task; readonly timer: NodeJS.Timeout }>()
  #file: string | null = null
  #closed = false

  constructor(options: PoolOptions) {
    this.#options = options
  }

  async run(inputs: readonly DetectInput[]): Promise<readonly Detected[]> {
    if (this.#closed) throw broken('closed')
    this.#file ??= builtWorker('growthWorker')
    const file = this.#file
    if (this.#waiting.length >= this.#options.waiting)
      throw new UserError('busy', { count: this.#waiting.length })
    const task = new Promise<readonly Detected[]>((done, failed) => {
      this.#waiting.push({ inputs, done, failed })
    })
    this.#next(file)
    return task
  }

  async close(): Promise<void> {
    this.#closed = true
    for (const task of this.#waiting.splice(0)) task.failed(broken('closed'))
    const workers = [...this.#idle.splice(0), ...this.#busy.keys()]
    for (const worker of this.#busy.keys()) this.#end(worker)?.failed(broken('closed'))
    await Promise.all(workers.map((worker) => worker.terminate()))
  }

  /** Gives what waits to workers that have nothing to do, new ones where there may be more. */
  #next(file: string): void {
    while (this.#waiting.length > 0) {
      const worker = this.#idle.pop() ?? (this.#hasRoom() ? this.#start(file) : null)
      const task = worker === null ? undefined : this.#waiting.shift()
      if (worker === null || task === undefined) return
      // While it works the process must not end over it; idle, it must not keep the process.
      worker.ref()
      const timer = setTimeout(() => this.#broke(worker, 'deadline'), this.#options.deadlineMs)
      this.#busy.set(worker, { task, timer })
      worker.postMessage(task.inputs)
    }
  }

  #hasRoom(): boolean {
    return this.#busy.size + this.#idle.length < this.#options.workers
  }

  #start(file: string): Worker {
    const { heapMb } = this.#options
    const worker = new Worker(file, {
      resourceLimits: { maxOldGenerationSizeMb: heapMb },
    })
    worker.on('message', (outputs: readonly Detected[]) => {
      const task = this.#end(worker)
      if (task === null) return
      worker.unref()
      this.#idle.push(worker)
      task.done(outputs)
      this.#next(file)
    })
    worker.on('error', (cause) => this.#broke(worker, cause.message, cause))
    worker.on('exit', (status) => this.#broke(worker, `exit ${status}`))
    return worker
  }

  /** Takes a worker out for good. What is called for a second time finds nothing to do. */
  #broke(worker: Worker, detail: string, cause?: unknown): void {
    const at = this.#idle.indexOf(worker)
    if (at >= 0) this.#idle.splice(at, 1)
    const task = this.#end(worker)
    void worker.terminate()
    task?.failed(broken(detail, cause))
    if (!this.#closed && this.#file !== null) this.#next(this.#file)
  }

  /** The worker's task is over, however it ended; null when it had none. */
  #end(worker: Worker): Task | null {
    const busy = this.#busy.get(worker)
    if (busy === undefined) return null
    clearTimeout(busy.timer)
    this.#busy.delete(worker)
    return busy.task
  }
}

function broken(detail: string, cause?: unknown): UserError {
  return new UserError('compute-failed', { detail }, cause)
}
