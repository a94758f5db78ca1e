/** A memory cgroup of a test's own, on v1 and on v2. */
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { afterThis } from '../e2e/world.ts'

const V1 = '/sys/fs/cgroup/memory'
const V2 = '/sys/fs/cgroup'
const REMOVE_TRIES = 100
const REMOVE_STEP_MS = 20

export interface Group {
  /** Within the hierarchy, as reports name it. */
  readonly path: string
  readonly procs: string
  read(file: { readonly v1: string; readonly v2: string }): string
}

/** True where groups can be made. Where real tests are required (MEMCHECK_REAL=1) a machine without throws. */
export function canMakeGroups(): boolean {
  const root = existsSync(V1) ? V1 : V2
  const name = join(root, `mc-try-${process.pid}`)
  try {
    mkdirSync(name)
    rmdirSync(name)
    return true
  } catch (cause) {
    if (process.env['MEMCHECK_REAL'] === '1')
      throw new Error('memory cgroups are required here: run as root', { cause })
    return false
  }
}

/** Makes a group with a limit; `swapBytes` is what it may have in swap beyond it. */
export function group(
  name: string,
  limits: { readonly limitBytes: number; readonly swapBytes?: number },
): Group {
  const v1 = existsSync(V1)
  const root = v1 ? V1 : V2
  const dir = join(root, name)
  mkdirSync(dir)
  afterThis(() => removed(dir))
  const { limitBytes, swapBytes = 0 } = limits
  if (v1) {
    writeFileSync(join(dir, 'memory.limit_in_bytes'), String(limitBytes))
    const memsw = join(dir, 'memory.memsw.limit_in_bytes')
    if (existsSync(memsw)) writeFileSync(memsw, String(limitBytes + swapBytes))
  } else {
    writeFileSync(join(V2, 'cgroup.subtree_control'), '+memory')
    writeFileSync(join(dir, 'memory.max'), String(limitBytes))
    const swap = join(dir, 'memory.swap.max')
    if (existsSync(swap)) writeFileSync(swap, String(swapBytes))
  }
  return {
    path: `/${name}`,
    procs: join(dir, 'cgroup.procs'),
    read: (file) => readFileSync(join(dir, v1 ? file.v1 : file.v2), 'utf8').trim(),
  }
}

/** A group goes once its last process is reaped, which is a moment after it was killed. */
async function removed(dir: string): Promise<void> {
  for (let i = 0; i < REMOVE_TRIES; i += 1) {
    for (const pid of readFileSync(join(dir, 'cgroup.procs'), 'utf8').split('\n')) {
      if (pid !== '') process.kill(Number(pid), 'SIGKILL')
    }
    try {
      rmdirSync(dir)
      return
    } catch {
      await after(REMOVE_STEP_MS)
    }
  }
}
