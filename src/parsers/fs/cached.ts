/**
 * How much of the largest files that processes hold open is in the page cache: one `fincore -bnr -o RES,SIZE FILE`
 * (util-linux 2.30 and later) for each, written by src/script/prelude.ts behind its own header. FD is where in /proc
 * a process holds the file, so that a file of a container or one that was deleted is found too; FILE is what the
 * link says, to the end of the line.
 *
 * ```
 * RES SIZE FD FILE
 * uid 1000
 * 209719296 209715200 812/fd/7 /opt/app/data.bin
 * 1048576 8589934592 901/fd/12 /var/lib/app/base/my table (deleted)
 * untold 913/fd/4
 * ```
 *
 * `uid` is who asked: anybody but root sees only processes of his own. `untold`: since 5.2 mincore(2) tells the truth only to who owns the file or may write it, and says "all" to others;
 * such a file is named and not asked about.
 */
import { LossLog, type Parsed, type Told, value } from '../../domain/parsed.ts'
import type { Source } from '../../domain/source.ts'
import { eachLine, noValue } from '../text/lines.ts'
import { wholeNumber } from '../text/numbers.ts'

export interface CachedFile {
  readonly pid: number
  /** As the link says; ` (deleted)` at its end is part of it no more. */
  readonly path: string
  readonly deleted: boolean
  readonly residentBytes: number
  readonly sizeBytes: number
}

export interface CachedFiles {
  readonly files: readonly CachedFile[]
  /** Who asked; 0 is root, who sees all. Null where it is not told. */
  readonly uid: number | null
  /** Files of which nothing may be told to who asked. */
  readonly untold: number
}

const ID = 'fs/cached'
/** Files that are asked about, and the size from which one is worth it. */
const FILES = 40
const FLOOR_KIB = 1024

export const cachedFiles: Source<CachedFiles> = {
  id: ID,
  scope: 'host',
  at: { kind: 'held-files', count: FILES, floorKib: FLOOR_KIB },
  // A stat of each open file, and for a few a walk over the kernel's own index of cached pages; no data are read.
  price: 'cheap',
  class: 'look',
  mask: 'names',
  signs: {
    begins: /^RES SIZE FD FILE$/,
    goesOn: /^(?:\d+ \d+ \d+\/fd\/\d+ |untold \d+\/fd\/\d+$|uid \d+$)/,
    names: null,
  },
  limits: { bytes: 256 * 1024, seconds: 5 },
  counters: false,
  when: 'asked',
  parse,
}

const HEADER = 'RES SIZE FD FILE'
const ROW = /^(\d+) (\d+) (\d{1,7})\/fd\/\d+ (.+)$/
const UNTOLD = /^untold \d{1,7}\/fd\/\d+$/
const UID = /^uid (\d{1,10})$/
const DELETED = / \(deleted\)$/

function parse(text: string, told: Told): Parsed<CachedFiles> {
  const losses = new LossLog(ID)
  const files: CachedFile[] = []
  let [headers, untold] = [0, 0]
  let uid: number | null = null
  eachLine(text, told, losses, (line, number) => {
    if (line.trim() === '') return
    if (line === HEADER) {
      headers += 1
      return
    }
    if (UNTOLD.test(line)) {
      untold += 1
      return
    }
    const asker = UID.exec(line)?.[1]
    if (asker !== undefined) {
      uid = wholeNumber(asker)
      return
    }
    const file = fileOf(line, number, losses)
    if (file !== null) files.push(file)
  })
  // The columns are those of the script; without its header they could be anything.
  if (headers === 0) return noValue(ID, text, told)
  return value({ files, uid, untold }, losses.all())
}

function fileOf(line: string, number: number, losses: LossLog): CachedFile | null {
  const [, res = '', size = '', pid = '', link = ''] = ROW.exec(line) ?? []
  if (link === '') {
    losses.add('bad-line', number, line)
    return null
  }
  const [residentBytes, sizeBytes] = [wholeNumber(res), wholeNumber(size)]
  if (residentBytes === null || sizeBytes === null) {
    losses.add('bad-number', number, line)
    return null
  }
  const path = link.replace(DELETED, '')
  return { pid: Number(pid), path, deleted: path !== link, residentBytes, sizeBytes }
}
