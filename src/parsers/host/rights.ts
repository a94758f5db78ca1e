/**
 * What the login may read: its user, and the settings that keep others from a process and from the
 * kernel's log, each line as `path:line`. Of pid 1 the name alone is asked for: under `hidepid` it is not there.
 * Formats: proc_pid_status(5), proc(5) "hidepid", Documentation/admin-guide/LSM/Yama.rst, syslog(2).
 *
 * ```
 * /proc/self/status:Uid:	1001	1001	1001	1001
 * /proc/1/comm:systemd
 * /proc/sys/kernel/yama/ptrace_scope:1
 * /proc/sys/kernel/dmesg_restrict:1
 * ```
 */
import type { LossLog } from '../../domain/parsed.ts'
import type { LineSink, Source } from '../../domain/source.ts'
import { parseBySink } from '../text/lines.ts'

/** Null is "not told": a kernel without Yama has no scope. */
export interface LoginRights {
  /** The effective user. */
  readonly uid: number
  readonly ptraceScope: number | null
  readonly dmesgRestrict: number | null
  /** False where processes of other users are hidden from it. */
  readonly seesOthers: boolean
}

const ID = 'host/rights'
const SELF = '/proc/self/status'
const FIRST = '/proc/1/comm'
const SCOPE = '/proc/sys/kernel/yama/ptrace_scope'
const DMESG = '/proc/sys/kernel/dmesg_restrict'

export const loginRights: Source<LoginRights> = {
  id: ID,
  scope: 'host',
  at: { kind: 'files', paths: [SELF, FIRST, SCOPE, DMESG] },
  price: 'free',
  class: 'look',
  mask: 'names',
  signs: null,
  limits: { bytes: 16 * 1024, seconds: 2 },
  counters: false,
  when: 'always',
  parse: parseBySink(ID, sink),
}

const LINE = /^(\/proc\/[a-z0-9_/]{1,60}):(.*)$/
const FIELD = /^Uid:\s+(.*)$/

function sink(losses: LossLog): LineSink<LoginRights> {
  const said = new Map<string, string>()
  return {
    line(text, number) {
      const [, path = '', rest = ''] = LINE.exec(text) ?? []
      if (path === SELF) {
        const [, value] = FIELD.exec(rest) ?? []
        if (value !== undefined) said.set(SELF, value.trim())
      } else if (path === FIRST || path === SCOPE || path === DMESG) said.set(path, rest.trim())
      else losses.add('bad-line', number, text)
    },
    end() {
      const uid = numberIn(/^\d+\s+(\d+)/.exec(said.get(SELF) ?? '')?.[1])
      if (uid === null) return null
      return {
        uid,
        ptraceScope: numberIn(said.get(SCOPE)),
        dmesgRestrict: numberIn(said.get(DMESG)),
        seesOthers: said.has(FIRST),
      }
    },
  }
}

function numberIn(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : null
}
