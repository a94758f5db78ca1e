/** The numbers behind the name in a record of stat, by hand: a busy host has tens of thousands of such records. */

const [BLANK, MINUS, ZERO, NINE] = [32, 45, 48, 57]
/** 999 999 999 999 999 is below 2^53. */
const EXACT_DIGITS = 15
/** Stands for a field that no double holds exactly, or that is below zero. */
export const INEXACT = -1

/**
 * The first `count` fields of a record from a place to its end, told apart by one blank each; INEXACT where the
 * careful way has to look. Null when there are fewer, or something else than numbers anywhere behind them.
 */
export function statFields(record: string, from: number, count: number): readonly number[] | null {
  const fields: number[] = []
  let [number, digits] = [0, 0]
  for (let at = from; at < record.length; at += 1) {
    const code = record.charCodeAt(at)
    if (code >= ZERO && code <= NINE) {
      number = number * 10 + code - ZERO
      digits += 1
    } else if (code === BLANK) {
      if (fields.length < count) fields.push(exact(number, digits))
      number = 0
      digits = 0
    } else if (code === MINUS) digits = EXACT_DIGITS + 1
    else return null
  }
  if (fields.length < count) fields.push(exact(number, digits))
  return fields.length < count ? null : fields
}

function exact(number: number, digits: number): number {
  return digits > 0 && digits <= EXACT_DIGITS ? number : INEXACT
}
