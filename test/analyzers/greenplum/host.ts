/** A segment host made of lines of its process table: titles as gpdb#2870, #4939 and Cloudberry's bootcamp show them. */
import type { Frame } from '../../../src/domain/capture.ts'
import { frame } from '../frames.ts'

export interface Process {
  readonly pid: number
  readonly parent: number
  readonly anonMib: number
  readonly swapMib?: number
  readonly rssMib?: number
  /** Title, or arguments of a postmaster. */
  readonly args: readonly string[]
}

const KIB_PER_MIB = 1024

/** The frames of such a host with this much memory. */
export function hostOf(all: readonly Process[], ramMib = 65_536): readonly Frame[] {
  return [
    frame('proc/meminfo', `MemTotal: ${ramMib * KIB_PER_MIB} kB\nSwapTotal: 0 kB`),
    frame('proc/processes', all.map(rowOf).join('\n')),
    frame('proc/first-args', all.map(({ pid, args }) => `${pid}/cmdline:${args[0]}\0`).join('')),
    frame(
      'proc/all-args',
      all.flatMap(({ pid, args }) => args.map((arg) => `${pid}/cmdline:${arg}\0`)).join(''),
    ),
  ]
}

function rowOf({ pid, parent, anonMib, swapMib = 0, rssMib = anonMib }: Process): string {
  return [
    `stat:${pid} (postgres) S ${parent} ${parent} ${parent} 0 -1 4194560 10 0 0 0 1 1 0 0 20 0 1 0 2210 1000 300 0 1 1 0 0`,
    'status:Uid:\t1001\t1001\t1001\t1001',
    `status:VmRSS:\t${rssMib * KIB_PER_MIB} kB`,
    `status:RssAnon:\t${anonMib * KIB_PER_MIB} kB`,
    `status:VmSwap:\t${swapMib * KIB_PER_MIB} kB`,
  ]
    .map((line) => `${pid}/${line}`)
    .join('\n')
}

/** A segment's postmaster and what every segment has; its sessions are added by `qe`. */
export function primary(content: number, port: number, pid: number): readonly Process[] {
  const dir = `/data/primary/gpseg${content}`
  return [
    postmaster(pid, ['-D', dir, '-p', String(port), '-c', 'gp_role=execute']),
    titled(pid + 1, pid, `${port}, logger process`),
    { ...titled(pid + 2, pid, `${port}, checkpointer`), rssMib: 132 },
    titled(pid + 3, pid, `${port}, walsender gpadmin 172.17.0.2(37278) streaming 0/100F9088`),
  ]
}

export function mirror(content: number, port: number, pid: number): readonly Process[] {
  const dir = `/data/mirror/gpseg${content}`
  return [
    postmaster(pid, ['-D', dir, '-p', String(port), '-c', 'gp_role=execute']),
    titled(pid + 1, pid, `${port}, startup recovering 000000010000000000000004`),
    titled(pid + 2, pid, `${port}, walreceiver streaming 0/100F9088`),
  ]
}

function postmaster(pid: number, args: readonly string[]): Process {
  return { pid, parent: 1, anonMib: 4, args: ['/usr/local/greenplum-db/bin/postgres', ...args] }
}

/** A process that has 1 MiB of its own, `title` behind `postgres:  `. */
export function titled(pid: number, parent: number, title: string, anonMib = 1): Process {
  return { pid, parent, anonMib, args: [`postgres:  ${title}`] }
}
