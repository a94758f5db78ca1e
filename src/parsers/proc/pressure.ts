/**
 * /proc/pressure/memory and a cgroup's memory.pressure: the share of time in which some, or all, tasks waited
 * for memory. Format: Documentation/accounting/psi.rst. Averages are percent, `total` is microseconds.
 *
 * ```
 * some avg10=42.82 avg60=8.94 avg300=1.91 total=5727858
 * full avg10=42.82 avg60=8.94 avg300=1.91 total=5727858
 * ```
 */
import { LossLog, type Parsed, type Told, value } from '../../domain/parsed.ts'
import type { Source } from '../../domain/source.ts'
import { eachLine, noValue } from '../text/lines.ts'
import { wholeNumber } from '../text/numbers.ts'

interface PressureLine {
  readonly avg10Percent: number
  readonly avg60Percent: number
  readonly avg300Percent: number
  readonly totalMicros: number
}

export interface Pressure {
  readonly some: PressureLine
  readonly full: PressureLine | null
}

const ID = 'proc/pressure/memory'

export const pressureMemory: Source<Pressure> = {
  id: ID,
  scope: 'host',
  at: { kind: 'file', path: '/proc/pressure/memory', small: true },
  price: 'free',
  class: 'look',
  mask: 'none',
  signs: {
    begins: /^some avg10=/,
    goesOn: /^full avg10=/,
    names: /^(?:psi_)?memory|pressure/,
  },
  limits: { bytes: 4096, seconds: 2 },
  counters: true,
  when: 'always',
  parse,
}

function parse(text: string, told: Told): Parsed<Pressure> {
  const losses = new LossLog(ID)
  const lines: { line: string; number: number }[] = []
  eachLine(text, told, losses, (line, number) => lines.push({ line, number }))
  const pressure = readPressure(lines, losses)
  return pressure === null ? noValue(ID, text, told) : value(pressure, losses.all())
}

/** Reads the two lines of a pressure file in any order; null without a readable `some` line. */
export function readPressure(
  lines: readonly { readonly line: string; readonly number: number }[],
  losses: LossLog,
): Pressure | null {
  const read: { some: PressureLine | null; full: PressureLine | null } = { some: null, full: null }
  for (const { line, number } of lines) {
    if (line.trim() === '') continue
    const [, kind, avg10 = '', avg60 = '', avg300 = '', total = ''] = LINE.exec(line) ?? []
    const totalMicros = wholeNumber(total)
    if (kind !== 'some' && kind !== 'full') losses.add('bad-line', number, line)
    else if (totalMicros === null) losses.add('bad-number', number, line)
    else {
      read[kind] = {
        avg10Percent: Number(avg10),
        avg60Percent: Number(avg60),
        avg300Percent: Number(avg300),
        totalMicros,
      }
    }
  }
  return read.some === null ? null : { some: read.some, full: read.full }
}

const PERCENT = '(\\d{1,3}(?:\\.\\d{1,2})?)'
const LINE = new RegExp(
  `^(some|full) avg10=${PERCENT} avg60=${PERCENT} avg300=${PERCENT} total=(\\d+)\\s*$`,
)
