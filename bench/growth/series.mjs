/** The detector and its rivals on the same labelled series. */
import { FURTHER_KINDS } from './further.mjs'
import { qualityOf } from './quality.mjs'
import { RIVALS } from './rivals.mjs'
import { meanOf } from './statistics.mjs'
import { breathe, ratesOf, shareOf } from './tally.mjs'
import { traceOf } from './trace.mjs'
import { UNSEEN_KINDS } from './unseen.mjs'

const SURE = 0.95
const BREATH = 25
/** Five minutes apart they are 15 days; ad hoc, years. */
const LONG_POINTS = 4320
const LONG_TRACES = 20
const LONG_CALLS = 5
const WARM_CALLS = 100

/**
 * @typedef {object} Judged
 * @property {string} kind
 * @property {boolean} leaks
 * @property {boolean} decidable
 * @property {import('./trace.mjs').Trace['truth']} truth
 * @property {import('../../src/domain/detected.ts').Detected} growth what the detector says
 * @property {number} ms
 * @property {Record<string, boolean>} rivals what each rival calls a leak
 */

/**
 * @typedef {object} Options
 * @property {number} seed
 * @property {number} count series of either class
 * @property {(input: import('../../src/domain/detected.ts').DetectInput) => import('../../src/domain/detected.ts').Detected} detect
 */

/** Names of the rows of the report, the detector's first. */
export const ROWS = ['detector', 'detector, score >= .95', ...RIVALS.map(({ id }) => id)]

/** @param {Options & { compute: import('../../src/domain/ports.ts').Compute }} options */
export async function mainFigures(options) {
  return {
    ...figuresOf(await judgedOf(options)),
    longMs: await longMsOf(options, '5min'),
    yearsMs: await longMsOf(options, 'adhoc'),
    ...(await workerFigures(options)),
  }
}

/** The same series by the port, one at a time in a worker: handing over and answering included. */
async function workerFigures({ seed, count, compute }) {
  const inputs = Array.from({ length: count }, (_, index) => traceOf({ seed, index }).input)
  const detect = async (input) => compute.growth([input])
  // The first call starts the worker, and the next ones compile in it.
  for (const input of inputs.slice(0, WARM_CALLS)) await detect(input)
  const beganMs = performance.now()
  for (const input of inputs) await detect(input)
  const workerMs = (performance.now() - beganMs) / inputs.length
  return { workerMs, workerLongMs: await longMsOf({ seed, detect }, '5min') }
}

/** @param {Options} options */
export async function unseenFigures(options) {
  return figuresOf(await judgedOf({ ...options, kinds: UNSEEN_KINDS, stream: 'unseen' }))
}

/** @param {Options} options */
export async function furtherFigures(options) {
  return figuresOf(await judgedOf({ ...options, kinds: FURTHER_KINDS, stream: 'further' }))
}

/** @returns {Promise<Judged[]>} */
async function judgedOf({ seed, count, detect, kinds = undefined, stream = undefined }) {
  const judged = []
  for (let index = 0; index < 2 * count; index += 1) {
    const { input, ...trace } = traceOf({ seed, index, kinds, stream })
    const beganMs = performance.now()
    const growth = detect(input)
    const ms = performance.now() - beganMs
    const rivals = Object.fromEntries(RIVALS.map(({ id, calls }) => [id, calls(input)]))
    judged.push({ ...trace, growth, ms, rivals })
    if (index % BREATH === 0) await breathe()
  }
  return judged
}

/** @param {readonly Judged[]} all */
function figuresOf(all) {
  const decidable = all.filter((one) => one.decidable)
  return {
    leaks: decidable.filter(({ leaks }) => leaks).length,
    safe: decidable.filter(({ leaks }) => !leaks).length,
    rows: rowsOf(decidable),
    undecidableToo: rowsOf(all),
    quality: qualityOf(decidable),
    kinds: kindsOf(decidable),
  }
}

function rowsOf(judged) {
  return Object.fromEntries(
    ROWS.map((row) => [
      row,
      ratesOf(judged.map((one) => ({ leaks: one.leaks, called: calledBy(row, one) }))),
    ]),
  )
}

/** @param {string} row @param {Judged} judged */
function calledBy(row, { growth, rivals }) {
  if (row in rivals) return rivals[row]
  return growth.verdict === 'leaking' && (row === ROWS[0] || growth.score >= SURE)
}

/** Recall of kinds that leak, false alarm rate of those that do not: the share that is called a leak. */
function kindsOf(judged) {
  const names = [...new Set(judged.map(({ kind }) => kind))].sort()
  return Object.fromEntries(
    names.map((name) => {
      const ofKind = judged.filter(({ kind }) => kind === name)
      const called = shareOf(ofKind, ({ growth }) => growth.verdict === 'leaking')
      const best = shareOf(ofKind, ({ rivals }) => rivals[ROWS[2]])
      return [name, { leaks: Number(ofKind[0].leaks), called, [ROWS[2]]: best }]
    }),
  )
}

/** Mean milliseconds of a long series, each the least of a few calls: what else runs on the machine is no cost of ours. */
async function longMsOf({ seed, detect }, sampling) {
  const times = []
  for (let index = 0; times.length < LONG_TRACES; index += 1) {
    const trace = traceOf({ seed, index, lengths: [LONG_POINTS], stream: 'long' })
    const { input } = trace
    // Traces with missed samples are shorter than the figure says.
    if (trace.sampling !== sampling || input.atMs.length < LONG_POINTS) continue
    const calls = []
    for (let call = 0; call < LONG_CALLS; call += 1) {
      const beganMs = performance.now()
      await detect(input)
      calls.push(performance.now() - beganMs)
    }
    times.push(Math.min(...calls))
    await breathe()
  }
  return meanOf(times)
}
