/**
 * The kernel's own ranking of all processes: who would be killed first, and how that is moved by hand.
 * Format: fs/proc/base.c (`proc_oom_score`, `oom_score_adj_read`), found by one grep run inside /proc.
 *
 * ```
 * 1/oom_score:0
 * 1/oom_score_adj:-1000
 * 812/oom_score:683
 * 812/oom_score_adj:0
 * 4242/oom_score:802
 * 4242/oom_score_adj:100
 * ```
 *
 * The score is 0..1000 before 5.9 and 0..2000 since, where a process without memory has 666 (the size is counted
 * in thousandths of RAM and swap, moved up and scaled by 2/3). The highest goes first on both.
 */
import { LossLog, type Parsed, type Told, value } from '../../domain/parsed.ts'
import type { Source } from '../../domain/source.ts'
import { eachLine, noValue } from '../text/lines.ts'

export interface OomScore {
  readonly pid: number
  readonly oomScore: number | null
  /** -1000 is never killed, 1000 first of all. */
  readonly oomScoreAdj: number | null
}

interface OomScores {
  readonly scores: readonly OomScore[]
}

const ID = 'proc/oom-scores'

export const oomScores: Source<OomScores> = {
  id: ID,
  scope: 'host',
  at: { kind: 'processes', files: ['oom_score', 'oom_score_adj'], pattern: '^-?[0-9]+$' },
  price: 'cheap',
  class: 'look',
  mask: 'none',
  signs: {
    begins: /^\d{1,7}\/oom_score(?:_adj)?:/,
    goesOn: /^\d{1,7}\/oom_score(?:_adj)?:/,
    names: null,
  },
  limits: { bytes: 4 * 1024 * 1024, seconds: 5 },
  counters: false,
  when: 'asked',
  parse,
}

const LINE = /^(\d{1,7})\/(oom_score|oom_score_adj):(.*)$/
const SCORE = /^\d{1,4}$/
const ADJ = /^-?\d{1,4}$/

function parse(text: string, told: Told): Parsed<OomScores> {
  const losses = new LossLog(ID)
  const scores = new Map<string, { oomScore: number | null; oomScoreAdj: number | null }>()
  eachLine(text, told, losses, (line, number) => {
    const [, pid = '', file, digits = ''] = LINE.exec(line) ?? []
    if (file === undefined) {
      if (line.trim() !== '') losses.add('bad-line', number, line)
      return
    }
    if (!(file === 'oom_score' ? SCORE : ADJ).test(digits.trim())) {
      losses.add('bad-number', number, line)
      return
    }
    const of = scores.get(pid) ?? { oomScore: null, oomScoreAdj: null }
    if (file === 'oom_score') of.oomScore = Number(digits)
    else of.oomScoreAdj = Number(digits)
    scores.set(pid, of)
  })
  if (scores.size === 0) return noValue(ID, text, told)
  const all = [...scores].map(([pid, of]) => ({ pid: Number(pid), ...of }))
  return value({ scores: all }, losses.all())
}
