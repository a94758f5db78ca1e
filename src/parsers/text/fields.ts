/** The two forms in which the kernel prints named numbers. */
import { KIB } from '../../domain/bytes.ts'
import type { LossLog } from '../../domain/parsed.ts'
import { camelCase } from './names.ts'
import { wholeNumber } from './numbers.ts'

type Field = readonly [name: string, value: number]

const COLON_FIELD = /^([A-Za-z]\w*(?:\(\w+\))?):\s*(-?\d+)(?:\s+(kB))?\s*$/
const SPACE_FIELD = /^([A-Za-z]\w*)\s+(-?\d+)\s*$/

/** `MemTotal:  24684084 kB` -> [memTotalBytes, 25276502016]; without a unit the name has no suffix. */
export function colonField(line: string, number: number, losses: LossLog): Field | null {
  const [, name, digits, unit] = COLON_FIELD.exec(line) ?? []
  if (name === undefined || digits === undefined) return bad('bad-line', line, number, losses)
  const count = wholeNumber(digits)
  const scaled = count === null ? null : count * (unit === undefined ? 1 : KIB)
  if (scaled === null || !Number.isSafeInteger(scaled)) {
    return bad('bad-number', line, number, losses)
  }
  return [camelCase(name) + (unit === undefined ? '' : 'Bytes'), scaled]
}

/** `pgmajfault 39881` -> [pgmajfault, 39881]. */
export function spaceField(line: string, number: number, losses: LossLog): Field | null {
  const [, name, digits] = SPACE_FIELD.exec(line) ?? []
  if (name === undefined || digits === undefined) return bad('bad-line', line, number, losses)
  const count = wholeNumber(digits)
  if (count === null) return bad('bad-number', line, number, losses)
  return [camelCase(name), count]
}

function bad(code: 'bad-line' | 'bad-number', line: string, number: number, losses: LossLog): null {
  if (line.trim() !== '') losses.add(code, number, line)
  return null
}
