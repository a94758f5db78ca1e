/**
 * `hugeadm --pool-list` of libhugetlbfs: how large each pool of huge pages may be and is. Format: hugeadm(8).
 *
 * ```
 *       Size  Minimum  Current  Maximum  Default
 *    2097152    12850    12850    12850        *
 * 1073741824        0        0        0
 * ```
 *
 * It does not tell how many pages are free.
 */
import type { LossLog } from '../../domain/parsed.ts'
import type { Format, LineSink } from '../../domain/source.ts'
import { parseBySink } from '../text/lines.ts'
import { wholeNumber } from '../text/numbers.ts'

interface HugeadmPool {
  readonly sizeBytes: number
  readonly minimum: number
  readonly current: number
  readonly maximum: number
  readonly default: boolean
}

interface Hugeadm {
  readonly pools: readonly HugeadmPool[]
}

const ID = 'hugeadm'

export const hugeadm: Format<Hugeadm> = {
  id: ID,
  mask: 'none',
  signs: {
    begins: /^\s*Size +Minimum +Current +Maximum +Default\s*$/,
    goesOn: /^\s*\d{4,13}(?: +\d+){3}(?: +\*)?\s*$/,
    names: /hugeadm/,
  },
  parse: parseBySink(ID, sink),
}

const NUMBERS = ['Size', 'Minimum', 'Current', 'Maximum']

function sink(losses: LossLog): LineSink<Hugeadm> {
  const pools: HugeadmPool[] = []
  let titles: readonly string[] | null = null
  return {
    line(line, number) {
      const words = line.trim().split(/\s+/)
      if (line.trim() === '') return
      if (NUMBERS.every((name) => words.includes(name))) titles = words
      else {
        const pool = titles === null ? null : poolOf(titles, words)
        if (pool === null) losses.add('bad-line', number, line)
        else pools.push(pool)
      }
    },
    end: () => (titles === null ? null : { pools }),
  }
}

/** The mark of the default size is the one cell that may be empty, and says by itself what it is. */
function poolOf(titles: readonly string[], words: readonly string[]): HugeadmPool | null {
  const columns = titles.filter((title) => title !== 'Default')
  const cells = words.filter((word) => word !== '*')
  if (cells.length !== columns.length) return null
  const [sizeBytes, minimum, current, maximum] = NUMBERS.map((name) =>
    wholeNumber(cells[columns.indexOf(name)] ?? ''),
  )
  if (sizeBytes == null || minimum == null || current == null || maximum == null) return null
  return { sizeBytes, minimum, current, maximum, default: words.includes('*') }
}
