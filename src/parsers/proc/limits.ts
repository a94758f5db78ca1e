/**
 * /proc/PID/limits: the process's resource limits. Format: proc_pid_limits(5).
 *
 * ```
 * Limit                     Soft Limit           Hard Limit           Units
 * Max stack size            8388608              unlimited            bytes
 * Max locked memory         8388608              8388608              bytes
 * Max address space         unlimited            unlimited            bytes
 * Max nice priority         0                    0
 * ```
 */
import { LossLog, type Parsed, type Told, value } from '../../domain/parsed.ts'
import type { Source } from '../../domain/source.ts'
import { eachLine, noValue } from '../text/lines.ts'
import { wholeNumber } from '../text/numbers.ts'

interface ProcessLimit {
  readonly name: string
  /** Null is unlimited. */
  readonly softLimit: number | null
  readonly hardLimit: number | null
  readonly unit: string | null
}

interface ProcessLimits {
  readonly limits: readonly ProcessLimit[]
}

const ID = 'proc/PID/limits'

export const processLimits: Source<ProcessLimits> = {
  id: ID,
  scope: 'process',
  at: { kind: 'file', path: '/proc/PID/limits', small: true },
  price: 'free',
  class: 'look',
  mask: 'none',
  signs: {
    begins: /^Limit\s+Soft Limit\s+Hard Limit/,
    goesOn: /^Max [a-z ]+?\s{2,}/,
    names: /^limits/,
  },
  limits: { bytes: 64 * 1024, seconds: 2 },
  counters: false,
  when: 'always',
  parse,
}

const HEADER = /^Limit\s+Soft Limit\s+Hard Limit/
const LINE = /^(Max [a-z ]{1,40}?)\s+(unlimited|\d+)\s+(unlimited|\d+)(?:\s+([a-z]+))?\s*$/

function parse(text: string, told: Told): Parsed<ProcessLimits> {
  const losses = new LossLog(ID)
  const limits: ProcessLimit[] = []
  eachLine(text, told, losses, (line, number) => {
    if (line.trim() === '' || HEADER.test(line)) return
    const [, name, soft, hard, unit] = LINE.exec(line) ?? []
    if (name === undefined || soft === undefined || hard === undefined) {
      losses.add('bad-line', number, line)
      return
    }
    const [softLimit, hardLimit] = [limitOf(soft), limitOf(hard)]
    if (softLimit === 'bad' || hardLimit === 'bad') losses.add('bad-number', number, line)
    else limits.push({ name, softLimit, hardLimit, unit: unit ?? null })
  })
  return limits.length === 0 ? noValue(ID, text, told) : value({ limits }, losses.all())
}

function limitOf(word: string): number | null | 'bad' {
  return word === 'unlimited' ? null : (wholeNumber(word) ?? 'bad')
}
