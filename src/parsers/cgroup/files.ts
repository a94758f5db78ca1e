/** The lines of `grep -aH '' FILE...` over cgroup directories -> the lines of each file of each group. */
import type { LossLog, Told } from '../../domain/parsed.ts'
import { eachLine } from '../text/lines.ts'

interface FileLine {
  readonly line: string
  readonly number: number
}

export interface GroupFiles {
  readonly version: 'v1' | 'v2'
  /** Within the hierarchy; `/` for its root. */
  readonly path: string
  readonly files: ReadonlyMap<string, readonly FileLine[]>
  /** Where the group begins in the text, for losses. */
  readonly line: number
}

/** The directory is greedy: names of groups may hold colons, contents of these files no slash. */
const LINE = /^(\/.*)\/(memory\.[a-z_.]+):(.*)$/
const V1_FILE = /_in_bytes$|^memory\.failcnt$|^memory\.oom_control$/

/** Gives each group once, leaf first within its hierarchy, v1 before v2. */
export function readGroupFiles(text: string, told: Told, losses: LossLog): readonly GroupFiles[] {
  const dirs = new Map<string, Directory>()
  eachLine(text, told, losses, (whole, number) => {
    const [, dir, name, line] = LINE.exec(whole) ?? []
    if (dir === undefined || name === undefined || line === undefined) {
      if (whole.trim() !== '') losses.add('bad-line', number, whole)
      return
    }
    const group = dirs.get(dir) ?? { line: number, files: new Map<string, FileLine[]>() }
    dirs.set(dir, group)
    const lines = group.files.get(name) ?? []
    group.files.set(name, lines)
    lines.push({ line, number })
  })
  return [...groupsOf('v1', dirs), ...groupsOf('v2', dirs)]
}

interface Directory {
  readonly line: number
  readonly files: Map<string, FileLine[]>
}

function groupsOf(
  version: GroupFiles['version'],
  dirs: ReadonlyMap<string, Directory>,
): readonly GroupFiles[] {
  const mine = [...dirs].filter(([, { files }]) => versionOf(files) === version)
  const names = mine.map(([dir]) => dir)
  return mine
    .map(([dir, group]) => ({
      version,
      path: dir.slice(mountOf(dir, version, names).length) || '/',
      ...group,
    }))
    .sort((a, b) => depth(b.path) - depth(a.path))
}

function versionOf(files: ReadonlyMap<string, readonly FileLine[]>): GroupFiles['version'] {
  const names = [...files.keys()]
  if (names.some((name) => V1_FILE.test(name))) return 'v1'
  const stat = files.get('memory.stat') ?? []
  return stat.some(({ line }) => line.startsWith('rss ')) ? 'v1' : 'v2'
}

/** Controllers may share a v1 mount: /sys/fs/cgroup/cpu,memory. */
const V1_MOUNT = /^\/sys\/fs\/cgroup\/(?:[a-z_]+,)*memory(?:,[a-z_]+)*(?=\/|$)/
/** Where v2 is mounted on a hybrid host; where it is alone, it is at /sys/fs/cgroup itself. */
const V2_MOUNT = /^\/sys\/fs\/cgroup(?:\/unified)?(?=\/|$)/
const CGROUP_MOUNT = '/sys/fs/cgroup'

/** The usual mount points, else the topmost directory above `dir` that was seen: the root is always asked. */
function mountOf(dir: string, version: GroupFiles['version'], seen: readonly string[]): string {
  // A v2 group may be called `unified`: then the mount itself is among the directories.
  if (version === 'v2' && seen.includes(CGROUP_MOUNT) && isAtOrBelow(dir, CGROUP_MOUNT)) {
    return CGROUP_MOUNT
  }
  const usual = (version === 'v1' ? V1_MOUNT : V2_MOUNT).exec(dir)?.[0]
  if (usual !== undefined) return usual
  return seen
    .filter((top) => isAtOrBelow(dir, top))
    .reduce((top, one) => (one.length < top.length ? one : top), dir)
}

function isAtOrBelow(dir: string, top: string): boolean {
  return dir === top || dir.startsWith(`${top}/`)
}

function depth(path: string): number {
  return path === '/' ? 0 : path.split('/').length
}
