/** A memory cgroup of a test's own, on v1 or v2, where this machine lets a test make one. */
import { accessSync, constants, existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const V1 = '/sys/fs/cgroup/memory'
const V2 = '/sys/fs/cgroup'

export interface Group {
  /** As /proc/PID/cgroup names it below this machine's mount. */
  readonly path: string
  join(pid: number): void
  /** Puts a process into a group below it, made for that. */
  joinBelow(name: string, pid: number): void
  /** Takes it away; its processes must have ended. */
  remove(): Promise<void>
}

/** Why no group can be made here, or null. */
export function noGroups(): string | null {
  const root = rootOf()
  if (root === null) return 'no memory cgroup is mounted'
  try {
    accessSync(root, constants.W_OK)
    return process.getuid?.() === 0 ? null : 'only root makes cgroups'
  } catch {
    return 'cgroups are read-only here'
  }
}

/** @param ending behind the name that no other test has: `.service`, or a container's */
export function makeGroup(name: string, limitBytes: number, ending = ''): Group {
  const root = rootOf()
  if (root === null) throw new Error('no memory cgroup is mounted')
  const own = `memcheck-${name}-${process.pid}${ending}`
  const dir = join(root, own)
  if (root === V2) writeFileSync(join(root, 'cgroup.subtree_control'), '+memory')
  mkdirSync(dir)
  writeFileSync(join(dir, root === V1 ? 'memory.limit_in_bytes' : 'memory.max'), String(limitBytes))
  const children: string[] = []
  return {
    path: `/${own}`,
    joinBelow: (below, pid) => {
      mkdirSync(join(dir, below))
      children.push(join(dir, below))
      writeFileSync(join(dir, below, 'cgroup.procs'), String(pid))
    },
    join: (pid) => writeFileSync(join(dir, 'cgroup.procs'), String(pid)),
    async remove() {
      // The kernel lets a group go once its last process is reaped.
      for (let left = 50; left > 0; left -= 1) {
        try {
          for (let child = children.at(-1); child !== undefined; child = children.at(-1)) {
            rmdirSync(child)
            children.pop()
          }
          return rmdirSync(dir)
        } catch {
          await pause(100)
        }
      }
    },
  }
}

function rootOf(): string | null {
  if (existsSync(join(V1, 'memory.limit_in_bytes'))) return V1
  return existsSync(join(V2, 'cgroup.controllers')) ? V2 : null
}
