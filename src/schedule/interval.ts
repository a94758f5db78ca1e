/** Ticks at a fixed distance from the first, without drift; those that were slept through are skipped. */
import type { Clock, Log } from '../domain/ports.ts'

export interface IntervalTicks {
  readonly key: string
  readonly everyMs: number
  readonly firstAtMs: number
  onTick(dueAtMs: number): void
}

/** Runs until the signal aborts. A tick that comes after its successor is due gives way to it. */
export async function runInterval(
  ticks: IntervalTicks,
  clock: Clock,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  const { key, everyMs, firstAtMs, onTick } = ticks
  let dueAtMs = firstAtMs
  for (;;) {
    // A timer may fire a moment early, and the machine's clock may be set back: ask the clock again.
    while (clock.now() < dueAtMs && !signal.aborted)
      await clock.sleep(dueAtMs - clock.now(), signal)
    if (signal.aborted) return
    const missed = Math.floor((clock.now() - dueAtMs) / everyMs)
    if (missed > 0) {
      log.warn('schedule.missed', { key, missed, dueAtMs })
      dueAtMs += missed * everyMs
    }
    onTick(dueAtMs)
    dueAtMs += everyMs
  }
}
