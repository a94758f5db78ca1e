/**
 * /proc/PID/statm: sizes of a process in pages. Format: proc_pid_statm(5).
 *
 * ```
 * 765 422 393 5 0 123 0
 * ```
 *
 * Size, resident, shared (file and shmem), text, lib (always 0), data and stack, dirty (always 0).
 */
import type { Source } from '../../domain/source.ts'
import { parseOneLine } from '../text/lines.ts'
import { wholeNumber } from '../text/numbers.ts'

interface Statm {
  readonly sizePages: number
  readonly residentPages: number
  readonly sharedPages: number
  readonly textPages: number
  readonly dataPages: number
}

const ID = 'proc/PID/statm'
const COLUMNS = 7

export const statm: Source<Statm> = {
  id: ID,
  scope: 'process',
  at: { kind: 'file', path: '/proc/PID/statm', small: true },
  price: 'free',
  class: 'look',
  mask: 'none',
  signs: null,
  limits: { bytes: 4096, seconds: 2 },
  counters: false,
  when: 'always',
  parse: (text, told) => parseOneLine(ID, text, told, readStatm),
}

function readStatm(line: string): Statm | null {
  const columns = line.trim().split(' ').map(wholeNumber)
  if (columns.length !== COLUMNS) return null
  const [size, resident, shared, code, , data] = columns
  const [sizePages, residentPages, sharedPages] = [size ?? null, resident ?? null, shared ?? null]
  const [textPages, dataPages] = [code ?? null, data ?? null]
  if (sizePages === null || residentPages === null || sharedPages === null) return null
  if (textPages === null || dataPages === null) return null
  return { sizePages, residentPages, sharedPages, textPages, dataPages }
}
