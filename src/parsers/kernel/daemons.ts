/**
 * Kills by programs: systemd-oomd (oomd_cgroup_kill in src/oom/oomd-util.c), earlyoom (kill.c), and evictions by kubelet
 * (pkg/kubelet/eviction/eviction_manager.go). The kernel logs none of these.
 */
import { MIB } from '../../domain/bytes.ts'
import type { DaemonKill } from './events.ts'
import { scaled } from './figures.ts'
import { quoteOf, type ReportLine } from './reportLine.ts'

/** Two lines tell of one kill: oomd's own and systemd's of the unit, or earlyoom's SIGTERM and SIGKILL. */
const SAME_WITHIN = 4

export class Daemons {
  readonly kills: DaemonKill[] = []
  /** What earlyoom said last of memory, and what kubelet is short of. */
  #earlyoomReason = ''
  #kubeletShortOf: string | null = null

  /** Reads a line of one of these programs; false when it tells of no kill. */
  take(tag: string | null, line: ReportLine): boolean {
    const kill = this.#read(tag, line)
    if (kill === null) return false
    if (!this.#known(kill)) this.kills.push(kill)
    return true
  }

  /** The same kill in other words. */
  #known(kill: DaemonKill): boolean {
    return this.kills
      .slice(-SAME_WITHIN)
      .some(
        (one) =>
          one.by === kill.by &&
          (kill.pid === null
            ? one.what !== kill.what &&
              (one.what.includes(kill.what) || kill.what.includes(one.what))
            : one.pid === kill.pid),
      )
  }

  #read(tag: string | null, line: ReportLine): DaemonKill | null {
    if (tag === 'systemd-oomd' || tag === 'systemd') return oomdKill(line)
    if (tag === 'earlyoom') return this.#earlyoom(line)
    if (tag === 'kubelet' || line.message.includes('viction manager')) return this.#kubelet(line)
    return null
  }

  #earlyoom(line: ReportLine): DaemonKill | null {
    if (/^low memory!/i.test(line.message)) this.#earlyoomReason = line.message
    const [, pid, name = ''] = EARLYOOM.exec(line.message) ?? []
    const number = scaled(pid, 1)
    if (number === null) return null
    const mib = /VmRSS (\d{1,10}) MiB/.exec(line.message)?.[1]
    return {
      ...of('earlyoom', line),
      what: name,
      pid: number,
      rssBytes: scaled(mib, MIB),
      reason: this.#earlyoomReason,
    }
  }

  /** Evictions for other resources (disk, inodes, pids) are not ours. */
  #kubelet(line: ReportLine): DaemonKill | null {
    const { message } = line
    const short = /to reclaim"? ?(?:resourceName="?)?([a-z.-]+)/.exec(message)?.[1]
    if (/viction manager: (?:attempting|must evict)/.test(message)) {
      this.#kubeletShortOf = short ?? null
      return null
    }
    const [, quoted, bare] = EVICTED.exec(message) ?? []
    const pod = quoted ?? bare
    if (pod === undefined) return null
    if (this.#kubeletShortOf !== null && !/memory/.test(this.#kubeletShortOf)) return null
    return {
      ...of('kubelet', line),
      what: pod,
      pid: null,
      rssBytes: null,
      reason: this.#kubeletShortOf ?? '',
    }
  }
}

const EARLYOOM =
  /^sending SIG(?:TERM|KILL) to process (\d{1,10}) (?:uid \d{1,10} )?"(.{0,64}?)"(?:[:,]|$)/i
const EVICTED =
  /viction manager: (?:pod is evicted successfully" pod="([^"]{1,512})"|pod (\S{1,512}) is evicted successfully)/
const OOMD = /^Killed (\/.{1,4096}?) due to (memory (?:pressure|used) .{1,400}|swap used .{1,400})$/
const UNIT = /^(\S{1,256}): systemd-oomd killed (?:\d+|some) process\(es\) in this unit/

function oomdKill(line: ReportLine): DaemonKill | null {
  const [, path, reason] = OOMD.exec(line.message) ?? []
  if (path !== undefined && reason !== undefined) {
    return { ...of('systemd-oomd', line), what: path, pid: null, rssBytes: null, reason }
  }
  const unit = UNIT.exec(line.message)?.[1]
  if (unit === undefined) return null
  return { ...of('systemd-oomd', line), what: unit, pid: null, rssBytes: null, reason: '' }
}

function of(
  by: DaemonKill['by'],
  line: ReportLine,
): Pick<DaemonKill, 'line' | 'at' | 'by' | 'quote'> {
  return { line: line.number, at: line.at, by, quote: quoteOf(line) }
}
