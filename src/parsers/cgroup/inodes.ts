/**
 * Inodes of the process's cgroups and of all above, by `ls -di`: a group that was taken away and made anew (a unit or a
 * container that was started again) has the same path and another inode. Formats: ls(1), `-i`.
 *
 * ```
 *   4711 /sys/fs/cgroup/memory/system.slice/web.service
 *     12 /sys/fs/cgroup/memory/system.slice
 *      1 /sys/fs/cgroup/memory
 * ```
 *
 * On 64-bit kernels since 5.5 an inode of v2 holds a generation too and may be longer than a double is exact: it stays a text.
 */
import { LossLog, type Parsed, type Told, value } from '../../domain/parsed.ts'
import type { Source } from '../../domain/source.ts'
import { eachLine, noValue } from '../text/lines.ts'

interface CgroupInodes {
  /** By the directory as it is mounted. */
  readonly inodes: ReadonlyMap<string, string>
}

const ID = 'cgroup/inodes'

export const cgroupInodes: Source<CgroupInodes> = {
  id: ID,
  scope: 'process',
  at: { kind: 'cgroups', files: [] },
  price: 'free',
  class: 'look',
  mask: 'names',
  signs: null,
  limits: { bytes: 64 * 1024, seconds: 2 },
  counters: false,
  when: 'always',
  parse,
}

const LINE = /^\s*(\d{1,20}) (\/.+)$/

function parse(text: string, told: Told): Parsed<CgroupInodes> {
  const losses = new LossLog(ID)
  const inodes = new Map<string, string>()
  eachLine(text, told, losses, (line, number) => {
    const [, inode, dir] = LINE.exec(line) ?? []
    if (inode !== undefined && dir !== undefined) inodes.set(dir, inode)
    else if (line.trim() !== '') losses.add('bad-line', number, line)
  })
  return inodes.size === 0 ? noValue(ID, text, told) : value({ inodes }, losses.all())
}
