/**
 * /proc/PID/cgroup: the process's group in each hierarchy. Format: cgroups(7), "/proc/PID/cgroup".
 *
 * ```
 * 9:name=systemd:/system.slice/php8.2-fpm.service
 * 4:memory:/system.slice/php8.2-fpm.service
 * 2:cpu,cpuacct:/
 * 0::/system.slice/php8.2-fpm.service
 * ```
 *
 * Hierarchy 0 with no controllers is v2. Paths may hold colons (containerd) and, in a cgroup namespace, `/..`.
 */
import { LossLog, type Parsed, type Told, value } from '../../domain/parsed.ts'
import type { Source } from '../../domain/source.ts'
import { eachLine, noValue } from '../text/lines.ts'
import { digitsOf } from '../text/words.ts'

interface CgroupEntry {
  readonly hierarchyId: number
  readonly controllers: readonly string[]
  readonly path: string
}

interface ProcessCgroup {
  readonly entries: readonly CgroupEntry[]
}

const ID = 'proc/PID/cgroup'

export const processCgroup: Source<ProcessCgroup> = {
  id: ID,
  scope: 'process',
  at: { kind: 'file', path: '/proc/PID/cgroup', small: true },
  price: 'free',
  class: 'look',
  mask: 'names',
  signs: {
    begins: /^\d+:[a-z_,=]*:\//,
    goesOn: /^\d+:[A-Za-z_,=]*:\//,
    names: /^cgroup$/,
  },
  limits: { bytes: 64 * 1024, seconds: 2 },
  counters: false,
  when: 'always',
  parse,
}

function parse(text: string, told: Told): Parsed<ProcessCgroup> {
  const losses = new LossLog(ID)
  const entries: CgroupEntry[] = []
  eachLine(text, told, losses, (line, number) => {
    const entry = readCgroupLine(line)
    if (entry !== null) entries.push(entry)
    else if (line.trim() !== '') losses.add('bad-line', number, line)
  })
  return entries.length === 0 ? noValue(ID, text, told) : value({ entries }, losses.all())
}

/** Hierarchies are counted from 1 at boot. */
const ID_DIGITS = 9

/** Reads one line of the file, from a place in it; null when it is none. By hand: each process has one or more. */
export function readCgroupLine(line: string, from = 0): CgroupEntry | null {
  const first = line.indexOf(':', from)
  const second = line.indexOf(':', first + 1)
  if (first < 0 || first - from > ID_DIGITS || second < 0 || line[second + 1] !== '/') return null
  const hierarchyId = digitsOf(line.slice(from, first))
  if (hierarchyId < 0) return null
  const controllers = line.slice(first + 1, second)
  return {
    hierarchyId,
    controllers: controllers === '' ? [] : controllers.split(','),
    path: line.slice(second + 1),
  }
}
