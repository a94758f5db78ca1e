/**
 * Daily files of days gone by, written by sysstat's own sadc: a library before libc gives it the instant and the sizes.
 * And a host that has run that long: time and mount namespaces in which a program sees them.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { GIB, KIB } from '../../src/domain/bytes.ts'
import { DAY_MS, SECOND_MS } from '../../src/domain/time.ts'
import { pathOf } from './needs.ts'

const SADC = '/usr/lib/sysstat/sadc'
const TOTAL_BYTES = 16 * GIB

export interface PastHost {
  readonly folder: string
  /** Memory in use at an instant, in bytes. */
  inUse(atMs: number): number
  readonly fromMs: number
  readonly toMs: number
  readonly stepMs: number
  /** Instants of boots within it; what runs at the beginning was booted then. */
  readonly bootsMs: readonly number[]
}

/** Writes the files into `folder/sa`, and the last instant's `folder/meminfo`. */
export function writeDays(host: PastHost): void {
  const { folder } = host
  const library = join(folder, 'sadc.so')
  mkdirSync(join(folder, 'sa'), { recursive: true })
  const source = join(import.meta.dirname, 'sadc.c')
  execFileSync(pathOf('cc'), ['-shared', '-fPIC', '-O1', '-o', library, source, '-ldl'])
  let bootedMs = host.fromMs
  for (let atMs = host.fromMs; atMs <= host.toMs; atMs += host.stepMs) {
    const boot = host.bootsMs.find((one) => one > bootedMs && one <= atMs)
    if (boot !== undefined) {
      bootedMs = boot
      record(host, boot, bootedMs, [])
    }
    record(host, atMs, bootedMs, ['-F', '1', '1'])
  }
  meminfoAt(host, host.toMs)
}

/** One record; without a count it is the mark of a restart. */
function record(host: PastHost, atMs: number, bootedMs: number, count: readonly string[]): void {
  meminfoAt(host, atMs)
  const uptime = join(host.folder, 'uptime')
  writeFileSync(uptime, `${((atMs - bootedMs) / SECOND_MS + 60).toFixed(2)} 1.00\n`)
  const day = new Date(atMs).toISOString().slice(8, 10)
  execFileSync(SADC, [...count, join(host.folder, 'sa', `sa${day}`)], {
    env: {
      TZ: 'UTC',
      LD_PRELOAD: join(host.folder, 'sadc.so'),
      SADC_NOW: String(Math.floor(atMs / SECOND_MS)),
      SADC_MEMINFO: join(host.folder, 'meminfo'),
      SADC_UPTIME: uptime,
    },
  })
}

function meminfoAt({ folder, inUse }: PastHost, atMs: number): void {
  const set = (text: string, name: string, bytes: number): string =>
    text.replace(new RegExp(`^(${name}:\\s+)\\d+`, 'm'), `$1${Math.round(bytes / KIB)}`)
  const free = TOTAL_BYTES - inUse(atMs)
  const text = set(readFileSync('/proc/meminfo', 'utf8'), 'MemTotal', TOTAL_BYTES)
  writeFileSync(
    join(folder, 'meminfo'),
    set(set(text, 'MemAvailable', free), 'MemFree', free * 0.9),
  )
}

/** Words before a command that make it see the files, and so many days of uptime. */
export function asHost(folder: string, days: number): readonly [string, ...string[]] {
  const seconds = String(Math.round((days * DAY_MS) / SECOND_MS))
  const script =
    'mount --bind "$1/sa" /var/log/sysstat && mount --bind "$1/meminfo" /proc/meminfo && shift && exec "$@"'
  const root = process.getuid?.() === 0 ? [] : ['-U', '-r']
  return [
    'unshare',
    ...[...root, '-m', '--time', '--boottime', seconds, '--fork'],
    ...['sh', '-c', script, 'sh', folder],
  ]
}

/** Whether this machine lets a program have namespaces of time and mounts. */
export function canPretend(): boolean {
  const root = process.getuid?.() === 0 ? [] : ['-U', '-r']
  return spawnSync('unshare', [...root, '-m', '--time', '--fork', 'true']).status === 0
}
