/**
 * /proc/PID/oom_score_adj: -1000 (never killed) to 1000 (killed first). Format: proc_pid_oom_score_adj(5).
 *
 * ```
 * -900
 * ```
 */
import type { Source } from '../../domain/source.ts'
import { parseOneLine } from '../text/lines.ts'

interface OomScoreAdj {
  readonly oomScoreAdj: number
}

const ID = 'proc/PID/oom_score_adj'
const LINE = /^-?\d{1,4}\s*$/
const LARGEST = 1000

export const oomScoreAdj: Source<OomScoreAdj> = {
  id: ID,
  scope: 'process',
  at: { kind: 'file', path: '/proc/PID/oom_score_adj', small: true },
  price: 'free',
  class: 'look',
  mask: 'none',
  signs: null,
  limits: { bytes: 4096, seconds: 2 },
  counters: false,
  when: 'always',
  parse: (text, told) => parseOneLine(ID, text, told, readAdj),
}

function readAdj(line: string): OomScoreAdj | null {
  if (!LINE.test(line)) return null
  const adj = Number(line)
  return Math.abs(adj) <= LARGEST ? { oomScoreAdj: adj } : null
}
