/** What all tests of parsers share: real samples, and a parse that must give a value. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Loss } from '../../src/domain/parsed.ts'
import type { AnyFormat, Format } from '../../src/domain/source.ts'

export const WHOLE = { cut: false }
export const CUT = { cut: true }

const FIXTURES = join(import.meta.dirname, '../fixtures')
const PARSERS = join(import.meta.dirname, '../../src/parsers')

export function fixture(name: string): string {
  return readFileSync(join(FIXTURES, name), 'utf8')
}

/** The value and losses of a text that must have a value. */
export function read<T>(
  source: Format<T>,
  text: string,
  told = WHOLE,
): { readonly value: T; readonly losses: readonly Loss[] } {
  const parsed = source.parse(text, told)
  if ('error' in parsed) throw new Error(`no value: ${JSON.stringify(parsed.error)}`)
  return parsed
}

/** The fault's code of a text that must have no value. */
export function faultOf(source: AnyFormat, text: string, told = WHOLE): string {
  const parsed = source.parse(text, told)
  return 'error' in parsed ? parsed.error.code : 'value'
}

export interface ParserFile {
  readonly file: string
  readonly sources: readonly AnyFormat[]
  /** The sample of the file's own header. */
  readonly sample: string
}

/** Every file that exports a format, with its header's sample. In samples `\0` stands for NUL. */
export async function parserFiles(): Promise<readonly ParserFile[]> {
  const files = readdirSync(PARSERS, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && file !== 'index.ts')
    .sort()
  const all = await Promise.all(
    files.map(async (file) => ({
      file,
      sources: Object.values((await import(join(PARSERS, file))) as object).filter(isFormat),
      sample: headerSample(readFileSync(join(PARSERS, file), 'utf8')),
    })),
  )
  return all.filter(({ sources }) => sources.length > 0)
}

function isFormat(value: unknown): value is AnyFormat {
  return typeof value === 'object' && value !== null && 'parse' in value && 'signs' in value
}

function headerSample(code: string): string {
  const lines = code.slice(0, code.indexOf('*/')).split('\n')
  const [from, to] = [lines.indexOf(' * ```'), lines.lastIndexOf(' * ```')]
  if (from < 0 || to <= from) return ''
  const text = lines.slice(from + 1, to).map((line) => `${line.slice(3)}\n`)
  return text.join('').includes('\\0')
    ? text.join('').trimEnd().replaceAll('\\0', '\0')
    : text.join('')
}

/** Real texts of each source by id, beside its header's sample. */
const REAL_TEXTS: Readonly<Record<string, readonly string[]>> = {
  'proc/meminfo': ['meminfo-6.18', 'meminfo-6.1', 'meminfo-2.6.32'],
  'proc/vmstat': ['vmstat-6.18', 'vmstat-6.1'],
  'kernel/log': [
    '../kernel/oom-memcg-v1-6.18',
    '../kernel/oom-tmpfs-6.18',
    '../kernel/oom-invoker-not-victim-6.18',
    '../kernel/oom-global-6.1',
    '../kernel/oom-v2-group-6.1',
    '../kernel/oom-v2-max-6.1',
  ],
  'proc/pressure/memory': ['pressure-6.18'],
  'proc/buddyinfo': ['../buddy/buddyinfo-6.18-after', '../buddy/buddyinfo-6.18-freed'],
  'proc/pagetypeinfo': ['../buddy/pagetypeinfo-6.18'],
  'proc/zoneinfo': ['../buddy/zoneinfo-6.18'],
  'proc/slabinfo': ['../buddy/slabinfo-6.18'],
  slabtop: ['../buddy/slabtop-4.0'],
  'sys/hugepages': ['../buddy/hugepages-6.18'],
  'sys/thp': ['../buddy/thp-6.18'],
  'proc/processes': ['processes-6.18-hybrid'],
  'proc/swaps': ['../tools/swaps-6.18'],
  free: [
    '../tools/free-w-centos7',
    '../tools/free-h-centos7',
    '../tools/free-m-4.0.2',
    '../tools/free-3.2.8',
    '../tools/free-lwt-4.0.2',
  ],
  vmstat: ['../tools/vmstat-swap-4.0.2', '../tools/vmstat-a-centos7', '../tools/vmstat-wt-4.0.2'],
  top: ['../tools/top-centos7', '../tools/top-busybox', '../tools/top-4.0.2'],
  smem: ['../tools/smem-apache'],
  sar: ['../tools/sar-r-el7', '../tools/sar-rt-5.13'],
  sadf: ['../tools/sadf-d', '../tools/sadf-r-12.6'],
  'sysstat/memory': ['../tools/sadf-r-12.6'],
  ps: ['../tools/ps-phpfpm', '../tools/ps-lstart-4.0.2', '../tools/ps-busybox'],
  'proc/oom-scores': ['oom-scores-6.18'],
  'proc/PID/stat': ['stat-6.18'],
  'proc/PID/status': ['status-6.18', 'status-6.1', 'status-6.18-kthread', 'status-3.10'],
  'proc/PID/statm': ['statm-6.18'],
  'proc/PID/cgroup': ['cgroup-6.18-hybrid'],
  'proc/PID/limits': ['limits-6.18'],
  'proc/PID/maps': ['maps-6.18-arena', 'maps-6.18-deleted'],
  'proc/PID/smaps': ['smaps-6.18-deleted', 'smaps-6.18-swap'],
  'proc/PID/smaps_rollup': ['smaps_rollup-6.18', 'smaps_rollup-6.1'],
  'proc/sysvipc/shm': ['../tools/sysvipc_shm-6.18'],
  ipcs: [
    '../tools/ipcs-m-2.38',
    '../tools/ipcs-mu-2.38',
    '../tools/ipcs-l-2.38',
    '../tools/ipcs-a-2.38',
  ],
  df: ['../tools/df-B1-9.1'],
  'proc/PID/fd': ['../tools/fds-6.18'],
  'proc/PID/numa_maps': ['../tools/numa_maps-6.18'],
  pmap: [
    '../tools/pmap-4.0.2',
    '../tools/pmap-x-4.0.2',
    '../tools/pmap-xp-4.0.2',
    '../tools/pmap-X-4.0.2',
    '../tools/pmap-XX-4.0.2',
    '../tools/pmap-d-4.0.2',
  ],
  lsof: ['../tools/lsof-L1-4.95'],
  fincore: ['../tools/fincore-2.38', '../tools/fincore-2.38-before', '../tools/fincore-2.38-json'],
  vmtouch: ['../tools/vmtouch-1.3', '../tools/vmtouch-v-1.3'],
  malloc_stats: ['../tools/malloc_stats-2.36'],
  malloc_info: ['../tools/malloc_info-2.36'],
  'host/settings': ['../host/settings-6.18', '../host/sysctl-6.18'],
  'cgroup/pids': ['../cgroup/pids-v1-6.18'],
  'postgres/contexts': ['../postgres/contexts-stderr-15', '../postgres/contexts-log-15'],
  // A server's log that begins with other lines; it passes the dumps in it on.
  'postgres/log': ['../postgres/contexts-log-three-15'],
  'postgres/contexts-view': [
    '../postgres/contexts-view-15-plain',
    '../postgres/contexts-view-15-sorted',
    '../postgres/contexts-view-15-unicode',
    '../postgres/contexts-view-15-border2',
    '../postgres/contexts-view-15-expanded',
    '../postgres/contexts-view-15-unaligned',
    '../postgres/contexts-view-15-csv',
  ],
  'cgroup/memory.stat': [
    '../cgroup/stat-v1-6.18',
    '../cgroup/stat-v1-php-pool',
    '../cgroup/stat-v2-6.1',
  ],
  'cgroup/memory.events': ['../cgroup/events-v2-6.1'],
  'cgroup/memory.oom_control': ['../cgroup/oom_control-v1-held'],
  'cgroup/files': ['../cgroup/files-v2-6.1-max'],
  'cgroup/memory': [
    '../cgroup/v1-6.18-hybrid',
    '../cgroup/v1-6.18-oom',
    '../cgroup/v1-php-pool',
    '../cgroup/v2-6.1-high',
    '../cgroup/v2-6.1-max',
    '../cgroup/v2-6.1-shm',
    '../cgroup/v2-6.1-swap',
  ],
}

export function realTexts(id: string): readonly string[] {
  return (REAL_TEXTS[id] ?? []).map((name) => fixture(`proc/${name}.txt`))
}
