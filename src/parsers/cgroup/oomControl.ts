/**
 * A lone memory.oom_control of a v1 cgroup. Format: Documentation/admin-guide/cgroup-v1/memory.rst section 10.
 *
 * ```
 * oom_kill_disable 0
 * under_oom 0
 * oom_kill 1
 * ```
 *
 * `oom_kill` came with 4.13.
 */
import { LossLog, type Parsed, type Told, value } from '../../domain/parsed.ts'
import type { Format } from '../../domain/source.ts'
import { spaceField } from '../text/fields.ts'
import { eachLine, noValue } from '../text/lines.ts'

export interface CgroupOomControl {
  /** 1: the kernel does not kill, tasks wait. */
  readonly oomKillDisable: number
  readonly underOom: number
  readonly oomKill: number | null
}

const ID = 'cgroup/memory.oom_control'

export const cgroupOomControl: Format<CgroupOomControl> = {
  id: ID,
  mask: 'names',
  signs: {
    begins: /^oom_kill_disable \d+\s*$/,
    goesOn: /^(?:under_oom|oom_kill) \d+\s*$/,
    names: /oom_control/,
  },
  parse,
}

function parse(text: string, told: Told): Parsed<CgroupOomControl> {
  const losses = new LossLog(ID)
  const fields: Record<string, number> = {}
  eachLine(text, told, losses, (line, number) => {
    const field = spaceField(line, number, losses)
    if (field !== null) fields[field[0]] = field[1]
  })
  const { oomKillDisable, underOom, oomKill } = fields
  if (oomKillDisable === undefined || underOom === undefined) return noValue(ID, text, told)
  return value({ oomKillDisable, underOom, oomKill: oomKill ?? null }, losses.all())
}
