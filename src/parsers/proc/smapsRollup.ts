/**
 * /proc/PID/smaps_rollup (4.14): smaps summed over all mappings, with Pss split by kind (5.5).
 * Format: Documentation/ABI/testing/procfs-smaps_rollup.
 *
 * ```
 * 559e67b40000-7ffd55583000 ---p 00000000 00:00 0                          [rollup]
 * Rss:                1612 kB
 * Pss:                 358 kB
 * Pss_Anon:            112 kB
 * Pss_File:            246 kB
 * Pss_Shmem:             0 kB
 * Shared_Clean:       1404 kB
 * Private_Dirty:       112 kB
 * Anonymous:           112 kB
 * AnonHugePages:         0 kB
 * Swap:                  0 kB
 * SwapPss:               0 kB
 * ```
 */
import { LossLog, type Parsed, type Told, value } from '../../domain/parsed.ts'
import type { Source } from '../../domain/source.ts'
import { colonField } from '../text/fields.ts'
import { eachLine, noValue } from '../text/lines.ts'

/** The kernel's names in camel case with Bytes: pssAnonBytes, privateDirtyBytes, swapPssBytes... */
export type SmapsRollup = Readonly<Record<string, number>> & {
  readonly rssBytes: number
  readonly pssBytes: number
}

const ID = 'proc/PID/smaps_rollup'

export const smapsRollup: Source<SmapsRollup> = {
  id: ID,
  scope: 'process',
  at: { kind: 'file', path: '/proc/PID/smaps_rollup', small: false },
  // Holds the lock for the whole walk: 16 ms at 2 GB without huge pages, 16 ms at 60,000 mappings.
  price: 'locks-mm',
  class: 'look',
  mask: 'paths',
  signs: {
    begins: /^[0-9a-f]{4,16}-[0-9a-f]{4,16} ---p .*\[rollup\]/,
    goesOn:
      /^(?:Rss|Pss\w*|Shared_\w+|Private_\w+|Referenced|Anonymous|KSM|LazyFree|AnonHugePages|Shmem\w*Mapped|File\w*Mapped|Swap|SwapPss|Locked):\s+\d+ kB/,
    names: /^smaps_rollup/,
  },
  limits: { bytes: 64 * 1024, seconds: 5 },
  counters: false,
  when: 'bounded',
  parse,
}

const HEADER = /^[0-9a-f]+-[0-9a-f]+ ---p .*\[rollup\]\s*$/

function parse(text: string, told: Told): Parsed<SmapsRollup> {
  const losses = new LossLog(ID)
  const fields: Record<string, number> = {}
  eachLine(text, told, losses, (line, number) => {
    if (HEADER.test(line)) return
    const field = colonField(line, number, losses)
    if (field !== null) fields[field[0]] = field[1]
  })
  const { rssBytes, pssBytes } = fields
  if (rssBytes === undefined || pssBytes === undefined) return noValue(ID, text, told)
  return value({ ...fields, rssBytes, pssBytes }, losses.all())
}
