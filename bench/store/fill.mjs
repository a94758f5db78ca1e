/** Hosts that were watched: their readings through the store's own door, and beside it as JSON. */
import { METRICS, readingAt } from './host.mjs'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** Numbers that are the same in each run (mulberry32). */
export function randomOf(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let z = Math.imul(state ^ (state >>> 15), state | 1)
    z ^= z + Math.imul(z ^ (z >>> 7), z | 61)
    return ((z ^ (z >>> 14)) >>> 0) / 2 ** 32
  }
}

/**
 * Stores readings of `hosts` hosts, every `stepMs`, of the time before `nowMs`; hosts take turns as in life.
 * @returns {Promise<{ values: number, seconds: number }>}
 */
export async function fill({ store, json, hosts, spanMs, stepMs, nowMs, perRun = 1000 }) {
  const random = randomOf(hosts)
  const beganMs = performance.now()
  const steps = Math.floor(spanMs / stepMs)
  const startMs = nowMs - steps * stepMs
  let [samples, rows] = [[], []]
  let count = 0
  const flush = async () => {
    await storeRun(store, `fill-${hosts}-${count}`, samples)
    json.put(rows)
    ;[samples, rows] = [[], []]
  }
  for (let step = 0; step < steps; step += 1) {
    for (let host = 0; host < hosts; host += 1) {
      const atMs = startMs + step * stepMs + host
      const values = readingAt(step / steps, random)
      const uptimeSec = 1e6 + (atMs - startMs) / 1000 + random()
      samples.push(sampleOf(hostName(host), atMs, uptimeSec, values))
      rows.push([host, atMs, values])
      count += 1
      if (samples.length === perRun) await flush()
    }
  }
  await flush()
  return { values: count * METRICS.length, seconds: (performance.now() - beganMs) / 1000 }
}

/** A pass is bounded, as the bot's is: as many as it takes. */
export async function rolledUp(store, nowMs, passes) {
  const beganMs = performance.now()
  for (let pass = 0; pass < passes; pass += 1) await store.rollUp(nowMs + 2 * HOUR_MS)
  return (performance.now() - beganMs) / 1000
}

export const hostName = (host) => `host${host}`
export const LIFE = 'boot:bench'

function sampleOf(subject, atMs, hostUptimeSec, values) {
  return { kind: 'host', subject, incarnation: LIFE, atMs, hostUptimeSec, values }
}

async function storeRun(store, id, samples) {
  if (samples.length === 0) return
  const atMs = samples[0].atMs
  await store.openRun(runOf(id, atMs), auditOf(id, atMs))
  const newest = new Map(samples.map((sample) => [sample.subject, sample]))
  const incarnation = { key: LIFE, pid: null, startedAtMs: null, exe: null, argsHash: null }
  await store.measure({
    runId: id,
    subjects: [...newest.values()].map(({ subject, atMs: seenMs }) => ({
      subject: { kind: 'host', host: subject, name: subject },
      incarnation,
      atMs: seenMs,
    })),
    samples,
  })
}

function runOf(id, atMs) {
  return {
    id,
    kind: 'tick',
    state: 'done',
    owner: 'terminal:bench',
    leaseUntilMs: atMs,
    typed: 'bench',
    place: { surface: 'terminal', user: 'bench' },
    lang: 'en',
    target: { kind: 'host', host: 'bench' },
    depth: 'pulse',
    drilldown: null,
    orderId: null,
    openedAtMs: atMs,
    closedAtMs: atMs,
    subject: null,
    verdict: null,
    measured: false,
    cost: {},
  }
}

function auditOf(runId, atMs) {
  return {
    atMs,
    actor: 'bench',
    surface: 'terminal',
    place: 'bench',
    action: 'check',
    class: 'look',
    target: 'bench',
    decision: 'allowed',
    rule: 'bench',
    runId,
  }
}

export { DAY_MS }
