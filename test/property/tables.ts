/** Real tables taken apart into header and cells, with what each column tells. */
import type { AnyFormat, Format } from '../../src/domain/source.ts'
import { swaps } from '../../src/parsers/proc/swaps.ts'
import { free } from '../../src/parsers/tools/free.ts'
import { ps } from '../../src/parsers/tools/ps.ts'
import { sadf } from '../../src/parsers/tools/sadf.ts'
import { sar } from '../../src/parsers/tools/sar.ts'
import { smem } from '../../src/parsers/tools/smem.ts'
import { swapon } from '../../src/parsers/tools/swapon.ts'
import { top } from '../../src/parsers/tools/top.ts'
import { vmstatCommand } from '../../src/parsers/tools/vmstat.ts'

export interface Table {
  readonly name: string
  readonly format: AnyFormat
  readonly before?: readonly string[]
  /** What stands before each row and under no column. */
  readonly label?: string
  readonly separator?: string
  /** What stands before the header. */
  readonly begins?: string
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
    begins: '',
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
  table(top, {
    header: words('PID USER VIRT RES SHR S %CPU %MEM TIME+ COMMAND'),
    rows: [
      ['5447', 'polkitd', '11.2g', '431724', '17536', 'S', '0.3', '4.4', '61:24.20', 'my sqld'],
    ],
    tell: ({ iterations: [one] }) => ({
      PID: one?.processes[0]?.['pid'],
      VIRT: one?.processes[0]?.['virtBytes'],
      RES: one?.processes[0]?.['resBytes'],
      SHR: one?.processes[0]?.['shrBytes'],
      '%MEM': one?.processes[0]?.['memPercent'],
      COMMAND: one?.processes[0]?.['command'],
    }),
  }),
  table(smem, {
    header: words('PID User Command Swap USS PSS RSS'),
    rows: [['10171', 'root', '/usr/sbin/apache2 -k start', '348', '144', '248', '1328']],
    tell: ({ rows: [row] }) => ({
      PID: row?.['pid'],
      User: row?.['user'],
      Command: row?.['command'],
      Swap: row?.['swapBytes'],
      USS: row?.['ussBytes'],
      PSS: row?.['pssBytes'],
      RSS: row?.['rssBytes'],
    }),
  }),
  table(sar, {
    label: '12:10:01 AM',
    header: words('kbmemfree kbavail kbmemused %memused kbbuffers kbcommit %commit'),
    rows: [words('212980 300000 801800 79.01 12 1247884 122.97')],
    tell: ({ tables: [one] }) => ({
      kbmemfree: one?.rows[0]?.values['memfreeBytes'],
      kbavail: one?.rows[0]?.values['availBytes'],
      kbmemused: one?.rows[0]?.values['memusedBytes'],
      '%memused': one?.rows[0]?.values['memusedPercent'],
      kbbuffers: one?.rows[0]?.values['buffersBytes'],
      kbcommit: one?.rows[0]?.values['commitBytes'],
      '%commit': one?.rows[0]?.values['commitPercent'],
    }),
  }),
  table(sadf, {
    separator: ';',
    begins: '# ',
    header: words('hostname interval timestamp kbmemfree %memused pswpin/s pgpgin/s'),
    rows: [words('db1 600 1593280200 681924 63.12 0.50 1.25')],
    tell: ({ rows: [row] }) => ({
      hostname: row?.host,
      interval: row?.intervalSeconds,
      timestamp: row?.at,
      kbmemfree: row?.values['memfreeBytes'],
      '%memused': row?.values['memusedPercent'],
      'pswpin/s': row?.values['pswpinPerSec'],
      'pgpgin/s': row?.values['pgpginBytesPerSec'],
    }),
  }),
]
