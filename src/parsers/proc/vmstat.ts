/**
 * /proc/vmstat: counters of the host's memory management since boot, in pages or events.
 * Format: mm/vmstat.c (`vmstat_text`); names come and go with the kernel.
 *
 * ```
 * nr_free_pages 40185
 * workingset_refault_anon 34866
 * workingset_refault_file 0
 * pswpin 275702
 * pswpout 293588
 * pgmajfault 39881
 * oom_kill 3
 * ```
 *
 * `workingset_refault` was one number before 5.9. `oom_kill` (4.13) counts kills by a cgroup's limit as well.
 */
import { LossLog, type Parsed, type Told, value } from '../../domain/parsed.ts'
import type { Source } from '../../domain/source.ts'
import { spaceField } from '../text/fields.ts'
import { eachLine, noValue } from '../text/lines.ts'

/** The kernel's names in camel case. */
export type Vmstat = Readonly<Record<string, number>>

const ID = 'proc/vmstat'

export const vmstat: Source<Vmstat> = {
  id: ID,
  scope: 'host',
  at: { kind: 'file', path: '/proc/vmstat', small: true },
  price: 'free',
  class: 'look',
  mask: 'none',
  limits: { bytes: 64 * 1024, seconds: 2 },
  counters: true,
  when: 'always',
  parse,
}

function parse(text: string, told: Told): Parsed<Vmstat> {
  const losses = new LossLog(ID)
  const fields: Record<string, number> = {}
  let read = 0
  eachLine(text, told, losses, (line, number) => {
    const field = spaceField(line, number, losses)
    if (field === null) return
    fields[field[0]] = field[1]
    read += 1
  })
  return read === 0 ? noValue(ID, text, told) : value(fields, losses.all())
}
