/** The lines that open and explain an OOM report: who asked, for what, and which limit. Source: dump_header in mm/oom_kill.c. */
import type { OomEvent } from './events.ts'
import { scaled, signed } from './figures.ts'

export interface Invoked {
  readonly name: string
  readonly gfpMask: string | null
  readonly order: number | null
  readonly oomScoreAdj: number | null
  readonly nodemask: string | null
}

const INVOKED = ' invoked oom-killer:'
/** 2.6.9 to 2.6.17 did not name the one who asked. */
const UNNAMED = /^oom-killer: gfp_mask=/
/** Longest name that the kernel prints of a task (TASK_COMM_LEN less its end). */
const COMM_CHARS = 15

/** `eater invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0`; null when it is none. */
export function readInvoked(message: string): Invoked | null {
  const at = message.indexOf(INVOKED)
  if (at < 0 && !UNNAMED.test(message)) return null
  const rest = message.slice(Math.max(0, at))
  return {
    name: at < 0 ? '' : commOf(message.slice(0, at)),
    gfpMask: /gfp_mask=(0x[0-9a-fA-F]+(?:\([^)]*\))?)/.exec(rest)?.[1] ?? null,
    order: signed(/order=(-?\d{1,3})/.exec(rest)?.[1]),
    oomScoreAdj: signed(/oom_score_adj=(-?\d{1,5})/.exec(rest)?.[1]),
    nodemask: /nodemask=(\(null\)|[\d,-]+)(?:,|$)/.exec(rest)?.[1]?.replace(/,$/, '') ?? null,
  }
}

/** What is longer than a name has a prefix of a form that is not known in front. */
function commOf(text: string): string {
  if (text.length <= COMM_CHARS) return text
  const after = Math.max(text.lastIndexOf(': ') + 2, text.lastIndexOf('] ') + 2)
  const rest = text.slice(after === 1 ? 0 : after)
  return rest.length <= COMM_CHARS ? rest : (rest.split(' ').at(-1) ?? rest)
}

/** The pid of the one who asked: `CPU: 1 UID: 0 PID: 3392 Comm: eater`, `Pid: 5795, comm: msgctl11`. */
export function readAskerPid(message: string): number | null {
  const pid = /^CPU: \d+ (?:UID: \d+ )?PID: (\d{1,10}) Comm: |^Pid: (\d{1,10}), comm: /.exec(
    message,
  )
  return pid === null ? null : scaled(pid[1] ?? pid[2], 1)
}

/** `eater cpuset=/ mems_allowed=0`: up to 4.18 a line of its own. */
export function readCpuset(message: string): string | null {
  return /^.{1,64}? cpuset=(.{1,4096}) mems_allowed=[\d,-]*$/.exec(message)?.[1] ?? null
}

interface Killing {
  readonly constraint: OomEvent['constraint']
  readonly nodemask: string | null
  readonly cpuset: string | null
  readonly oomMemcg: string | null
  readonly taskMemcg: string | null
  readonly pid: number | null
}

const CONSTRAINTS: Readonly<Record<string, OomEvent['constraint']>> = {
  CONSTRAINT_NONE: 'none',
  CONSTRAINT_MEMCG: 'memcg',
  CONSTRAINT_CPUSET: 'cpuset',
  CONSTRAINT_MEMORY_POLICY: 'mempolicy',
}

const KILLING = 'oom-kill:constraint='
const KEYS = [
  'constraint',
  'nodemask',
  'cpuset',
  'mems_allowed',
  'oom_memcg',
  'global_oom',
  'task_memcg',
  'task',
  'pid',
  'uid',
] as const
const MAX_CHARS = 16_384

/** `oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,...` (since 4.19); null when it is none. */
export function readKilling(message: string): Killing | null {
  const at = message.indexOf(KILLING)
  if (at < 0) return null
  const of = pairsOf(`,${message.slice(at + 'oom-kill:'.length, MAX_CHARS)}`)
  return {
    constraint: CONSTRAINTS[of.get('constraint') ?? ''] ?? null,
    nodemask: of.get('nodemask') ?? null,
    cpuset: of.get('cpuset') ?? null,
    oomMemcg: of.get('oom_memcg') ?? null,
    taskMemcg: of.get('task_memcg') ?? null,
    pid: scaled(of.get('pid'), 1),
  }
}

/** Names stand in their order, and values may hold commas themselves (`mems_allowed=0-1,3`). */
function pairsOf(text: string): ReadonlyMap<string, string> {
  const found: { readonly key: string; readonly at: number }[] = []
  let from = 0
  for (const key of KEYS) {
    const at = text.indexOf(key === 'global_oom' ? `,${key}` : `,${key}=`, from)
    if (at < 0) continue
    found.push({ key, at })
    from = at + 1
  }
  return new Map(
    found.map(({ key, at }, i) => [key, text.slice(at + key.length + 2, found[i + 1]?.at)]),
  )
}

/** `Task in /a/b killed as a result of limit of /a` (up to 4.18), which may be logged in two parts. */
export function readLimitOf(
  message: string,
): { readonly task: string | null; readonly limit: string | null } | null {
  if (!message.includes('ask in ') && !message.includes('killed as')) return null
  const [, task, limit] =
    /^Task in (\S.*?)(?: killed as a result of limit of (\S.*?))? *$/.exec(message) ?? []
  if (task !== undefined) return { task, limit: limit ?? null }
  const alone = /^killed as a result of limit of (\S.*?) *$/.exec(message)?.[1]
  return alone === undefined ? null : { task: null, limit: alone }
}

/** What the first words of a kill say of the constraint; null for those that say nothing. */
export function constraintIn(message: string): OomEvent['constraint'] {
  if (/Memory cgroup out of memory/i.test(message)) return 'memcg'
  if (message.includes('No available memory in cpuset')) return 'cpuset'
  return message.includes('No available memory (MPOL_BIND)') ? 'mempolicy' : null
}

/** `Tasks in /a are going to be killed due to memory.oom.group set` -> the group; null when it is none. */
export function readGroup(message: string): string | null {
  if (!message.includes('memory.oom.group')) return null
  return (
    /^Tasks in (.*) are going to be killed due to memory\.oom\.group/.exec(message)?.[1] ?? null
  )
}

/** Why nothing was killed: a panic, or nobody to kill; null for other lines. */
export function outcomeIn(message: string): 'panic' | 'no-killable' | null {
  if (/Kernel panic - not syncing: (?:Out of memory|System is deadlocked on memory)/i.test(message))
    return 'panic'
  return /Out of memory and no killable processes|OOM request ignored/i.test(message)
    ? 'no-killable'
    : null
}
