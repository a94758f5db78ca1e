/** The columns of sysstat about memory, as sar and sadf name them: `kbmemfree`, `%memused`, `pswpin/s`. */
import { KIB } from '../../domain/bytes.ts'
import { decimalOf, sizeOf } from './sizes.ts'

/** Values of one row under the tool's own names, units last: `memfreeBytes`, `memusedPercent`, `pswpinPerSec`. */
export type SarCells = Readonly<Record<string, number>>

export interface SarColumn {
  readonly name: string
  /** What its figures are: whole kB, kB with decimals, or numbers as they stand. */
  readonly figure: 'kib' | 'kibRate' | 'number'
  /** Null for junk and for what a double does not hold exactly. */
  read(text: string): number | null
}

/** Options of sar by the columns that they print, over versions 5 to 12. */
const OPTIONS: Readonly<Record<string, string>> = {
  '-r': 'kbmemfree kbavail kbmemused %memused kbmemshrd kbshmem kbbuffers kbcached kbcommit %commit kbactive kbinact kbdirty kbanonpg kbslab kbkstack kbpgtbl kbvmused',
  '-S': 'kbswpfree kbswpused %swpused kbswpcad %swpcad',
  '-B': 'pgpgin/s pgpgout/s fault/s majflt/s pgfree/s pgscank/s pgscand/s pgsteal/s %vmeff pgprom/s pgdem/s',
  '-W': 'pswpin/s pswpout/s',
  '-H': 'kbhugfree kbhugused %hugused kbhugrsvd kbhugsurp',
  '-R': 'frmpg/s shmpg/s bufpg/s campg/s',
  '-q MEM': '%smem-10 %smem-60 %smem-300 %smem %fmem-10 %fmem-60 %fmem-300 %fmem',
}

const OPTION_OF = new Map(
  Object.entries(OPTIONS).flatMap(([option, names]) =>
    names.split(' ').map((name) => [name, option] as const),
  ),
)

/** The option whose table has this column; null for a column that is not about memory. */
export function optionOf(header: string): string | null {
  return OPTION_OF.get(header) ?? null
}

/** How a column's cells are read; null for one that is not known. */
export function sarColumn(header: string): SarColumn | null {
  return COLUMNS.get(header) ?? null
}

function columnOf(header: string): SarColumn {
  const plain = header.replace(/^kb|^%|\/s$/g, '').replace(/-(\d+)$/, '$1')
  if (header.startsWith('kb')) {
    return { name: `${plain}Bytes`, figure: 'kib', read: (text) => sizeOf(text, KIB) }
  }
  if (header.startsWith('%')) {
    return { name: `${plain}Percent`, figure: 'number', read: percentOf }
  }
  // These two are counted in kB; all others are events or pages.
  if (plain === 'pgpgin' || plain === 'pgpgout') {
    const read = (text: string): number | null => scaled(decimalOf(text))
    return { name: `${plain}BytesPerSec`, figure: 'kibRate', read }
  }
  return { name: `${plain}PerSec`, figure: 'number', read: decimalOf }
}

function percentOf(text: string): number | null {
  return decimalOf(text.endsWith('%') ? text.slice(0, -1) : text)
}

function scaled(kib: number | null): number | null {
  const bytes = kib === null ? null : Math.round(kib * KIB)
  return bytes !== null && Number.isSafeInteger(bytes) ? bytes : null
}

const COLUMNS = new Map([...OPTION_OF.keys()].map((header) => [header, columnOf(header)] as const))
