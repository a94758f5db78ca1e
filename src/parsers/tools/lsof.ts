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
import { type LsofHeader, lsofCells, lsofHeader } from './lsofCells.ts'
import { fileOf, type OpenFile } from './lsofFile.ts'
import { type PlainLsofRows, plainLsofRows } from './lsofPlain.ts'

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
  let plain: PlainLsofRows | null = null
  const visit = (line: string, number: number): void => {
    if (line.trim() === '') return
    const found = lsofHeader(line)
    if (found !== null) {
      header = found
      plain = plainLsofRows(found)
      return
    }
    const file = header === null ? null : fileOf(lsofCells(header, line))
    if (file === null) losses.add('bad-line', number, line)
    else files.push(file)
  }
  const quick = (of: string, from: number, to: number): boolean => {
    const file = plain === null ? null : plain.row(of, from, to)
    if (file !== null) files.push(file)
    return file !== null
  }
  eachLine(text, told, losses, visit, quick)
  return header === null ? noValue(ID, text, told) : value({ files }, losses.all())
}
