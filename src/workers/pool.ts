/**
 * Worker threads of one program: a few, started when there is work, each with one task at a time. A worker that breaks or
 * takes too long is ended; its task fails, the next one gets a new worker.
 */
import { Worker } from 'node:worker_threads'
import { UserError } from '../domain/errors.ts'
import { builtWorker, type WorkerProgram } from './built.ts'

export interface PoolOptions {
  readonly workers: number
  readonly deadlineMs: number
  readonly heapMb: number
  /** Tasks that may wait for a worker. */
  readonly waiting: number
}

/** What a pool does with its workers, beside the bounds. */
export interface PoolKind {
  readonly program: WorkerProgram
  /** False: a worker ends with its task, and what it took of memory is given back. */
  readonly keeps: boolean
}

/** Why a task has no answer. `detail` is of programs: an exit status, what was thrown. */
export interface Failure {
  readonly why: 'deadline' | 'memory' | 'closed' | 'broke'
  readonly detail: string
  readonly cause: unknown
}

interface Task<In, Out> {
  readonly input: In
  /** Given to the worker, not copied: the sender has them no more. */
  readonly moved: readonly ArrayBuffer[]
  done(output: Out): void
  failed(error: UserError): void
  told(failure: Failure): UserError
}

interface Busy<In, Out> {
  readonly task: Task<In, Out>
  readonly timer: NodeJS.Timeout
}

export class Pool<In, Out> {
  readonly #kind: PoolKind
  readonly #options: PoolOptions
  readonly #idle: Worker[] = []
  readonly #waiting: Task<In, Out>[] = []
  readonly #busy = new Map<Worker, Busy<In, Out>>()
  #file: string | null = null
  #closed = false

  constructor(kind: PoolKind, options: PoolOptions) {
    this.#kind = kind
    this.#options = options
  }

  /**
   * The worker's answer. Throws UserError `busy` when too much waits already, what `told` makes of a failure else; an
   * Error on its first use, when the program is not built.
   */
  async run(
    input: In,
    told: (failure: Failure) => UserError,
    moved: readonly ArrayBuffer[] = [],
  ): Promise<Out> {
    if (this.#closed) throw told(CLOSED)
    this.#file ??= builtWorker(this.#kind.program)
    const file = this.#file
    if (this.#waiting.length >= this.#options.waiting)
      throw new UserError('busy', { count: this.#waiting.length })
    const task = new Promise<Out>((done, failed) => {
      this.#waiting.push({ input, moved, done, failed, told })
    })
    this.#next(file)
    return task
  }

  async close(): Promise<void> {
    this.#closed = true
    for (const task of this.#waiting.splice(0)) task.failed(task.told(CLOSED))
    const workers = [...this.#idle.splice(0), ...this.#busy.keys()]
    for (const worker of this.#busy.keys()) fail(this.#end(worker), CLOSED)
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
      const timer = setTimeout(() => this.#broke(worker, DEADLINE), this.#options.deadlineMs)
      this.#busy.set(worker, { task, timer })
      worker.postMessage(task.input, task.moved)
    }
  }

  #hasRoom(): boolean {
    return this.#busy.size + this.#idle.length < this.#options.workers
  }

  #start(file: string): Worker {
    const { heapMb } = this.#options
    const worker = new Worker(file, { resourceLimits: { maxOldGenerationSizeMb: heapMb } })
    worker.on('message', (output: Out) => this.#answered(worker, output, file))
    worker.on('error', (cause) => this.#broke(worker, failureOf(cause)))
    worker.on('exit', (status) =>
      this.#broke(worker, { why: 'broke', detail: `exit ${status}`, cause: undefined }),
    )
    return worker
  }

  #answered(worker: Worker, output: Out, file: string): void {
    const task = this.#end(worker)
    if (task === null) return
    if (this.#kind.keeps) {
      worker.unref()
      this.#idle.push(worker)
    } else void worker.terminate()
    task.done(output)
    this.#next(file)
  }

  /** Takes a worker out for good. What is called for a second time finds nothing to do. */
  #broke(worker: Worker, failure: Failure): void {
    const at = this.#idle.indexOf(worker)
    if (at >= 0) this.#idle.splice(at, 1)
    const task = this.#end(worker)
    void worker.terminate()
    fail(task, failure)
    if (!this.#closed && this.#file !== null) this.#next(this.#file)
  }

  /** The worker's task is over, however it ended; null when it had none. */
  #end(worker: Worker): Task<In, Out> | null {
    const busy = this.#busy.get(worker)
    if (busy === undefined) return null
    clearTimeout(busy.timer)
    this.#busy.delete(worker)
    return busy.task
  }
}

const CLOSED: Failure = { why: 'closed', detail: 'closed', cause: undefined }
const DEADLINE: Failure = { why: 'deadline', detail: 'deadline', cause: undefined }

function fail<In, Out>(task: Task<In, Out> | null, failure: Failure): void {
  task?.failed(task.told(failure))
}

/** Node ends a worker over its heap with this code. */
function failureOf(cause: Error): Failure {
  const isHeap = 'code' in cause && cause.code === 'ERR_WORKER_OUT_OF_MEMORY'
  return { why: isHeap ? 'memory' : 'broke', detail: cause.message, cause }
}
