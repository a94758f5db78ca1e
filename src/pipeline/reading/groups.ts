/**
 * Files of a cgroup by their names: a bare number says nothing but for its file's name, and the files of one folder
 * speak of one group. Each becomes lines as `grep -H` prints them, which the formats of a group read. Pure.
 */
import { baseName } from '../../domain/subject.ts'
import { cgroupEvents } from '../../parsers/cgroup/events.ts'
import { cgroupOomControl } from '../../parsers/cgroup/oomControl.ts'
import { cgroupFiles } from '../../parsers/cgroup/single.ts'
import { cgroupStat } from '../../parsers/cgroup/stat.ts'
import { pressureMemory } from '../../parsers/proc/pressure.ts'
import { orderOf } from './names.ts'
import type { Piece } from './segments.ts'

const FILE =
  /^((?:memory\.)?(?:(?:memsw|kmem(?:\.tcp)?)\.)?(?:usage|limit|max_usage|soft_limit)_in_bytes|(?:memory\.)?(?:(?:memsw|kmem(?:\.tcp)?)\.)?failcnt|memory\.(?:current|max|min|low|high|peak|oom\.group|swappiness|use_hierarchy|move_charge_at_immigrate|events\.local|events|stat|pressure|oom_control|swap\.(?:current|max|high|peak|events)|zswap\.(?:current|max)))(?=$|[._-])/

/** The file of the memory controller that a name means: `usage_in_bytes.before` -> memory.usage_in_bytes. */
export function cgroupFileOf(title: string): string | null {
  for (const word of title.split(/\s+/)) {
    const found = FILE.exec(baseName(word.replace(/[:;,)]+$/, '')))?.[1]
    if (found !== undefined) return found.startsWith('memory.') ? found : `memory.${found}`
  }
  return null
}

/** The folder of a group in a title: `cat /sys/fs/cgroup/memory/app/memory.stat` -> /sys/fs/cgroup/memory/app. */
export function cgroupFolderOf(title: string): string | null {
  return /(\/sys\/fs\/cgroup(?:\/[^\s:]*?)?)\/(?:memory|cgroup)\.[a-z_.]+/.exec(title)?.[1] ?? null
}

/** A piece of one number, or of a pressure file that its name gives to a group, as what it is. */
export function namedCgroupFile(piece: Piece): Piece {
  const file = cgroupFileOf(piece.title)
  if (file === null) return piece
  if (piece.format !== null && piece.format.id !== pressureMemory.id) return piece
  if (piece.format === null && !/^\s*(?:-?\d+|max)\s*$/.test(piece.text) && !FIELDS.has(file))
    return piece
  const text = withFile(piece.text, file)
  const parsed = cgroupFiles.parse(text, { cut: false })
  return 'error' in parsed ? piece : { ...piece, format: cgroupFiles, parsed, text }
}

/** Files of several lines that no format of their own reads. */
const FIELDS = new Set(['memory.swap.events', 'memory.events.local'])

/** Kinds that are files of one group, with the file that each is. */
const FILE_OF: ReadonlyMap<string, string> = new Map([
  [cgroupStat.id, 'memory.stat'],
  [cgroupEvents.id, 'memory.events'],
  [cgroupOomControl.id, 'memory.oom_control'],
])

/** Lines `file:line` of a piece that is a part of a group; null for other pieces. */
export function groupLines(piece: Pick<Piece, 'format' | 'text' | 'title'>): string | null {
  if (piece.format?.id === cgroupFiles.id) return piece.text
  const file = FILE_OF.get(piece.format?.id ?? '')
  if (file === undefined) return null
  // memory.events.local counts the group's own alone: it must not stand for the subtree's.
  if (cgroupFileOf(piece.title) === 'memory.events.local') return null
  return withFile(piece.text, file)
}

function withFile(text: string, file: string): string {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => `${file}:${line.trim()}\n`)
    .join('')
}

/** A folder that a lone group is given where nothing tells its own: named by the folder it was kept in. */
export function folderFor(name: string, text: string): string {
  const parts = name.split('/').filter((part) => part !== '')
  // Readings of one group in folders side by side (`app-before`, `app`) are of one name.
  const own = orderOf(parts.at(-2) ?? '').stem.replace(/[^A-Za-z0-9._-]+/g, '-')
  const isV1 =
    /^(?:.*\/)?memory\.(?:[a-z.]*_in_bytes|failcnt|oom_control|stat:(?:total_)?rss )/m.test(text)
  return `/sys/fs/cgroup/${isV1 ? 'memory/' : ''}${own === '' || own === '-' ? 'group' : own}`
}
