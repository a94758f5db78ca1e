/**
 * /proc/meminfo: the host's memory. Format: Documentation/filesystems/proc.rst, "meminfo". kB is 1024 bytes.
 *
 * ```
 * MemTotal:       24684084 kB
 * MemFree:        24399476 kB
 * MemAvailable:   24355856 kB
 * Buffers:            1472 kB
 * Cached:            99024 kB
 * Active(anon):       1560 kB
 * SwapTotal:             0 kB
 * Shmem:              8872 kB
 * SReclaimable:      73492 kB
 * HugePages_Total:       0
 * Hugepagesize:       2048 kB
 * ```
 *
 * Fields come and go with the kernel: MemAvailable is missing before 3.14, KReclaimable before 4.20.
 * VmallocTotal is left out: it is the width of an address range, not memory, and above 2^53 bytes with
 * five-level page tables.
 */
import { LossLog, type Parsed, type Told, value } from '../../domain/parsed.ts'
import type { Source } from '../../domain/source.ts'
import { colonField } from '../text/fields.ts'
import { eachLine, noValue } from '../text/lines.ts'

/** The kernel's names in camel case; sizes end in Bytes, counts of pages (hugePagesTotal) do not. */
export type Meminfo = Readonly<Record<string, number>> & { readonly memTotalBytes: number }

const ID = 'proc/meminfo'

export const meminfo: Source<Meminfo> = {
  id: ID,
  scope: 'host',
  at: { kind: 'file', path: '/proc/meminfo', small: true },
  price: 'free',
  class: 'look',
  mask: 'none',
  signs: {
    begins: /^MemTotal:\s+\d+ kB/,
    goesOn: /^[A-Za-z]\w*(?:\(\w+\))?:\s+-?\d+(?: kB)?\s*$/,
    names: /meminfo/,
  },
  limits: { bytes: 64 * 1024, seconds: 2 },
  counters: false,
  when: 'always',
  parse,
}

function parse(text: string, told: Told): Parsed<Meminfo> {
  const losses = new LossLog(ID)
  const fields: Record<string, number> = {}
  eachLine(text, told, losses, (line, number) => {
    if (line.startsWith('VmallocTotal:')) return
    const field = colonField(line, number, losses)
    if (field !== null) fields[field[0]] = field[1]
  })
  const { memTotalBytes } = fields
  if (memTotalBytes === undefined) return noValue(ID, text, told)
  return value({ ...fields, memTotalBytes }, losses.all())
}
