/**
 * What `top -b` prints, of procps 2 to 4 and of busybox, with any columns and any number of iterations. Format:
 * procps top.c, busybox procps/top.c.
 *
 * ```
 * top - 20:37:52 up 486 days,  3:49,  1 user,  load average: 0.00, 0.01, 0.05
 * Tasks:  83 total,   1 running,  82 sleeping,   0 stopped,   0 zombie
 * %Cpu(s):  0.0 us,  0.0 sy,  0.0 ni,100.0 id,  0.0 wa,  0.0 hi,  0.0 si,  0.0 st
 * KiB Mem :  1882220 total,   147296 free,   261576 used,  1473348 buff/cache
 * KiB Swap:        0 total,        0 free,        0 used.  1414716 avail Mem
 *
 *   PID USER      PR  NI    VIRT    RES    SHR S  %CPU %MEM     TIME+ COMMAND
 *  5447 polkitd   20   0   11.2g 431724  17536 S   0.3  4.4  61:24.20 mysqld
 *     7 root      rt   0       0      0      0 S   0.0  0.0   0:00.00 migration/0
 * ```
 *
 * Sizes of processes are in kB or have a letter. A figure that ends in `+` was too wide for its place and lost
 * digits: it is a loss, not a number.
 */
import { LossLog, type Parsed, type Told, value } from '../../domain/parsed.ts'
import type { Also, Format } from '../../domain/source.ts'
import { type Meminfo, meminfo } from '../proc/meminfo.ts'
import { processes } from '../proc/processes.ts'
import { eachLine, noValue } from '../text/lines.ts'
import { type Column, columnsOf, isProcessHeader, type ProcessCells } from './processColumns.ts'
import { asProcessRows, processLine } from './processRows.ts'
import { type MemoryFigures, memoryLine } from './topMemory.ts'

interface Iteration {
  /** The time as printed; null where there is none (busybox). */
  readonly at: string | null
  /** `memTotalBytes`, `memAvailableBytes`, `swapUsedBytes`: what the summary has. */
  readonly memory: MemoryFigures
  readonly processes: readonly ProcessCells[]
}

interface Top {
  /** In order; the last one is the newest. */
  readonly iterations: readonly Iteration[]
}

const ID = 'top'

export const top: Format<Top> = {
  id: ID,
  mask: 'args',
  signs: {
    begins:
      /^top - \d|^Mem: \d+K used,|^\s*PID\s+(?:PPID\s+)?USER\b.*(?:\bVIRT\b|%VSZ).*\bCOMMAND\s*$/,
    goesOn:
      /^\s*$|^(?:[KMGTPE]iB\s+)?[%\p{L}][^:\n]{0,24}\s?:\s.*[,%[]|^Load average:|^\s*PID\s.*\b(?:VIRT|RES|TIME\+|%VSZ|RSan|RSfd|nTH)|^\s*\d+\s+\S+\s/u,
    repeats: true,
    names: /^top\b/,
  },
  parse,
  also,
}

interface Draft {
  at: string | null
  memory: Record<`${string}Bytes`, number>
  processes: ProcessCells[]
}

const BEGINS = /^top - (\d{1,2}:\d\d(?::\d\d)?)/
/** `Tasks: …`, `%Cpu(s): …`, `Load average: …` in any language. */
const SUMMARY = /^\s*[%\p{L}][^:]{0,24}:\s/u

function parse(text: string, told: Told): Parsed<Top> {
  const losses = new LossLog(ID)
  const drafts: Draft[] = []
  let columns: readonly Column[] = []
  let header = ''
  const begin = (at: string | null): void => {
    drafts.push({ at, memory: {}, processes: [] })
    columns = []
  }
  eachLine(text, told, losses, (line, number) => {
    if (line.trim() === '') return
    const at = BEGINS.exec(line)?.[1]
    if (at !== undefined) return begin(at)
    if (isProcessHeader(line)) {
      if (drafts.length === 0 || columns.length > 0) begin(null)
      columns = columnsOf(line)
      header = line
      return
    }
    const figures =
      columns.length > 0 && !/^Mem:/.test(line) ? null : memoryLine(line, number, losses)
    if (figures !== null) {
      if (drafts.length === 0 || columns.length > 0) begin(null)
      Object.assign(drafts.at(-1)?.memory ?? {}, figures)
      return
    }
    const row = columns.length === 0 ? null : processLine(columns, header, line)
    if (row !== null) drafts.at(-1)?.processes.push(row)
    else if (columns.length > 0 || !SUMMARY.test(line)) losses.add('bad-line', number, line)
  })
  const iterations = drafts.filter(
    ({ memory, processes: rows }) => rows.length > 0 || Object.keys(memory).length > 0,
  )
  return iterations.length === 0 ? noValue(ID, text, told) : value({ iterations }, losses.all())
}

function also({ iterations }: Top): readonly Also[] {
  const last = iterations.at(-1)
  if (last === undefined) return []
  return [
    ...meminfoOf(last.memory),
    ...(last.processes.length === 0
      ? []
      : [{ format: processes, value: { processes: asProcessRows(last.processes) } }]),
  ]
}

/** Nothing where it is not told what is available: old forms and busybox say free and cached alone. */
function meminfoOf(memory: MemoryFigures): readonly Also[] {
  const { memTotalBytes, memAvailableBytes, memFreeBytes, swapTotalBytes, swapFreeBytes } = memory
  if (memTotalBytes === undefined || memAvailableBytes === undefined) return []
  const fields = { memFreeBytes, memAvailableBytes, swapTotalBytes, swapFreeBytes }
  const known = Object.entries(fields).filter(
    (entry): entry is [string, number] => entry[1] !== undefined,
  )
  const told: Meminfo = { ...Object.fromEntries(known), memTotalBytes }
  return [{ format: meminfo, value: told }]
}
