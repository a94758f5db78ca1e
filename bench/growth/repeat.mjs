/** The same series looked at again and again as it grows: what a person on call gets to see. */
import { RUNNING, TELL_POINTS, TELL_SCORE } from '../../dist/src/growth/notify.js'
import { RIVALS } from './rivals.mjs'
import { medianOf, quantileOf } from './statistics.mjs'
import { breathe, shareOf } from './tally.mjs'
import { traceOf } from './trace.mjs'

const LENGTHS = [30, 45, 70, 120, 200, 400, 800]
const INSPECTIONS = 16
const RIVAL = RIVALS[1]

/**
 * @param {{ seed: number, count: number, detect: (input: any) => any }} options count: series of either class
 */
export async function repeatFigures({ seed, count, detect }) {
  const seen = []
  const left = { true: count, false: count }
  for (let index = 0; left.true + left.false > 0; index += 1) {
    const trace = traceOf({ seed, index, lengths: LENGTHS, stream: 'repeat' })
    if (!trace.decidable || left[trace.leaks] === 0) continue
    left[trace.leaks] -= 1
    seen.push(watched(trace, detect))
    await breathe()
  }
  return {
    series: seen.length,
    detector: outcomeOf(seen, 'detector'),
    [RIVAL.id]: outcomeOf(seen, 'rival'),
  }
}

function watched(trace, detect) {
  const prefixes = Array.from({ length: INSPECTIONS }, (_, i) =>
    prefixOf(trace.input, Math.ceil((trace.input.atMs.length * (i + 1)) / INSPECTIONS)),
  )
  const sure = prefixes.map((input) => detect(input).score >= TELL_SCORE)
  const rival = prefixes.map((input) => RIVAL.calls(input))
  return {
    leaks: trace.leaks,
    detector: seenAtReport(trace, prefixes, sure),
    rival: seenAtReport(trace, prefixes, rival),
  }
}

function prefixOf({ atMs, values, lives, limitBytes }, length) {
  return {
    atMs: atMs.slice(0, length),
    values: values.slice(0, length),
    lives: lives?.slice(0, length) ?? null,
    limitBytes,
    nowMs: atMs[length - 1],
  }
}

/** The share of the leak that had passed when it was reported; null without a report. */
function seenAtReport({ input, truth }, prefixes, called) {
  const holds = called.map((yes, i) => yes && prefixes[i].atMs.length >= TELL_POINTS)
  const at = holds.findIndex(
    (_, i) => i + 1 >= RUNNING && holds.slice(i + 1 - RUNNING, i + 1).every(Boolean),
  )
  if (at < 0) return null
  const sinceMs = truth.sinceMs ?? input.atMs[0]
  return Math.max(0, (prefixes[at].nowMs - sinceMs) / (input.nowMs - sinceMs))
}

function outcomeOf(seen, by) {
  const leaks = seen.filter((one) => one.leaks)
  const safe = seen.filter((one) => !one.leaks)
  const shares = leaks.flatMap((one) => (one[by] === null ? [] : [one[by]]))
  return {
    falseAlarms: shareOf(safe, (one) => one[by] !== null),
    missed: shareOf(leaks, (one) => one[by] === null),
    seenMedian: medianOf(shares),
    seenP90: quantileOf(shares, 0.9),
  }
}
