/**
 * The pids controller's files in the process's cgroup and all its ancestors, as `path:line`: how many tasks (threads
 * count) there are and may be. Formats: Documentation/admin-guide/cgroup-v1/pids.rst, cgroup-v2.rst "PID".
 *
 * ```
 * /sys/fs/cgroup/pids/system.slice/web.service/pids.current:37
 * /sys/fs/cgroup/pids/system.slice/web.service/pids.max:4915
 * /sys/fs/cgroup/pids/system.slice/web.service/pids.events:max 0
 * /sys/fs/cgroup/pids/cgroup.clone_children:0
 * /sys/fs/cgroup/system.slice/db.service/pids.current:12
 * /sys/fs/cgroup/system.slice/db.service/pids.max:max
 * /sys/fs/cgroup/system.slice/db.service/pids.peak:40
 * /sys/fs/cgroup/system.slice/db.service/pids.events:max 3
 * ```
 *
 * The root has none of them: groups without are no groups with a limit. pids.events came with 4.9 on v2 and 4.3 on v1, pids.peak with 6.11.
 */
import { LossLog, type Parsed, type Told, value } from '../../domain/parsed.ts'
import type { Source } from '../../domain/source.ts'
import { eachLine, noValue } from '../text/lines.ts'
import { wholeNumber } from '../text/numbers.ts'

interface PidsGroup {
  /** Within the hierarchy. */
  readonly path: string
  readonly current: number
  /** Null is no limit. */
  readonly max: number | null
  readonly peak: number | null
  /** How often a fork was refused by this limit since the group was made; null where it is not told. */
  readonly refused: number | null
}

const ID = 'cgroup/pids'

const FILES = ['pids.current', 'pids.max', 'pids.peak', 'pids.events']
/** There in every group, the v1 root and the v2 root too: a process without a pids limit is known to have none. */
const OF_EVERY_GROUP = ['cgroup.clone_children', 'cgroup.subtree_control']

export const cgroupPids: Source<{ readonly groups: readonly PidsGroup[] }> = {
  id: ID,
  scope: 'process',
  at: { kind: 'cgroups', files: [...FILES, ...OF_EVERY_GROUP] },
  price: 'free',
  class: 'look',
  mask: 'names',
  signs: {
    begins: /^\/sys\/fs\/cgroup\S*\/pids\.[a-z]+:/,
    goesOn: /^\/sys\/fs\/cgroup\S*\/(?:pids\.[a-z]+|cgroup\.(?:clone_children|subtree_control)):/,
    names: null,
  },
  limits: { bytes: 64 * 1024, seconds: 2 },
  counters: false,
  when: 'always',
  parse,
}

/** The directory is greedy: names of groups may hold colons, contents of these files no slash. */
const LINE = /^(\/.*)\/pids\.([a-z.]+):(.*)$/
const OTHER_LINE = /^\/.*\/cgroup\.(?:clone_children|subtree_control):/
/** Where the hierarchy is mounted: v1 alone or with other controllers, hybrid, v2. */
const MOUNT = /^\/sys\/fs\/cgroup(?:\/unified|\/(?:[a-z_]+,)*pids(?:,[a-z_]+)*)?(?=\/|$)/

interface Draft {
  readonly line: number
  current: number | null
  max: number | null | undefined
  peak: number | null
  refused: number | null
}

function parse(text: string, told: Told): Parsed<{ readonly groups: readonly PidsGroup[] }> {
  const losses = new LossLog(ID)
  const drafts = new Map<string, Draft>()
  let others = 0
  eachLine(text, told, losses, (line, number) => {
    if (OTHER_LINE.test(line)) {
      others += 1
      return
    }
    const [, dir, file, content] = LINE.exec(line) ?? []
    if (dir === undefined || file === undefined || content === undefined) {
      if (line.trim() !== '') losses.add('bad-line', number, line)
      return
    }
    const draft = drafts.get(dir) ?? emptyDraft(number)
    drafts.set(dir, draft)
    if (!take(draft, file, content.trim())) losses.add('bad-number', number, line)
  })
  const groups = [...drafts].flatMap(([dir, draft]) => groupOf(dir, draft, losses))
  const known = groups.length > 0 || (others > 0 && drafts.size === 0)
  return !known ? noValue(ID, text, told) : value({ groups }, losses.all())
}

function emptyDraft(line: number): Draft {
  return { line, current: null, max: undefined, peak: null, refused: null }
}

/** Takes one file's line; false when it holds no number where there must be one. */
function take(draft: Draft, file: string, content: string): boolean {
  if (file === 'max' && content === 'max') {
    draft.max = null
    return true
  }
  const counter = file === 'events' ? (/^max (\d+)$/.exec(content)?.[1] ?? '') : content
  const count = wholeNumber(counter)
  if (count === null) return file.startsWith('events') && file !== 'events'
  if (file === 'current') draft.current = count
  else if (file === 'max') draft.max = count
  else if (file === 'peak') draft.peak = count
  else if (file === 'events') draft.refused = count
  return true
}

/** A limit that was not read is not "none": the group is left out with a loss. */
function groupOf(dir: string, draft: Draft, losses: LossLog): readonly PidsGroup[] {
  const { current, max, peak, refused, line } = draft
  if (current === null || max === undefined) {
    losses.add('missing-field', line, dir)
    return []
  }
  return [{ path: dir.replace(MOUNT, '') || '/', current, max, peak, refused }]
}
