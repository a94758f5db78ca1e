/**
 * A lone memory.events (or memory.events.local) of a v2 cgroup: how often it met its limits since it was made.
 * Format: Documentation/admin-guide/cgroup-v2.rst, "memory.events".
 *
 * ```
 * low 0
 * high 204
 * max 35
 * oom 1
 * oom_kill 1
 * oom_group_kill 0
 * ```
 *
 * `oom_group_kill` came with 5.17. memory.swap.events has high, max and fail, and is not this.
 */
import { LossLog, type Parsed, type Told, value } from '../../domain/parsed.ts'
import type { Format } from '../../domain/source.ts'
import { spaceField } from '../text/fields.ts'
import { eachLine, noValue } from '../text/lines.ts'

/** The kernel's names in camel case. */
export type CgroupEvents = Readonly<Record<string, number>> & {
  readonly max: number
  readonly oom: number
}

const ID = 'cgroup/memory.events'

export const cgroupEvents: Format<CgroupEvents> = {
  id: ID,
  mask: 'names',
  signs: {
    begins: /^low \d+\s*$/,
    goesOn: /^(?:high|max|oom|oom_kill|oom_group_kill|sock_throttled) \d+\s*$/,
    names: /memory\.events/,
  },
  parse,
}

function parse(text: string, told: Told): Parsed<CgroupEvents> {
  const losses = new LossLog(ID)
  const fields: Record<string, number> = {}
  eachLine(text, told, losses, (line, number) => {
    const field = spaceField(line, number, losses)
    if (field !== null) fields[field[0]] = field[1]
  })
  const { max, oom } = fields
  if (max === undefined || oom === undefined) return noValue(ID, text, told)
  return value({ ...fields, max, oom }, losses.all())
}
