/**
 * Files of one cgroup as far as somebody brought them: `grep . memory.*` in its directory, or a file of one number
 * read by its name, each line as `file:line`. On a host memory.ts reads whole groups; here any part will do.
 *
 * ```
 * memory.limit_in_bytes:6291456000
 * memory.failcnt:84
 * memory.stat:total_cache 3224702976
 * memory.stat:total_rss 2389835776
 * memory.oom_control:oom_kill_disable 0
 * memory.oom_control:under_oom 0
 * ```
 *
 * Formats of the files: Documentation/admin-guide/cgroup-v1/memory.rst and cgroup-v2.rst.
 */
import { LossLog, type Parsed, type Told, value } from '../../domain/parsed.ts'
import type { Format } from '../../domain/source.ts'
import { type Pressure, readPressure } from '../proc/pressure.ts'
import { eachLine, noValue } from '../text/lines.ts'
import { camelCase } from '../text/names.ts'
import { wholeNumber } from '../text/numbers.ts'
import { limitOf } from './numbers.ts'

type Fields = Readonly<Record<string, number>>

export interface CgroupParts {
  readonly version: 'v1' | 'v2'
  /** Files of one number by their names in camel case (`limitInBytes`, `current`); null is no limit. */
  readonly numbers: Readonly<Record<string, number | null>>
  readonly stat: Fields | null
  /** v2. */
  readonly events: Fields | null
  /** v1. */
  readonly oomControl: Fields | null
  readonly pressure: Pressure | null
}

const ID = 'cgroup/files'

export const cgroupFiles: Format<CgroupParts> = {
  id: ID,
  mask: 'names',
  signs: {
    begins: /^(?:\.\/)?memory\.[a-z_.]+:\S/,
    goesOn: /^(?:\.\/)?(?:memory|cgroup)\.[a-z_.]+:/,
    names: null,
  },
  parse,
}

const LINE = /^(?:.*\/)?((?:memory|cgroup)\.[a-z_.]+):(.*)$/
const V1_FILE = /_in_bytes$|^memory\.(?:failcnt|oom_control|swappiness|use_hierarchy)$/
const FIELD = /^([a-z]\w*) (\d+)\s*$/

function parse(text: string, told: Told): Parsed<CgroupParts> {
  const losses = new LossLog(ID)
  const lines = new Map<string, { line: string; number: number }[]>()
  eachLine(text, told, losses, (whole, number) => {
    const [, file, line] = LINE.exec(whole) ?? []
    if (file !== undefined && line !== undefined)
      lines.set(file, [...(lines.get(file) ?? []), { line, number }])
    else if (whole.trim() !== '') losses.add('bad-line', number, whole)
  })
  if (lines.size === 0) return noValue(ID, text, told)
  const fieldsOf = (file: string): Fields | null => fields(lines.get(file) ?? [], losses)
  const stat = fieldsOf('memory.stat')
  const isV1 = [...lines.keys()].some((name) => V1_FILE.test(name)) || stat?.['rss'] !== undefined
  return value(
    {
      version: isV1 ? 'v1' : 'v2',
      numbers: numbersOf(lines, losses),
      stat,
      events: fieldsOf('memory.events'),
      oomControl: fieldsOf('memory.oom_control'),
      pressure: readPressure(lines.get('memory.pressure') ?? [], losses),
    },
    losses.all(),
  )
}

type Lines = ReadonlyMap<string, readonly { readonly line: string; readonly number: number }[]>

/** Files of one number; a cut one is half a number, and eachLine does not bring it. */
function numbersOf(lines: Lines, losses: LossLog): Readonly<Record<string, number | null>> {
  const numbers: Record<string, number | null> = {}
  for (const [file, [first, ...more]] of lines) {
    if (first === undefined || more.length > 0 || !/^-?\d+$|^max$/.test(first.line.trim())) continue
    const bytes = limitOf(first.line)
    if (bytes === undefined) losses.add('bad-number', first.number, first.line)
    else numbers[camelCase(file.replace(/^memory\./, ''))] = bytes
  }
  return numbers
}

function fields(
  lines: readonly { readonly line: string; readonly number: number }[],
  losses: LossLog,
): Fields | null {
  if (lines.length === 0) return null
  const of: Record<string, number> = {}
  for (const { line, number } of lines) {
    const [, name, digits] = FIELD.exec(line) ?? []
    const count = wholeNumber(digits ?? '')
    if (name !== undefined && count !== null) of[camelCase(name)] = count
    else if (name?.startsWith('hierarchical_') !== true) losses.add('bad-line', number, line)
  }
  return of
}
