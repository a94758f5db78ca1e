/** A small set of sources, one of each place and kind, for tests of the script and its reader. */
import { value } from '../../src/domain/parsed.ts'
import type { AnySource, Place } from '../../src/domain/source.ts'

export function source(id: string, at: Place, rest: Partial<AnySource> = {}): AnySource {
  const process = at.kind === 'cgroups' || JSON.stringify(at).includes('/PID')
  return {
    id,
    scope: process ? 'process' : 'host',
    at,
    price: 'free',
    class: 'look',
    mask: 'none',
    signs: null,
    limits: { bytes: 1024 * 1024, seconds: 5 },
    counters: false,
    when: 'always',
    parse: (text) => value(text),
    ...rest,
  }
}

export function file(path: string, small: boolean, rest: Partial<AnySource> = {}): AnySource {
  return source(path.slice(1), { kind: 'file', path, small }, rest)
}

export const SET = {
  vmstat: file('/proc/vmstat', true, { counters: true }),
  meminfo: file('/proc/meminfo', true),
  swappiness: file('/proc/sys/vm/swappiness', true),
  nothing: file('/proc/no-such-file', true),
  settings: source('settings', {
    kind: 'files',
    paths: [
      '/proc/sys/vm/overcommit_memory',
      '/proc/sys/vm/no-such',
      '/proc/sys/vm/swappiness.no',
      '/proc/sys/vm/max_map_count',
    ],
  }),
  osRelease: file('/etc/os-release', false),
  uname: source('uname', { kind: 'argv', argv: ['uname', '-sr'] }),
  quoted: source('quoted', { kind: 'argv', argv: ['printf', '%s|', "it's", '$HOME `id`', 'a;b'] }),
  noTool: source('no-tool', { kind: 'argv', argv: ['memcheck-no-such-tool'] }),
  tools: source('tools', { kind: 'tools', names: ['head', 'memcheck-no-such-tool', 'tr'] }),
  processes: source('proc/processes', {
    kind: 'processes',
    files: ['stat', 'status'],
    pattern: '^([0-9]+ \\(|Name:|VmRSS:)',
  }),
  firstArgs: source('proc/first-args', { kind: 'args', first: true }),
  allArgs: source('proc/all-args', { kind: 'args', first: false }),
  cgroup: source(
    'cgroup/memory',
    {
      kind: 'cgroups',
      files: ['memory.stat', 'memory.limit_in_bytes', 'memory.max', 'memory.current'],
    },
    { counters: true },
  ),
  stat: file('/proc/PID/stat', true, { counters: true }),
  status: file('/proc/PID/status', true),
  cmdline: file('/proc/PID/cmdline', false, { mask: 'args' }),
  rollup: file('/proc/PID/smaps_rollup', false, { price: 'locks-mm', when: 'bounded' }),
  smaps: file('/proc/PID/smaps', false, { price: 'locks-mm', when: 'bounded' }),
} as const

export const ALL: readonly AnySource[] = Object.values(SET)

/** The kernel's log, from the first place that gives it and from all: apart, because hosts of tests may deny it. */
export const LOGS = {
  near: source('log/near', { kind: 'kernel-log', reach: 'near' }),
  far: source('log/far', { kind: 'kernel-log', reach: 'far' }),
} as const

/** Working directories of postmasters; this script's pids are no process's. */
export const DATA_DIRS = source('data-dirs', { kind: 'data-dirs', pids: [4242, 4243] })

/** What sysstat kept; most machines have none of it. */
export const SYSSTAT = source('sysstat/memory', { kind: 'sysstat', days: 28 })
