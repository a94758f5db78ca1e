/**
 * /proc/PID/maps: the address space, one mapping a line. Format: proc_pid_maps(5), fs/proc/task_mmu.c.
 *
 * ```
 * 557b6da7a000-557b6da7b000 r--p 00000000 fe:00 1712277                    /opt/app/bin/arena
 * 557b8f3f6000-557b8f417000 rw-p 00000000 00:00 0                          [heap]
 * 7f1700000000-7f17030de000 rw-p 00000000 00:00 0
 * 7f17030de000-7f1704000000 ---p 00000000 00:00 0
 * 7f3bd1a00000-7f3bd6a00000 rw-s 00000000 fe:00 1712301                    /opt/app/cache map (deleted)
 * 7ffd8f6c9000-7ffd8f6ea000 rw-p 00000000 00:00 0                          [stack]
 * ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0                  [vsyscall]
 * ```
 *
 * A line feed in a path is written `\012`; a backslash is not escaped, so paths are kept as printed.
 * `[stack:TID]` is printed by 3.4 to 4.4 only. Kernel threads have no mappings: the file is empty.
 */
import { LossLog, type Parsed, type Told, value } from '../../domain/parsed.ts'
import type { Source } from '../../domain/source.ts'
import { eachLine, noValue } from '../text/lines.ts'
import { anyMapping, type Mapping, mappingAt, NO_MAPPING } from './mapsRow.ts'

const ID = 'proc/PID/maps'

export const maps: Source<{ readonly mappings: readonly Mapping[] }> = {
  id: ID,
  scope: 'process',
  at: { kind: 'file', path: '/proc/PID/maps', small: false },
  // Takes the memory lock for a page of text at a time: no stall was measurable at 60,000 mappings.
  price: 'cheap',
  class: 'look',
  mask: 'paths',
  signs: {
    begins:
      /^[0-9a-f]{4,16}-[0-9a-f]{4,16} [r-][w-][x-][ps] [0-9a-f]{8,16} [0-9a-f]{2,}:[0-9a-f]{2,} \d+(?!.*\[rollup\])/,
    goesOn: /^[0-9a-f]{4,16}-[0-9a-f]{4,16} [r-][w-][x-][ps] (?!.*\[rollup\])/,
    names: /^maps/,
  },
  limits: { bytes: 16 * 1024 * 1024, seconds: 5 },
  counters: false,
  when: 'always',
  parse,
}

function parse(text: string, told: Told): Parsed<{ readonly mappings: readonly Mapping[] }> {
  const losses = new LossLog(ID)
  const mappings: Mapping[] = []
  let before = NO_MAPPING
  const keep = (mapping: Mapping | null): boolean => {
    if (mapping === null) return false
    mappings.push(mapping)
    before = mapping
    return true
  }
  const quick = (of: string, from: number, to: number): boolean =>
    keep(mappingAt(of, from, to, before))
  const visit = (line: string, number: number): void => {
    if (!keep(anyMapping(line)) && line.trim() !== '') losses.add('bad-line', number, line)
  }
  eachLine(text, told, losses, visit, quick)
  return mappings.length === 0 ? noValue(ID, text, told) : value({ mappings }, losses.all())
}
