/** The schedule: cron through node-cron in its zone, intervals through the clock. A tick only calls back. */
import { type Logger, type ScheduledTask, schedule } from 'node-cron'
import { LIMITS } from '../domain/limits.ts'
import type { When } from '../domain/order.ts'
import type { Clock, Log, Schedule } from '../domain/ports.ts'
import { type Instants, instantsOf } from './instants.ts'
import { runInterval } from './interval.ts'

export interface ScheduleOptions {
  readonly clock: Clock
  readonly log: Log
}

type Cron = Extract<When, { kind: 'cron' }>
type OnTick = (dueAtMs: number) => void
type Stop = () => void

/**
 * Ticks carry the instant they were due, to the millisecond. A cron tick that the process slept through comes
 * as soon as it wakes, within LIMITS.lateTickMs and only the last of several; the others are logged as missed.
 * An interval without a first instant, and `next` and `previous` of one, follow the grid of epoch multiples.
 */
export function createSchedule(options: ScheduleOptions): Schedule {
  const { clock, log } = options
  const stops = new Map<string, Stop>()
  const instants = instantsCache()
  const stop = (key: string): void => {
    stops.get(key)?.()
    stops.delete(key)
  }
  return {
    start: (key, when, firstAtMs, onTick) => {
      stop(key)
      const safely = guarded(key, onTick, log)
      stops.set(
        key,
        when.kind === 'cron'
          ? startCron(key, when, safely, log)
          : startInterval(key, when.everyMs, firstAtMs, safely, { clock, log }),
      )
    },
    stop,
    next: (when, afterMs) =>
      when.kind === 'cron'
        ? instants(when).after(afterMs)
        : (Math.floor(afterMs / when.everyMs) + 1) * when.everyMs,
    previous: (when, beforeMs) =>
      when.kind === 'cron'
        ? instants(when).upTo(beforeMs)
        : Math.floor(beforeMs / when.everyMs) * when.everyMs,
    close: async () => {
      for (const key of [...stops.keys()]) stop(key)
    },
  }
}

function startCron(key: string, when: Cron, onTick: OnTick, log: Log): Stop {
  const task: ScheduledTask = schedule(when.expression, (tick) => onTick(tick.date.getTime()), {
    timezone: when.zone,
    missedExecutionTolerance: LIMITS.lateTickMs,
    suppressMissedWarning: true,
    logger: loggerOf(key, log),
  })
  task.on('execution:missed', (tick) =>
    log.warn('schedule.missed', { key, dueAtMs: tick.date.getTime() }),
  )
  return () => void task.destroy()
}

function startInterval(
  key: string,
  everyMs: number,
  firstAtMs: number | null,
  onTick: OnTick,
  { clock, log }: ScheduleOptions,
): Stop {
  const abort = new AbortController()
  const gridMs = Math.ceil(clock.now() / everyMs) * everyMs
  const ticks = { key, everyMs, firstAtMs: firstAtMs ?? gridMs, onTick }
  void runInterval(ticks, clock, log, abort.signal).catch((cause: unknown) =>
    log.bug('schedule.threw', cause, { key }),
  )
  return () => abort.abort()
}

/** A callback that throws must not stop the ticks that follow. */
function guarded(key: string, onTick: OnTick, log: Log): OnTick {
  return (dueAtMs) => {
    try {
      onTick(dueAtMs)
    } catch (cause) {
      log.bug('schedule.tick-threw', cause, { key, dueAtMs })
    }
  }
}

/** Making a search costs a millisecond: one for each expression and zone. */
function instantsCache(): (when: Cron) => Instants {
  const known = new Map<string, Instants>()
  return ({ expression, zone }) => {
    const id = `${zone} ${expression}`
    const found = known.get(id) ?? instantsOf(expression, zone)
    known.set(id, found)
    return found
  }
}

/** node-cron writes colours to the console unless it is given a logger. */
function loggerOf(key: string, log: Log): Logger {
  return {
    info: () => undefined,
    debug: () => undefined,
    warn: (message) => log.warn('schedule.warning', { key, message }),
    error: (message, cause) => void log.bug('schedule.threw', cause ?? message, { key }),
  }
}
