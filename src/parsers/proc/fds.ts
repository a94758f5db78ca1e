/**
 * `ls -l /proc/PID/fd`: what a process has open, from the links' targets. Format: proc_pid_fd(5), ls(1) of coreutils
 * and busybox; a listing of map_files that follows is read too.
 *
 * ```
 * /proc/4070/fd:
 * total 0
 * lr-x------ 1 root root 64 Nov 21 01:41 0 -> /dev/null
 * l-wx------ 1 root root 64 Nov 21 01:41 2 -> /var/log/app.err
 * l-wx------ 1 root root 64 Nov 21 01:41 251 -> pipe:[503134]
 * lrwx------ 1 root root 64 Nov 21 01:41 3 -> /opt/app/cache.map (deleted)
 * lrwx------ 1 root root 64 Nov 21 01:41 4 -> anon_inode:[eventpoll]
 *
 * /proc/4070/map_files:
 * total 0
 * lrw------- 1 root root 64 Nov 21 01:41 7f372c000000-7f3731000000 -> /opt/app/cache.map (deleted)
 * ```
 *
 * Neither owner nor date matters, so their many forms do not either. A target is text of the process: -q turns its
 * line feeds into question marks (busybox does so by itself and knows no -q).
 */
import { LossLog, type Parsed, type Told, value } from '../../domain/parsed.ts'
import type { Source } from '../../domain/source.ts'
import { eachLine, noValue } from '../text/lines.ts'

export type FdKind =
  | 'file'
  | 'socket'
  | 'pipe'
  | 'device'
  | 'memfd'
  | 'shm'
  | 'anon-inode'
  | 'other'

export interface Descriptor {
  readonly fd: number
  /** As the link's permissions tell; null where they are of another form. */
  readonly access: 'r' | 'w' | 'rw' | null
  readonly target: string
  readonly kind: FdKind
  /** A file whose name is gone; memfd and shared memory have none to begin with. */
  readonly deleted: boolean
}

interface Fds {
  /** From the listing's head; null without it. */
  readonly pid: number | null
  readonly descriptors: readonly Descriptor[]
  readonly mapped: readonly { readonly range: string; readonly target: string }[]
}

const ID = 'proc/PID/fd'

export const fds: Source<Fds> = {
  id: ID,
  scope: 'process',
  at: { kind: 'argv', argv: ['ls', '-lq', '/proc/PID/fd'] },
  price: 'cheap',
  class: 'look',
  mask: 'paths',
  signs: {
    begins: /^\/proc\/\d+\/(?:fd|map_files):$|^l[r-][w-][x-]\S* +\d+ .* \d+ -> /,
    goesOn: /^l[r-][w-][x-]\S* +\d+ .* -> |^total 0$|^\/proc\/\d+\/(?:fd|map_files):$|^\s*$/,
    names: /^fds?$/,
    repeats: true,
  },
  // A process may have a million open; the first ten thousand tell what they are.
  limits: { bytes: 1024 * 1024, seconds: 3 },
  counters: false,
  when: 'asked',
  parse,
}

const HEAD = /^(?:\/proc\/)?(\d{1,7}|self)\/(?:fd|map_files)\/?:$/
const LINK = /^l([r-])([w-])[x-]\S* .*?[ \t](\d{1,7}|[0-9a-f]{1,16}-[0-9a-f]{1,16}) -> (.*)$/
/** The sum of blocks in any language, and the folder itself and the one above it of `ls -la`. */
const PASSED = /^(?:\S{1,20} 0|d\S+ .* \.\.?)$/

function parse(text: string, told: Told): Parsed<Fds> {
  const losses = new LossLog(ID)
  const descriptors: Descriptor[] = []
  const mapped: { readonly range: string; readonly target: string }[] = []
  let pid: number | null = null
  let listed = false
  eachLine(text, told, losses, (line, number) => {
    const head = HEAD.exec(line)?.[1]
    const [, r, w, name, target] = LINK.exec(line) ?? []
    if (head !== undefined) {
      if (head !== 'self') pid = Number(head)
      listed = true
    } else if (name !== undefined && target !== undefined) {
      if (name.includes('-')) mapped.push({ range: name, target })
      else descriptors.push(descriptorOf(Number(name), `${r ?? ''}${w ?? ''}`, target))
    } else if (PASSED.test(line)) listed = true
    else if (line.trim() !== '') losses.add('bad-line', number, line)
  })
  const known = descriptors.length > 0 || mapped.length > 0
  return known || (listed && losses.all().every(({ code }) => code === 'cut'))
    ? value({ pid, descriptors, mapped }, losses.all())
    : noValue(ID, text, told)
}

function descriptorOf(fd: number, bits: string, target: string): Descriptor {
  const access = bits.replace('-', '')
  const kind = kindOf(target)
  return {
    fd,
    access: access === 'r' || access === 'w' || access === 'rw' ? access : null,
    target,
    kind,
    deleted: kind === 'file' && target.endsWith(' (deleted)'),
  }
}

const KINDS: readonly (readonly [RegExp, FdKind])[] = [
  [/^socket:/, 'socket'],
  [/^pipe:/, 'pipe'],
  [/^anon_inode:/, 'anon-inode'],
  [/^\/memfd:/, 'memfd'],
  [/^\/(?:SYSV|dev\/shm\/)/, 'shm'],
  [/^\/dev\//, 'device'],
  [/^\//, 'file'],
]

function kindOf(target: string): FdKind {
  return KINDS.find(([pattern]) => pattern.test(target))?.[1] ?? 'other'
}
