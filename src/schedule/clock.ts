/** The machine's clock. */
import type { Clock } from '../domain/ports.ts'
import { DAY_MS } from '../domain/time.ts'

/** setTimeout fires at once when asked for more than 2^31 ms (24.8 days). */
const LONGEST_TIMER_MS = 20 * DAY_MS

export function systemClock(): Clock {
  const turn = turns()
  return {
    now: () => Date.now(),
    sleep: (ms, signal) => (ms > 0 ? sleep(ms, signal) : turn()),
  }
}

/**
 * Turns of the event loop, each to one caller: of those who wait together the second one comes after a look at sockets and
 * timers, not at once after the first. So checks that end together hold up an ack by one of them, not by all.
 */
function turns(): () => Promise<void> {
  let last: Promise<void> = Promise.resolve()
  return () => {
    last = last.then(() => new Promise((resolve) => void setImmediate(resolve)))
    return last
  }
}

async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  for (let left = ms; left > 0 && signal?.aborted !== true; left -= LONGEST_TIMER_MS) {
    await sleepOnce(Math.min(left, LONGEST_TIMER_MS), signal)
  }
}

function sleepOnce(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal?.addEventListener('abort', done, { once: true })
  })
}
