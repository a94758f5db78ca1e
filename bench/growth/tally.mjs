/** Right and wrong calls, and how to bring the figures of several seeds together. */
import { spreadOf } from '../parts/figures.mjs'

const DIGITS = 4

/**
 * Precision, recall, their harmonic mean and the share of safe series that were called leaks.
 * @param {readonly { leaks: boolean, called: boolean }[]} calls
 */
export function ratesOf(calls) {
  const count = (leaks, called) =>
    calls.filter((call) => call.leaks === leaks && call.called === called).length
  const [found, missed, wrong] = [count(true, true), count(true, false), count(false, true)]
  return {
    precision: found / (found + wrong),
    recall: found / (found + missed),
    f1: (2 * found) / (2 * found + wrong + missed),
    falseAlarmRate: wrong / (wrong + count(false, false)),
  }
}

/** @template T @param {readonly T[]} items @param {(item: T) => boolean} holds */
export const shareOf = (items, holds) => items.filter(holds).length / items.length

/**
 * Equal structures with numbers at their leaves -> one with the spread of each number.
 * @param {readonly any[]} list
 * @returns {any}
 */
export function spreadsOf(list) {
  const [first] = list
  if (typeof first === 'number') return spreadOf(list, DIGITS)
  const keys = new Set(list.flatMap(Object.keys))
  // A kind that one seed did not draw is missing there, not 0.
  const valuesOf = (key) => list.flatMap((one) => (key in one ? [one[key]] : []))
  return Object.fromEntries([...keys].map((key) => [key, spreadsOf(valuesOf(key))]))
}

/** Lets signals and the time limit be heard between two long stretches of work. */
export const breathe = () => new Promise((done) => setImmediate(done))
