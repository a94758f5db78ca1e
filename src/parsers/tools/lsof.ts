/**
 * `lsof`: open files, by the table's header; +L1 adds NLINK, -K adds TID and TASKCMD. Format: lsof(8), print.c.
 *
 * ```
 * COMMAND     PID USER   FD   TYPE DEVICE SIZE/OFF NLINK    NODE NAME
 * delmap     4070 root  cwd    DIR  254,0     4096     2 2196783 /opt/app
 * delmap     4070 root  DEL    REG  254,0                1712284 /opt/app/cache.map
 * delmap     4070 root    0r   CHR    1,3      0t0     1       3 /dev/null
 * delmap     4070 root    3u   REG  254,0 83886080     0 1712284 /opt/app/cache.map (deleted)
 * delmap     4070 root  251w  FIFO   0,15      0t0     1  503134 pipe
 * ```
 *
 * Cells may be empty, so each is known by the header's edge that it stands under; where blanks were collapsed on
 * the way only rows without empty cells can be read. `0t` is an offset, `0x` one in hex. Anonymous memory is no
 * file and does not show. Field output (-F) has no header and is not read. `lsof -p PID +L1` ORs, -a is missing.
 */
import { LossLog, type Parsed, type Told, value } from '../../domain/parsed.ts'
import type { Format } from '../../domain/source.ts'
import { eachLine, noValue } from '../text/lines.ts'
import { wholeNumber } from '../text/numbers.ts'
import { type LsofHeader, lsofCells, lsofHeader } from './lsofCells.ts'

interface OpenFile {
  readonly command: string
  readonly pid: number
  readonly user: string | null
  /** `cwd`, `txt`, `mem`, `DEL` (mapped and deleted), `3`. */
  readonly fd: string
  /** `r`, `w`, `u` for both; null for what is no descriptor. */
  readonly access: string | null
  readonly type: string | null
  readonly device: string | null
  readonly sizeBytes: number | null
  readonly offsetBytes: number | null
  readonly nlink: number | null
  readonly node: string | null
  readonly name: string
  readonly deleted: boolean
}

interface Lsof {
  readonly files: readonly OpenFile[]
}

const ID = 'lsof'

export const lsof: Format<Lsof> = {
  id: ID,
  mask: 'args',
  signs: {
    begins: /^COMMAND\s+PID\s.*\bFD\s.*\bNAME\s*$/,
    goesOn: /^\S+\s+\d+\s.*\s(?:cwd|rtd|txt|mem|DEL|NOFD|err|\d+[rwu ]?[A-Za-z]?)\s+\S/,
    names: /^lsof/,
  },
  parse,
}

function parse(text: string, told: Told): Parsed<Lsof> {
  const losses = new LossLog(ID)
  const files: OpenFile[] = []
  let header: LsofHeader | null = null
  eachLine(text, told, losses, (line, number) => {
    if (line.trim() === '') return
    const found = lsofHeader(line)
    if (found !== null) {
      header = found
      return
    }
    const file = header === null ? null : fileOf(lsofCells(header, line))
    if (file === null) losses.add('bad-line', number, line)
    else files.push(file)
  })
  return header === null ? noValue(ID, text, told) : value({ files }, losses.all())
}

const FD = /^(\d{1,7})([rwu]?)[A-Za-z]?$/

function fileOf(cells: ReadonlyMap<string, string> | null): OpenFile | null {
  if (cells === null) return null
  const at = (title: string): string | null => cells.get(title) ?? null
  const pid = wholeNumber(at('PID') ?? '')
  const [command, fd, name] = [at('COMMAND'), at('FD'), at('NAME')]
  const sized = at('SIZE/OFF') ?? at('SIZE')
  const size = sized === null ? NO_SIZE : sizeOrOffset(sized)
  const nlinkText = at('NLINK')
  const nlink = nlinkText === null ? null : wholeNumber(nlinkText)
  if (pid === null || command === null || fd === null || size === null) return null
  if (nlinkText !== null && nlink === null) return null
  const [, digits, access] = FD.exec(fd) ?? []
  return {
    command,
    pid,
    user: at('USER'),
    fd: digits ?? fd,
    access: access === undefined || access === '' ? null : access,
    type: at('TYPE'),
    device: at('DEVICE'),
    ...size,
    nlink,
    node: at('NODE'),
    name: name ?? '',
    deleted: fd === 'DEL' || nlink === 0 || (name ?? '').endsWith(' (deleted)'),
  }
}

const NO_SIZE = { sizeBytes: null, offsetBytes: null } as const

function sizeOrOffset(text: string): Pick<OpenFile, 'sizeBytes' | 'offsetBytes'> | null {
  const [, digits] = /^0t(\d{1,16})$/.exec(text) ?? []
  const hex = /^0x([0-9a-f]{1,13})$/.exec(text)?.[1]
  if (digits !== undefined) return { sizeBytes: null, offsetBytes: wholeNumber(digits) }
  if (hex !== undefined) return { sizeBytes: null, offsetBytes: Number.parseInt(hex, 16) }
  const sizeBytes = wholeNumber(text)
  return sizeBytes === null ? null : { sizeBytes, offsetBytes: null }
}
