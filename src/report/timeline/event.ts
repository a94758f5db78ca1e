/** One thing that happened, on one line with all others. */
import type { Lang, Text } from '../../domain/words.ts'
import { TIMELINE_WORDS } from './words.ts'

export const LANES = ['kernel', 'log', 'readings'] as const
export type Lane = (typeof LANES)[number]

export interface TimelineEvent {
  readonly atMs: number
  readonly lane: Lane
  readonly tone: 'critical' | 'warning' | 'calm'
  readonly what: Text
  /** Counts as a kill in the title. */
  readonly kills: number
  /** The process that the kernel killed here. */
  readonly killed?: number
  /** The process whose end by a signal is told here. */
  readonly ended?: number
}

const LANE_WORDS: Readonly<Record<Lane, keyof typeof TIMELINE_WORDS>> = {
  kernel: 'kernelLane',
  log: 'logLane',
  readings: 'readingLane',
}

/** The lane's name in the reader's language. */
export function laneName(lane: Lane, lang: Lang): string {
  return TIMELINE_WORDS[LANE_WORDS[lane]][lang]
}
