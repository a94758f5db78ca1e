/** The lists of `ipcs -l` and `ipcs -u`: one name and number a line. */
import { KIB } from '../../domain/bytes.ts'
import { camelCase } from '../text/names.ts'
import { wholeNumber } from '../text/numbers.ts'

const LIMIT = /^([a-z][a-z -]{2,60}?)(?: \((k?bytes|pages)\))? = (\d{1,20})( bytes)?\s*$/

/** `max seg size (kbytes) = 32768` -> maxSegSizeBytes in bytes; null is beyond 2^53, which as a limit is none. */
export function limitLine(line: string): readonly [name: string, limit: number | null] | null {
  const [, name, unit, digits, bytes] = LIMIT.exec(line) ?? []
  if (name === undefined || digits === undefined) return null
  const inBytes = unit === 'bytes' || unit === 'kbytes' || bytes !== undefined
  const suffix = inBytes ? 'Bytes' : unit === 'pages' ? 'Pages' : ''
  const number = wholeNumber(digits)
  const limit = number === null ? null : number * (unit === 'kbytes' ? KIB : 1)
  return [camelCase(name) + suffix, limit !== null && Number.isSafeInteger(limit) ? limit : null]
}

const USAGE = /^((?:segments|pages) [a-z]{3,12})\s+(\d{1,16})\s*$/

/** `pages resident  16384` -> pagesResident. */
export function usageLine(line: string): readonly [name: string, count: number] | null {
  const [, name, digits] = USAGE.exec(line) ?? []
  const count = wholeNumber(digits ?? '')
  return name === undefined || count === null ? null : [camelCase(name), count]
}
