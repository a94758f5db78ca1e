/** A waterfall's spec with only what can be drawn: finite amounts, each with where it begins and ends. */
import { MIB } from '../../domain/bytes.ts'
import type { WaterfallChart } from '../../domain/chart.ts'

export type Step = WaterfallChart['steps'][number]

export interface Placed {
  readonly step: Step
  readonly fromBytes: number
  readonly toBytes: number
}

export interface Sum {
  readonly steps: readonly Placed[]
  readonly totalBytes: number
  /** The right end of the scale. */
  readonly topBytes: number
}

/** More rows than this cannot be read at 360 px. */
const MOST_STEPS = 12
/** No amount of memory goes further. */
const MAX_BYTES = 2 ** 64

/** Gives the steps one behind the other. A step that would lead below nothing ends there. */
export function sumOf(spec: WaterfallChart): Sum {
  const steps: Placed[] = []
  let at = 0
  for (const step of spec.steps.filter(({ bytes }) => isAmount(bytes)).slice(0, MOST_STEPS)) {
    const toBytes = Math.max(0, at + step.bytes)
    steps.push({ step, fromBytes: at, toBytes })
    at = toBytes
  }
  const totalBytes = isAmount(spec.total.bytes) ? Math.max(0, spec.total.bytes) : 0
  const topBytes = Math.max(totalBytes, ...steps.map(({ toBytes }) => toBytes))
  // A sum of nothing still needs a scale.
  return { steps, totalBytes, topBytes: topBytes >= 1 ? topBytes : MIB }
}

function isAmount(bytes: number): boolean {
  return Math.abs(bytes) <= MAX_BYTES
}
