/** How far the two axes reach: to the right for the forecast, upwards for the limit. */
import { MIB } from '../../domain/bytes.ts'
import { DAY_MS, SECOND_MS } from '../../domain/time.ts'
import type { History } from './history.ts'

export interface Horizon {
  readonly fromMs: number
  readonly endMs: number
  readonly topBytes: number
  /** `line`: the limit is on the scale; `note`: it is so far up that its line would squash the data. */
  readonly limit: 'line' | 'note' | null
  /** When the limit is met: as a dot in the picture, or only as a date. */
  readonly eta: { readonly atMs: number; readonly as: 'dot' | 'date' } | null
}

/** A limit further up than this many times the data is a note at the top edge. */
const LIMIT_IN_REACH = 4
/** Forecasts further off than this share of the history are a date: a line that long would be mostly guess. */
const ETA_IN_REACH = 0.7
const CUT_HORIZON = 0.25
const SHORTEST_HORIZON = 0.06
/** A forecast may raise the scale to this many times the data; steeper lines leave through the top. */
const FORECAST_RISE = 1.6
const HEADROOM = 1.08
/** The note of a far limit needs a row of its own above the data. */
const NOTE_HEADROOM = 1.2
/** One instant, or almost one, is shown in the middle of this much time. */
const SHORTEST_SPAN_MS = 5 * SECOND_MS

/** Decides what the axes show of a history. */
export function horizonOf(history: History): Horizon {
  const { fromMs, toMs, limit } = history
  // A process that never held a byte still needs a scale.
  const dataBytes = history.maxBytes >= 1 ? history.maxBytes : MIB
  const near = limit !== null && limit.bytes <= dataBytes * LIMIT_IN_REACH
  const eta = etaOf(history, near)
  const pad = Math.max(0, SHORTEST_SPAN_MS - (toMs - fromMs)) / 2
  const endMs = toMs + pad + forecastMs(history, eta)
  const risen = forecastBytes(history, endMs)
  const highest = Math.max(
    dataBytes,
    near ? limit.bytes : 0,
    Math.min(risen, dataBytes * FORECAST_RISE),
  )
  const note = limit !== null && !near
  return {
    fromMs: fromMs - pad,
    endMs,
    topBytes: highest * (note ? NOTE_HEADROOM : HEADROOM),
    limit: limit === null ? null : near ? 'line' : 'note',
    eta,
  }
}

function etaOf(history: History, near: boolean): Horizon['eta'] {
  const { fromMs, toMs, forecast, limit } = history
  const atMs = forecast?.limitAtMs ?? null
  if (limit === null || atMs === null || atMs <= toMs) return null
  return { atMs, as: near && atMs - toMs <= (toMs - fromMs) * ETA_IN_REACH ? 'dot' : 'date' }
}

function forecastMs(history: History, eta: Horizon['eta']): number {
  const spanMs = history.toMs - history.fromMs
  if (history.forecast === null || spanMs === 0) return 0
  if (eta?.as !== 'dot') return spanMs * CUT_HORIZON
  return Math.max((eta.atMs - history.toMs) * 1.06, spanMs * SHORTEST_HORIZON)
}

function forecastBytes(history: History, endMs: number): number {
  const { forecast } = history
  if (forecast === null || endMs === history.toMs) return 0
  return forecast.fromBytes + (forecast.bytesPerDay * (endMs - forecast.fromMs)) / DAY_MS
}
