/** Labelled series: what a service's memory did, as a bot that looks now and then would have stored it. */
import { DAY_SECONDS } from './curves.mjs'
import { LEAK_KINDS } from './leakKinds.mjs'
import { randomOf } from './random.mjs'
import { SAFE_KINDS } from './safeKinds.mjs'
import { flawsOf, instantsOf, planOf } from './sampling.mjs'

/** 9 October 2025, and how far after it a series may begin. */
const FIRST_START_SEC = 1.76e9
const STARTS_SEC = 2e7
const PAGE_BYTES = 4096
/** Below three times the noise, or 3 % of the base, no series can prove growth. */
const DECIDABLE_NOISE_RATIO = 3
const DECIDABLE_RISE = 0.03

export const KINDS = [...LEAK_KINDS, ...SAFE_KINDS]

/**
 * @typedef {object} Trace
 * @property {string} kind
 * @property {boolean} leaks
 * @property {boolean} decidable false: the series alone cannot settle it
 * @property {string} sampling
 * @property {{ atMs: number[], values: number[], lives: number[] | null, limitBytes: number, nowMs: number }} input
 * @property {{ slopePerDay: number, sinceMs: number | null, untilMs: number | null, etaSec: number | null }} truth
 */

/**
 * Trace `index` of the seed; odd ones leak, even ones do not, and the kinds take turns.
 * @param {{ seed: string | number, index: number, kinds?: readonly import('./leakKinds.mjs').Kind[], lengths?: readonly number[], stream?: string }} options
 * @returns {Trace}
 */
export function traceOf({ seed, index, kinds = KINDS, lengths, stream = 'memtrace' }) {
  const random = randomOf(stream, seed, index)
  const pool = kinds.filter(({ leaks }) => leaks === (index % 2 === 1))
  const kind = pool[Math.floor(index / 2) % pool.length]
  const plan = planOf(random, kind, lengths)
  const spanSec = plan.stepSec * plan.count
  const shape = kind.shape(random, spanSec)
  const noise = noiseOf(random)
  const instants = instantsOf(random, plan, flawsOf(random), kind.leastPoints)
  const startSec = Math.floor(FIRST_START_SEC + random.unit() * STARTS_SEC)
  const livesKnown = random.chance(0.7)
  const input = inputOf({ random, shape, noise, instants, startSec, livesKnown })
  // The last draw of a trace.
  const room = random.between(1.15, 3)
  const endSec = instants.at(-1)
  input.limitBytes = limitOf(shape, noise.baseBytes, input.values, endSec, room)
  return {
    kind: kind.name,
    leaks: kind.leaks,
    decidable: isDecidable(shape, noise, livesKnown),
    sampling: plan.sampling,
    input,
    truth: truthOf(shape, noise.baseBytes, startSec, endSec, input.limitBytes),
  }
}

/** Half of the series have noise that remembers itself. */
function noiseOf(random) {
  return {
    baseBytes: random.logBetween(40e6, 40e9),
    deviation: random.logBetween(0.001, 0.03),
    memory: random.chance(0.5) ? 0 : random.between(0.3, 0.9),
  }
}

function inputOf({ random, shape, noise, instants, startSec, livesKnown }) {
  const levelAt = noisyLevel(random, shape, noise)
  const restarts = shape.restartsSec ?? null
  const atSec = []
  const values = []
  for (const instant of instants) {
    const bytes = Math.round((levelAt(instant) * noise.baseBytes) / PAGE_BYTES) * PAGE_BYTES
    values.push(Math.max(PAGE_BYTES, bytes))
    const rounded = Math.round(startSec + instant)
    atSec.push(Math.max(rounded, (atSec.at(-1) ?? 0) + 1))
  }
  const lifeAt = (instant) => (restarts ?? []).filter((cut) => cut <= instant).length
  const atMs = atSec.map((at) => at * 1000)
  const lives = restarts !== null && !livesKnown ? null : instants.map(lifeAt)
  return { atMs, values, lives, limitBytes: 0, nowMs: atMs.at(-1) }
}

/** The level a sample finds: to be asked in the order of time, since noise and wandering go on from sample to sample. */
function noisyLevel(random, { level, wander, spikes }, { deviation, memory }) {
  let [noise, wandered, lastSec] = [0, null, 0]
  return (atSec) => {
    const pausedSec = atSec - lastSec
    lastSec = atSec
    noise = memory * noise + Math.sqrt(1 - memory * memory) * random.normal()
    if (wander !== undefined) wandered = wanderOn(random, wandered, pausedSec / wander.tauSec)
    const clean = level(atSec)
    const drift = wander === undefined ? 0 : wander.deviation * wandered
    const found = 1 + clean + drift + deviation * noise * (1 + 0.5 * Math.max(0, clean))
    if (spikes === undefined || !random.chance(spikes.chance)) return found
    // A heavy tail, cut at six heights.
    return found + spikes.height * Math.min(6, 1 / Math.sqrt(1 - random.unit()) - 0.5)
  }
}

/** Ornstein and Uhlenbeck: wanders, and is drawn back. */
function wanderOn(random, wandered, paused) {
  if (wandered === null) return random.normal()
  const kept = Math.exp(-paused)
  return kept * wandered + Math.sqrt(1 - kept * kept) * random.normal()
}

function isDecidable({ rise, leak, restartsSec, spikes, ambiguous }, { deviation }, livesKnown) {
  if (leak === undefined) return ambiguous !== true
  if (restartsSec !== undefined && !livesKnown) return false
  const noise = deviation + (spikes === undefined ? 0 : 0.01)
  return rise / noise >= DECIDABLE_NOISE_RATIO && rise >= DECIDABLE_RISE
}

function limitOf({ leak, level }, baseBytes, values, endSec, room) {
  const top = Math.max(...values) / baseBytes
  const end = leak === undefined ? 1 : 1 + level(endSec)
  return Math.round(baseBytes * Math.max(top * 1.05, end * room))
}

function truthOf({ leak, level }, baseBytes, startSec, endSec, limitBytes) {
  if (leak === undefined) return { slopePerDay: 0, sinceMs: null, untilMs: null, etaSec: null }
  const { ratePerSec, sinceSec, untilSec, peak } = leak
  const risen = ratePerSec * (endSec - sinceSec)
  const now = peak > 0 ? 1 + risen + peak : 1 + level(endSec)
  const etaSec = Math.max(0, Math.round((limitBytes / baseBytes - now) / ratePerSec))
  return {
    slopePerDay: Math.round(ratePerSec * baseBytes * DAY_SECONDS),
    sinceMs: Math.round(startSec + sinceSec) * 1000,
    untilMs: untilSec === null ? null : Math.round(startSec + untilSec) * 1000,
    etaSec: untilSec === null ? etaSec : null,
  }
}
