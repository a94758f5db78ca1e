/**
 * `pmap` of procps (default, -x, -X, -XX, -d, -q, -p) and busybox: a process's mappings. Format: procps pmap.c,
 * busybox procps/pmap.c. Columns by the header; without one the size stands behind the address.
 *
 * ```
 * 4094:   /opt/app/bin/arena 8 malloc_info.xml
 * Address           Kbytes     RSS   Dirty Mode  Mapping
 * 0000557b6da7a000       4       4       0 r---- arena
 * 00007f1700000000   50040   50040   50040 rw---   [ anon ]
 * 00007f3bd1a00000   81920   81920   81920 rw-s- cache map (deleted)
 * ---------------- ------- ------- -------
 * total kB          131964  131964  131960
 * 812:   /usr/sbin/app
 * 00007f1700000000  50040K rw---   [ anon ]
 *  total            50040K
 * ```
 *
 * All sizes are of 1024 bytes. Without -p a file is its last part alone; `[ anon ]` is the heap as well. A column
 * that a tool fills with `-` was not told. Old tools lack RSS and Dirty; busybox prints PSS in their place.
 */
import { LossLog, type Parsed, type Told, value } from '../../domain/parsed.ts'
import type { Also, Format } from '../../domain/source.ts'
import { maps } from '../proc/maps.ts'
import type { Mapping } from '../proc/mapsRow.ts'
import { eachLine, noValue } from '../text/lines.ts'
import { type PmapMapping, pmapColumns, pmapRow } from './pmapRows.ts'

interface PmapProcess {
  /** Null where the text begins without the process's line. */
  readonly pid: number | null
  readonly command: string | null
  readonly mappings: readonly PmapMapping[]
}

interface Pmap {
  readonly processes: readonly PmapProcess[]
}

const ID = 'pmap'

export const pmap: Format<Pmap> = {
  id: ID,
  mask: 'args',
  signs: {
    begins: /^\d{1,7}:\s{1,4}\S|^\s*Address\s+(?:Kbytes|Perm)\b/,
    goesOn:
      /^\s*[0-9a-f]{8,16}\s+\d+K?\s+(?:[\d-]+\s+)*[r-][w-][x-]|^\s*[0-9a-f]{8,16} [r-][w-][x-][ps] [0-9a-f]{8,16}\s|^\s*Address\s|^[-= ]+$|^\s?total\s|^mapped: |^[\d ]+ KB\s*$/,
    names: /^pmap/,
  },
  parse,
  also,
}

const PROCESS = /^(\d{1,7}):\s+(\S.*)$/
/** Sums and rules under a table. */
const SUMS = /^[-= ]+$|^\s?total\b|^mapped:? |^\s*[\d\s]+\sKB\s*$/

interface Draft {
  readonly pid: number | null
  readonly command: string | null
  readonly mappings: PmapMapping[]
}

function parse(text: string, told: Told): Parsed<Pmap> {
  const losses = new LossLog(ID)
  const drafts: Draft[] = []
  let columns: readonly string[] | null = null
  eachLine(text, told, losses, (line, number) => {
    if (line.trim() === '' || SUMS.test(line)) return
    const [, pid, command] = PROCESS.exec(line) ?? []
    if (pid !== undefined && command !== undefined) {
      drafts.push({ pid: Number(pid), command, mappings: [] })
      columns = null
      return
    }
    const header = pmapColumns(line)
    if (header !== null) {
      columns = header
      return
    }
    const row = pmapRow(columns, line)
    if (row === null) {
      losses.add('bad-line', number, line)
      return
    }
    if (drafts.length === 0) drafts.push({ pid: null, command: null, mappings: [] })
    drafts.at(-1)?.mappings.push(row)
  })
  const known = drafts.some(({ mappings }) => mappings.length > 0)
  return known ? value({ processes: drafts }, losses.all()) : noValue(ID, text, told)
}

/** One process's mappings are those of maps, as far as pmap tells; of several none is meant. */
function also({ processes }: Pmap): readonly Also[] {
  const [only, ...others] = processes.filter(({ mappings }) => mappings.length > 0)
  if (only === undefined || others.length > 0) return []
  const mappings = only.mappings.map(
    ({ start, end, sizeBytes, perms, path }): Mapping => ({
      start,
      end,
      sizeBytes,
      perms,
      offset: '',
      dev: '',
      inode: '',
      path,
    }),
  )
  return [{ format: maps, value: { mappings } }]
}
