/**
 * /proc/swaps: each swap area, its size and use. `swapon -s` prints the same. Format: mm/swapfile.c swap_show().
 *
 * ```
 * Filename				Type		Size		Used		Priority
 * /dev/nvme0n1p3                          partition	8388604		77312		-2
 * /var/lib/swap\040file                   file		1048572		0		-3
 * ```
 *
 * Sizes are in kB. A blank in a name is written `\040`, and ` (deleted)` may follow as `\040(deleted)`. Without
 * swap the header stands alone, or the file is empty.
 */
import { KIB } from '../../domain/bytes.ts'
import { LossLog, type Parsed, type Told, value } from '../../domain/parsed.ts'
import type { Source } from '../../domain/source.ts'
import { eachLine, noValue } from '../text/lines.ts'
import { wholeNumber } from '../text/numbers.ts'
import { cellsOf } from '../tools/cells.ts'

export interface Swap {
  readonly filename: string
  /** `partition` or `file`; null where the column is not there. */
  readonly type: string | null
  readonly sizeBytes: number
  readonly usedBytes: number
  /** Negative where the kernel chose it; null where the column is not there. */
  readonly priority: number | null
}

export interface Swaps {
  readonly swaps: readonly Swap[]
}

const ID = 'proc/swaps'

export const swaps: Source<Swaps> = {
  id: ID,
  scope: 'host',
  at: { kind: 'file', path: '/proc/swaps', small: true },
  price: 'free',
  class: 'look',
  mask: 'names',
  signs: {
    begins: /^(?=.*\bFilename\b)(?=.*\bSize\b)(?=.*\bUsed\b)[A-Za-z\s]+$/,
    goesOn: /\s(?:partition|file)\s[\s\d-]{3,200}$/,
    names: /^(?:proc_)?swaps/,
  },
  limits: { bytes: 16 * 1024, seconds: 2 },
  counters: false,
  when: 'always',
  parse,
}

const NEEDED = ['filename', 'size', 'used']
const KNOWN = [...NEEDED, 'type', 'priority']

function parse(text: string, told: Told): Parsed<Swaps> {
  const losses = new LossLog(ID)
  const swaps: Swap[] = []
  let header: readonly string[] | null = null
  eachLine(text, told, losses, (line, number) => {
    if (line.trim() === '') return
    const words = line.trim().toLowerCase().split(/\s+/)
    if (NEEDED.every((name) => words.includes(name))) {
      header = words
      for (const name of KNOWN.filter((one) => !words.includes(one))) {
        losses.add('missing-field', number, name)
      }
      return
    }
    const swap = header === null ? null : swapOf(header, line)
    if (swap === null) losses.add('bad-line', number, line)
    else swaps.push(swap)
  })
  return header === null ? noValue(ID, text, told) : value({ swaps }, losses.all())
}

function swapOf(header: readonly string[], line: string): Swap | null {
  const cells = cellsOf(line, header.length, header.indexOf('filename'))
  const cell = (name: string): string => cells?.[header.indexOf(name)] ?? ''
  const type = header.includes('type') ? cell('type') : null
  const [size, used] = [wholeNumber(cell('size')), wholeNumber(cell('used'))]
  const priority = cell('priority')
  if (cells === null || size === null || used === null) return null
  if (priority !== '' && !/^-?\d{1,6}$/.test(priority)) return null
  const [sizeBytes, usedBytes] = [size * KIB, used * KIB]
  if (!Number.isSafeInteger(sizeBytes) || !Number.isSafeInteger(usedBytes)) return null
  return {
    filename: unescaped(cell('filename')),
    type,
    sizeBytes,
    usedBytes,
    priority: priority === '' ? null : Number(priority),
  }
}

/** The kernel writes blanks, tabs, line feeds and backslashes of a path in octal (seq_file_path). */
function unescaped(name: string): string {
  return name.replace(/\\(040|011|012|134)/g, (_, octal: string) =>
    String.fromCharCode(Number.parseInt(octal, 8)),
  )
}
