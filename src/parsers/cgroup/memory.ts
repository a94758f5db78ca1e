/**
 * The memory controller's files in the process's cgroup and all its ancestors, on v1, v2 and hybrid mounts:
 * `grep -aH ''` over them, as `path:line`. Formats: Documentation/admin-guide/cgroup-v1/memory.rst and
 * Documentation/admin-guide/cgroup-v2.rst, "Memory Interface Files".
 *
 * ```
 * /sys/fs/cgroup/memory/app/memory.usage_in_bytes:5614538752
 * /sys/fs/cgroup/memory/app/memory.limit_in_bytes:6291456000
 * /sys/fs/cgroup/memory/app/memory.failcnt:84
 * /sys/fs/cgroup/memory/app/memory.stat:total_rss 2389835776
 * /sys/fs/cgroup/memory/app/memory.oom_control:oom_kill_disable 0
 * /sys/fs/cgroup/memory/app/memory.oom_control:under_oom 0
 * /sys/fs/cgroup/memory/memory.usage_in_bytes:6123819008
 * /sys/fs/cgroup/memory/memory.limit_in_bytes:9223372036854771712
 * /sys/fs/cgroup/app/web/memory.current:19390464
 * /sys/fs/cgroup/app/web/memory.max:max
 * /sys/fs/cgroup/app/web/memory.high:16777216
 * /sys/fs/cgroup/app/web/memory.events:high 204
 * /sys/fs/cgroup/app/web/memory.pressure:some avg10=42.82 avg60=8.94 avg300=1.91 total=5727858
 * ```
 *
 * A group whose usage or limit was not read is left out with a loss: a limit that was not read is not "none".
 */
import { LossLog, type Parsed, type Told, value } from '../../domain/parsed.ts'
import type { Source } from '../../domain/source.ts'
import { noValue } from '../text/lines.ts'
import { readGroupFiles } from './files.ts'
import { type CgroupMemory, groupOf } from './group.ts'

export type { CgroupMemory } from './group.ts'

const ID = 'cgroup/memory'

const V1_FILES = [
  'memory.usage_in_bytes',
  'memory.limit_in_bytes',
  'memory.soft_limit_in_bytes',
  'memory.max_usage_in_bytes',
  'memory.failcnt',
  'memory.memsw.usage_in_bytes',
  'memory.memsw.limit_in_bytes',
  'memory.kmem.usage_in_bytes',
  'memory.oom_control',
]
const V2_FILES = [
  'memory.current',
  'memory.max',
  'memory.high',
  'memory.peak',
  'memory.swap.current',
  'memory.swap.max',
  'memory.events',
  'memory.pressure',
]
const FILES_OF_BOTH = ['memory.stat']

export const cgroupMemory: Source<{ readonly groups: readonly CgroupMemory[] }> = {
  id: ID,
  scope: 'process',
  at: { kind: 'cgroups', files: [...V1_FILES, ...V2_FILES, ...FILES_OF_BOTH] },
  // memory.stat makes the kernel fold its per-CPU counters of the group.
  price: 'cheap',
  class: 'look',
  mask: 'names',
  signs: {
    begins: /^\/sys\/fs\/cgroup\S*\/(?:memory\.[a-z_.]+):/,
    goesOn: /^\/sys\/fs\/cgroup\S*\/[a-z_.]+:/,
    names: null,
  },
  limits: { bytes: 512 * 1024, seconds: 3 },
  counters: true,
  when: 'always',
  parse,
}

function parse(text: string, told: Told): Parsed<{ readonly groups: readonly CgroupMemory[] }> {
  const losses = new LossLog(ID)
  const groups = readGroupFiles(text, told, losses)
    .map((files) => groupOf(files, losses))
    .filter((group) => group !== null)
  return groups.length === 0 ? noValue(ID, text, told) : value({ groups }, losses.all())
}
