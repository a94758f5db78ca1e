/** A host that keeps failing is left alone for a while: each further question is told at once what failed last. */
import { stat } from 'node:fs/promises'
import { type ErrorCode, UserError } from '../domain/errors.ts'
import type { HostEntry } from '../domain/inventory.ts'
import { LIMITS } from '../domain/limits.ts'

/** Failures of the host. What fails on the bot's own side costs no host anything and is tried each time. */
const COUNTED: ReadonlySet<ErrorCode> = new Set([
  'connection-refused',
  'connection-timeout',
  'connection-lost',
  'host-unreachable',
  'forward-refused',
  'host-key-unknown',
  'host-key-changed',
  'host-key-revoked',
  'auth-failed',
])

/** Time and chance, so that a test can hold them. */
export interface BreakerTime {
  now(): number
  /** From 0 to 1. */
  random(): number
}

const REAL: BreakerTime = { now: () => performance.now(), random: () => Math.random() }

interface Failed {
  readonly error: UserError
  readonly times: number
  readonly againAt: number
  /** What the bot's files for this host were then. */
  readonly stamp: string
}

export class Breaker {
  readonly #entry: HostEntry
  readonly #time: BreakerTime
  #failed: Failed | null = null

  constructor(entry: HostEntry, time: BreakerTime = REAL) {
    this.#entry = entry
    this.#time = time
  }

  /**
   * Does the work unless the host has failed too often just now; then throws the last UserError again, with `times` and
   * `againMs`. A key or known_hosts file that was changed since is reason enough to try.
   */
  async through<T>(work: () => Promise<T>): Promise<T> {
    const stamp = await stampOf(this.#entry)
    const failed = this.#failed
    if (failed !== null && failed.stamp === stamp) this.#hold(failed)
    try {
      const done = await work()
      this.#failed = null
      return done
    } catch (error) {
      this.#count(error, stamp)
      throw error
    }
  }

  #hold({ error, times, againAt }: Failed): void {
    const againMs = againAt - this.#time.now()
    if (times < LIMITS.connectFailures || againMs <= 0) return
    throw new UserError(error.code, { ...error.params, times, againMs }, error)
  }

  #count(error: unknown, stamp: string): void {
    if (!(error instanceof UserError) || !COUNTED.has(error.code)) return
    const times = this.#failed?.stamp === stamp ? this.#failed.times + 1 : 1
    const most = error.code === 'auth-failed' ? LIMITS.loginAgainMs : LIMITS.connectAgainMostMs
    const doubled = LIMITS.connectAgainMs * 2 ** Math.max(0, times - LIMITS.connectFailures)
    // From half of it to all of it, so that hosts that failed together are not tried together.
    const waitMs = Math.min(most, doubled) * (0.5 + this.#time.random() / 2)
    this.#failed = { error, times, againAt: this.#time.now() + waitMs, stamp }
  }
}

/** Changes with the files on the bot's machine that decide whether a login succeeds. */
async function stampOf({ credentials, knownHostsFiles }: HostEntry): Promise<string> {
  const files = [...credentials.keyFiles, ...knownHostsFiles]
  const stamps = files.map((file) =>
    stat(file).then(
      ({ mtimeMs, size, ino }) => `${mtimeMs} ${size} ${ino}`,
      () => '-',
    ),
  )
  return (await Promise.all(stamps)).join('\n')
}
