/** Keeps the demonstration's leaking program running: each time it ends, a new life of it begins. */
import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Log } from '../domain/ports.ts'

export interface LeakyDemo {
  /** The pid of the life that runs now; null between two. */
  pid(): number | null
  close(): void
}

const RESTART_MS = 1000
/** A program that cannot start is not tried for ever. */
const STARTS_AT_MOST = 10_000
/** A small heap, so that what is seen to grow is the leak. */
const NODE_FLAGS = ['--max-old-space-size=16', '--max-semi-space-size=1', '--single-threaded']

/**
 * Starts it. The program runs from the build: this Node cannot run TypeScript, so from a source file
 * (under tests) the build's copy of it is taken.
 */
export function startLeakyDemo(options: { readonly log: Log }): LeakyDemo {
  let child: ChildProcess | null = null
  let timer: NodeJS.Timeout | null = null
  let closed = false
  let starts = 0
  const start = (): void => {
    starts += 1
    const life = spawn(process.execPath, [...NODE_FLAGS, programPath()], {
      stdio: ['pipe', 'ignore', 'ignore'],
      env: {},
    })
    child = life
    options.log.info('leaky-demo', { pid: life.pid ?? null })
    life.on('error', (error) => options.log.warn('leaky-demo-failed', { detail: error.message }))
    life.on('close', () => {
      child = null
      if (!closed && starts < STARTS_AT_MOST) timer = setTimeout(start, RESTART_MS)
    })
  }
  start()
  return {
    pid: () => child?.pid ?? null,
    close: () => {
      closed = true
      if (timer !== null) clearTimeout(timer)
      child?.kill('SIGKILL')
    },
  }
}

function programPath(): string {
  const place = import.meta.url.endsWith('.ts')
    ? '../../dist/src/local/leakyProgram.js'
    : './leakyProgram.js'
  return fileURLToPath(new URL(place, import.meta.url))
}
