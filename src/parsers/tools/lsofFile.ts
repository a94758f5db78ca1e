/** One open file of lsof's table, from the cells of its row. */
import { wholeNumber } from '../text/numbers.ts'

export interface OpenFile {
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

/** A descriptor, its access and its lock. */
const FD = /^(\d{1,7})([rwu]?)[A-Za-z]?$/

/** The file of a row; null where a number cannot be read or a cell that every row has is not there. */
export function fileOf(cells: ReadonlyMap<string, string> | null): OpenFile | null {
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
