/**
 * /proc/spl/kstat/zfs/arcstats: the cache of ZFS on Linux (ARC). Format: module/zfs/arc.c and spl's kstat: one line
 * of the kstat itself, a header, then a name, a type (4 is an unsigned number, 3 a signed one) and a value a line.
 *
 * ```
 * 13 1 0x01 123 33456 7283729 1827382
 * name                            type data
 * hits                            4    8772612
 * misses                          4    604635
 * c                               4    1643208777
 * c_min                           4    33554432
 * c_max                           4    8367976448
 * size                            4    1603939792
 * memory_available_bytes          3    -12877639168
 * arc_meta_used                   4    308103632
 * ```
 *
 * The pages of the ARC are in no line of /proc/meminfo, and MemAvailable leaves them out: `size` is what it holds,
 * `c_min` what it keeps under pressure.
 */
import { LossLog, type Parsed, type Told, value } from '../../domain/parsed.ts'
import type { Source } from '../../domain/source.ts'
import { eachLine, noValue } from '../text/lines.ts'
import { camelCase } from '../text/names.ts'
import { wholeNumber } from '../text/numbers.ts'

/** The names of the file in camel case; sizes are bytes. */
export type Arcstats = Readonly<Record<string, number>> & { readonly size: number }

const ID = 'zfs/arcstats'

export const arcstats: Source<Arcstats> = {
  id: ID,
  scope: 'host',
  at: { kind: 'file', path: '/proc/spl/kstat/zfs/arcstats', small: true },
  price: 'free',
  class: 'look',
  mask: 'none',
  signs: {
    begins: /^name\s+type\s+data\s*$|^\d+ \d+ 0x[0-9a-f]+(?: \d+){4}\s*$/,
    goesOn: /^(?:\w+\s+\d\s+-?\d+|\d+ \d+ 0x[0-9a-f]+ \d+ \d+ \d+ \d+)\s*$/,
    names: /arcstats/,
  },
  limits: { bytes: 64 * 1024, seconds: 2 },
  counters: false,
  when: 'asked',
  parse,
}

/** Where the columns stand, as the header says. */
interface Columns {
  readonly name: number
  readonly data: number
}

const KSTAT = /^\d+ \d+ 0x[0-9a-fA-F]+ \d+ \d+ \d+ \d+\s*$/

function parse(text: string, told: Told): Parsed<Arcstats> {
  const losses = new LossLog(ID)
  const fields: Record<string, number> = {}
  let columns: Columns | null = null
  eachLine(text, told, losses, (line, number) => {
    if (line.trim() === '' || KSTAT.test(line)) return
    const cells = line.trim().split(/\s+/)
    if (columns === null) {
      columns = columnsOf(cells)
      if (columns === null) losses.add('bad-line', number, line)
      return
    }
    const [name, data] = [cells[columns.name] ?? '', cells[columns.data] ?? '']
    const count = signed(data)
    if (!/^[A-Za-z]\w*$/.test(name)) losses.add('bad-line', number, line)
    else if (count === null) losses.add('bad-number', number, line)
    else fields[camelCase(name)] = count
  })
  const { size } = fields
  if (size === undefined) return noValue(ID, text, told)
  return value({ ...fields, size }, losses.all())
}

function columnsOf(cells: readonly string[]): Columns | null {
  const [name, data] = [cells.indexOf('name'), cells.indexOf('data')]
  return name < 0 || data < 0 ? null : { name, data }
}

function signed(digits: string): number | null {
  if (!digits.startsWith('-')) return wholeNumber(digits)
  const count = wholeNumber(digits.slice(1))
  return count === null ? null : -count
}
