/**
 * /proc/sysvipc/shm: the host's System V shared memory segments. Format: ipc/shm.c (`sysvipc_shm_proc_show`),
 * proc_sysvipc(5). Columns by the header; the collector's lines carry the file's path, pasted ones need not.
 *
 * ```
 * /proc/sysvipc/shm:       key      shmid perms                  size  cpid  lpid nattch   uid   gid  cuid  cgid      atime      dtime      ctime                   rss                  swap
 * /proc/sysvipc/shm:1296387395         50   600              67108864  4003  4003      1     0     0     0     0 1795225290          0 1795225290              67108864                     0
 * /proc/sysvipc/shm:         0      32769  1600                393216  1822  2140      2  1000  1000  1000  1000 1795225290 1795225290 1795225290                  4096                     0
 * ```
 *
 * A header alone is a host without segments. Sizes are bytes; rss and swap came with 2.6.38. `perms` is octal with
 * two flags: 1000 goes with its last user, 2000 is locked. Only the reader's IPC namespace is shown.
 */
import { LossLog, type Parsed, type Told, value } from '../../domain/parsed.ts'
import type { Source } from '../../domain/source.ts'
import { eachLine, noValue } from '../text/lines.ts'
import { wholeNumber } from '../text/numbers.ts'

export interface ShmSegment {
  readonly shmid: number
  /** `0x4d454d43`, as ipcs and a mapping's name (`/SYSV4d454d43`) show it; `0x00000000` is IPC_PRIVATE. */
  readonly key: string
  /** Octal, without flags. */
  readonly perms: string
  readonly sizeBytes: number
  /** How many times it is attached, over all processes. */
  readonly nattch: number
  /** Who made it, and who attached or detached last. */
  readonly cpid: number | null
  readonly lpid: number | null
  readonly uid: number | null
  /** A name where only that was printed (ipcs). */
  readonly owner: string | null
  readonly rssBytes: number | null
  readonly swapBytes: number | null
  /** It goes when nobody is attached any more. */
  readonly marked: boolean
  readonly locked: boolean
}

export interface SysvShm {
  readonly segments: readonly ShmSegment[]
}

const ID = 'proc/sysvipc/shm'
const PATH = '/proc/sysvipc/shm'

export const sysvShm: Source<SysvShm> = {
  id: ID,
  scope: 'host',
  at: { kind: 'files', paths: [PATH] },
  price: 'free',
  class: 'look',
  mask: 'none',
  signs: {
    begins: /^(?:\/proc\/sysvipc\/shm:)?\s*key\s+shmid\s+perms\s+size\s/,
    goesOn: /^(?:\/proc\/sysvipc\/shm:)?\s*-?\d+\s+\d+\s+[0-7]+\s+\d+\s/,
    names: /^(?:sysvipc_)?shm$/,
  },
  // 4096 segments of a default host, 190 bytes each.
  limits: { bytes: 1024 * 1024, seconds: 2 },
  counters: false,
  when: 'always',
  parse,
}

function parse(text: string, told: Told): Parsed<SysvShm> {
  const losses = new LossLog(ID)
  const segments: ShmSegment[] = []
  let header: readonly string[] | null = null
  eachLine(text, told, losses, (line, number) => {
    const words = (line.startsWith(`${PATH}:`) ? line.slice(PATH.length + 1) : line)
      .split(/\s+/)
      .filter((word) => word !== '')
    if (words.length === 0) return
    if (words.includes('shmid') && words.includes('nattch')) header = words
    else {
      const segment = header === null ? null : readSegment(header, words)
      if (segment === null) losses.add('bad-line', number, line)
      else segments.push(segment)
    }
  })
  return header === null ? noValue(ID, text, told) : value({ segments }, losses.all())
}

const [DEST, LOCKED, PERMS] = [0o1000, 0o2000, 0o777] as const

/** Null where a column that is needed is missing or holds no number. */
function readSegment(header: readonly string[], words: readonly string[]): ShmSegment | null {
  if (words.length !== header.length) return null
  const text = (name: string): string => words[header.indexOf(name)] ?? ''
  const number = (name: string): number | null => wholeNumber(text(name))
  const [shmid, sizeBytes, nattch] = [number('shmid'), number('size'), number('nattch')]
  const key = /^-?\d{1,10}$/.test(text('key')) ? Number(text('key')) : null
  const perms = /^[0-7]{1,6}$/.test(text('perms')) ? Number.parseInt(text('perms'), 8) : null
  if (shmid === null || sizeBytes === null || nattch === null || key === null || perms === null)
    return null
  return {
    shmid,
    // A signed number in the file, and the bits of it everywhere else.
    key: `0x${(key >>> 0).toString(16).padStart(8, '0')}`,
    perms: (perms & PERMS).toString(8).padStart(3, '0'),
    sizeBytes,
    nattch,
    cpid: number('cpid'),
    lpid: number('lpid'),
    uid: number('uid'),
    owner: null,
    rssBytes: number('rss'),
    swapBytes: number('swap'),
    marked: (perms & DEST) !== 0,
    locked: (perms & LOCKED) !== 0,
  }
}
