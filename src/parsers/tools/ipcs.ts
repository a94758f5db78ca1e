/**
 * `ipcs` of util-linux and busybox: System V shared memory, queues and semaphores, with -m -p -t -l -u -a -b.
 * Format: util-linux sys-utils/ipcs.c. A table is known by its own column (shmid, msqid, semid), columns by the header.
 *
 * ```
 *
 * ------ Message Queues --------
 * key        msqid      owner      perms      used-bytes   messages
 * 0x2fba9021 0          app        644        4096         8
 *
 * ------ Shared Memory Segments --------
 * key        shmid      owner      perms      bytes      nattch     status
 * 0x4d454d43 50         root       600        67108864   0
 * 0x00000000 1769473    web        600        393216     2          dest
 *
 * ------ Semaphore Arrays --------
 * key        semid      owner      perms      nsems
 * 0x00000000 3          app        600        17
 *
 * ------ Shared Memory Limits --------
 * max number of segments = 4096
 * max seg size (kbytes) = 18014398509465599
 *
 * ------ Shared Memory Status --------
 * segments allocated 1
 * pages allocated 16384
 * Swap performance: 0 attempts	 0 successes
 * ```
 *
 * Limits beyond 2^53 are none. -m -p, -t and -m tell of the same segment in turn; they are joined by shmid.
 */
import { LossLog, type Parsed, type Told, value } from '../../domain/parsed.ts'
import type { Also, Format } from '../../domain/source.ts'
import { type ShmSegment, sysvShm } from '../proc/sysvipcShm.ts'
import { eachLine, noValue } from '../text/lines.ts'
import { limitLine, usageLine } from './ipcsLimits.ts'
import { type IpcsRow, ipcsColumns, ipcsRow, type Table } from './ipcsTable.ts'

type Segment = Omit<IpcsRow, 'id'> & { readonly shmid: number }

interface Ipcs {
  /** True where a table of segments was printed, though it may be empty. */
  readonly segmentsShown: boolean
  readonly segments: readonly Segment[]
  readonly queues: readonly { readonly msqid: number; readonly usedBytes: number | null }[]
  readonly semaphores: readonly { readonly semid: number; readonly nsems: number | null }[]
  /** -l and -u, in camel case: maxNumberOfSegments, maxSegSizeBytes (null is none), pagesResident. */
  readonly limits: Readonly<Record<string, number | null>>
  readonly usage: Readonly<Record<string, number>>
}

const ID = 'ipcs'
const TITLE = /^-{4,}\s.*\s-{4,}\s*$/
const SWAP = /^Swap performance:/

export const ipcs: Format<Ipcs> = {
  id: ID,
  mask: 'names',
  signs: {
    begins: /^-{4,}\s.*\s-{4,}\s*$/,
    goesOn:
      /^\s*$|^-{4,}\s|^(?:0x[0-9a-f]{1,8}|\d+)\s+\S+\s|\b(?:shmid|msqid|semid)\b|^(?:max|min|default|used|allocated|semaphore) .*=|^(?:segments|pages) \w+\s+\d|^Swap performance:/,
    names: /^ipcs/,
  },
  parse,
  also,
}

function parse(text: string, told: Told): Parsed<Ipcs> {
  const losses = new LossLog(ID)
  const rows: Record<Table['kind'], Map<number, IpcsRow>> = {
    segments: new Map(),
    queues: new Map(),
    semaphores: new Map(),
  }
  const [limits, usage] = [new Map<string, number | null>(), new Map<string, number>()]
  let table: Table | null = null
  let known = false
  let shown = false
  eachLine(text, told, losses, (line, number) => {
    if (line.trim() === '' || SWAP.test(line)) return
    if (TITLE.test(line)) {
      table = null
      return
    }
    const header = ipcsColumns(line)
    const limit = header === null && table === null ? limitLine(line) : null
    const used = header === null && table === null ? usageLine(line) : null
    if (header !== null) table = header
    else if (limit !== null) limits.set(...limit)
    else if (used !== null) usage.set(...used)
    else {
      const row = table === null ? null : ipcsRow(table, line)
      if (row === null || table === null) losses.add('bad-line', number, line)
      else rows[table.kind].set(row.id, joined(rows[table.kind].get(row.id), row))
      return
    }
    known = true
    shown ||= header?.kind === 'segments' && header.columns.includes('nattch')
  })
  if (!known) return noValue(ID, text, told)
  return value(
    {
      segmentsShown: shown,
      segments: [...rows.segments.values()].map(({ id, ...row }) => ({ shmid: id, ...row })),
      queues: [...rows.queues.values()].map(({ id, bytes }) => ({ msqid: id, usedBytes: bytes })),
      semaphores: [...rows.semaphores.values()].map(({ id, nsems }) => ({ semid: id, nsems })),
      limits: Object.fromEntries(limits),
      usage: Object.fromEntries(usage),
    },
    losses.all(),
  )
}

/** What a later table tells of the same one is added; nothing that was told is taken away. */
function joined(before: IpcsRow | undefined, row: IpcsRow): IpcsRow {
  if (before === undefined) return row
  const told = Object.entries(row).filter(([, of]) => of !== null)
  return { ...before, ...Object.fromEntries(told) }
}

function also({ segmentsShown, segments }: Ipcs): readonly Also[] {
  if (!segmentsShown) return []
  const known = segments.flatMap((segment): readonly ShmSegment[] => {
    const { shmid, key, perms, bytes, nattch, cpid, lpid, owner } = segment
    if (bytes === null || nattch === null) return []
    const status = segment.status ?? ''
    return [
      {
        shmid,
        key: key ?? '',
        perms: perms ?? '',
        sizeBytes: bytes,
        nattch,
        cpid,
        lpid,
        uid: null,
        owner,
        rssBytes: null,
        swapBytes: null,
        marked: /\bdest\b/.test(status),
        locked: /\blocked\b/.test(status),
      },
    ]
  })
  return [{ format: sysvShm, value: { segments: known } }]
}
