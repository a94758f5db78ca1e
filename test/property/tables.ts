/** Real tables taken apart into header and cells, with what each column tells. */
import type { AnyFormat, Format } from '../../src/domain/source.ts'
import { swaps } from '../../src/parsers/proc/swaps.ts'
import { free } from '../../src/parsers/tools/free.ts'
import { ps } from '../../src/parsers/tools/ps.ts'
import { swapon } from '../../src/parsers/tools/swapon.ts'
import { vmstatCommand } from '../../src/parsers/tools/vmstat.ts'

export interface Table {
  readonly name: string
  readonly format: AnyFormat
  readonly before?: readonly string[]
  /** What stands before each row and under no column. */
  readonly label?: string
  readonly header: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** By the header's words: what the value says of the first row. */
  tell(value: unknown): Readonly<Record<string, unknown>>
}

/** Keeps the type of a format's value for the one that tells. */
function table<T>(
  format: Format<T>,
  of: Omit<Table, 'format' | 'tell' | 'name'> & {
    readonly name?: string
    tell(value: T): Readonly<Record<string, unknown>>
  },
): Table {
  return { name: format.id, ...of, format, tell: (value) => of.tell(value as T) }
}

const words = (line: string): readonly string[] => line.trim().split(/\s+/)

export const TABLES: readonly Table[] = [
  table(free, {
    header: words('total used free shared buff/cache available'),
    rows: [words('24683656 272512 24467616 8952 140176 24411144')],
    label: 'Mem:',
    tell: (value) => ({
      total: value.memTotalBytes,
      used: value.memUsedBytes,
      free: value.memFreeBytes,
      shared: value.memSharedBytes,
      'buff/cache': value.memBuffCacheBytes,
      available: value.memAvailableBytes,
    }),
  }),
  table(swaps, {
    header: words('Filename Type Size Used Priority'),
    rows: [words('/dev/sda2 partition 8388604 77312 -2')],
    tell: ({ swaps: [swap] }) => ({
      Filename: swap?.filename,
      Type: swap?.type,
      Size: swap?.sizeBytes,
      Used: swap?.usedBytes,
      Priority: swap?.priority,
    }),
  }),
  table(swapon, {
    header: words('NAME TYPE SIZE USED PRIO'),
    rows: [words('/dev/sda2 partition 8G 77M -2')],
    tell: ({ swaps: [swap] }) => ({
      NAME: swap?.name,
      TYPE: swap?.type,
      SIZE: swap?.sizeBytes,
      USED: swap?.usedBytes,
      PRIO: swap?.prio,
    }),
  }),
  table(ps, {
    header: words('PID PPID %MEM VSZ RSS STAT COMMAND'),
    rows: [['812', '1', '12.5', '221184', '33000', 'Ss', 'postgres: checkpointer']],
    tell: ({ processes: [row] }) => ({
      PID: row?.['pid'],
      PPID: row?.['ppid'],
      '%MEM': row?.['memPercent'],
      VSZ: row?.['vszBytes'],
      RSS: row?.['rssBytes'],
      STAT: row?.['stat'],
      COMMAND: row?.['command'],
    }),
  }),
  table(vmstatCommand, {
    header: words('r b swpd free buff cache si so bi bo in cs us sy id wa st'),
    rows: [words('1 2 89380 23979772 2052 480512 41 57 1419 2338 907 2561 46 13 38 1 0')],
    tell: ({ rows: [row] }) => ({
      r: row?.r,
      b: row?.b,
      swpd: row?.swpdBytes,
      free: row?.freeBytes,
      buff: row?.buffBytes,
      cache: row?.cacheBytes,
      si: row?.siBytesPerSec,
      so: row?.soBytesPerSec,
      bi: row?.biBlocksPerSec,
      in: row?.inPerSec,
      wa: row?.waPercent,
    }),
  }),
]
