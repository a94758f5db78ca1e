/**
 * `swapon --show`, with any of its columns: NAME TYPE SIZE USED PRIO, also UUID and LABEL. Format: util-linux
 * sys-utils/swapon.c. (`swapon -s` prints /proc/swaps.)
 *
 * ```
 * NAME           TYPE      SIZE USED PRIO
 * /dev/nvme0n1p3 partition   8G  75M   -2
 * /swap.img      file        4G   0B   -3
 * ```
 *
 * A size without a letter comes from --bytes. LABEL and UUID may be empty, which leaves a row with fewer words than
 * the header: such rows are read by the columns' places.
 */
import { LossLog, type Parsed, type Told, value } from '../../domain/parsed.ts'
import type { Also, Format } from '../../domain/source.ts'
import { type Swap, swaps } from '../proc/swaps.ts'
import { eachLine, noValue } from '../text/lines.ts'
import { cellsOf } from './cells.ts'
import { sizeOf } from './sizes.ts'

interface SwaponRow {
  readonly name: string
  readonly type: string | null
  readonly sizeBytes: number | null
  readonly usedBytes: number | null
  readonly prio: number | null
}

interface Swapon {
  readonly swaps: readonly SwaponRow[]
}

const ID = 'swapon'
const KNOWN = ['NAME', 'TYPE', 'SIZE', 'USED', 'PRIO', 'UUID', 'LABEL']

export const swapon: Format<Swapon> = {
  id: ID,
  mask: 'names',
  signs: {
    begins: /^(?=.*\bNAME\b)(?=.*\b(?:USED|PRIO)\b)(?!.*\b(?:PID|COMMAND|MOUNTPOINTS?)\b)[A-Z ]+$/,
    goesOn: /^\S+(?: \S+)*\s+(?:partition|file)\b|^\/\S+\s+\d[\d.,]*[KMGTPE]?i?B?\b/,
    names: /^swapon/,
  },
  parse,
  also,
}

function parse(text: string, told: Told): Parsed<Swapon> {
  const losses = new LossLog(ID)
  const rows: SwaponRow[] = []
  let header: readonly string[] | null = null
  eachLine(text, told, losses, (line, number) => {
    if (line.trim() === '') return
    const words = line.trim().split(/\s+/)
    if (isHeader(words)) {
      header = words
      for (const word of words.filter((one) => !KNOWN.includes(one))) {
        losses.add('missing-field', number, word)
      }
      return
    }
    const row = header === null ? null : rowOf(header, line)
    if (row === null) losses.add('bad-line', number, line)
    else rows.push(row)
  })
  return header === null ? noValue(ID, text, told) : value({ swaps: rows }, losses.all())
}

function isHeader(words: readonly string[]): boolean {
  return words.includes('NAME') && (words.includes('USED') || words.includes('SIZE'))
}

function rowOf(header: readonly string[], line: string): SwaponRow | null {
  const cells = cellsOf(line, header.length, header.indexOf('NAME')) ?? withoutTail(header, line)
  if (cells === null) return null
  const cell = (name: string): string | null => cells[header.indexOf(name)] ?? null
  const size = cell('SIZE')
  const used = cell('USED')
  const prio = cell('PRIO')
  const [sizeBytes, usedBytes] = [bytesOf(size), bytesOf(used)]
  const [name, type] = [cell('NAME'), cell('TYPE')]
  if (type !== null && !/^(?:partition|file)$/.test(type)) return null
  if (name === null || (size !== null && sizeBytes === null)) return null
  if ((used !== null && usedBytes === null) || (prio !== null && !/^-?\d{1,6}$/.test(prio)))
    return null
  return {
    name,
    type,
    sizeBytes,
    usedBytes,
    prio: prio === null ? null : Number(prio),
  }
}

function bytesOf(text: string | null): number | null {
  return text === null ? null : sizeOf(text, 1)
}

/** UUID and LABEL, when they stand last, may be empty. */
function withoutTail(header: readonly string[], line: string): readonly string[] | null {
  const kept = header.filter((name) => name !== 'UUID' && name !== 'LABEL')
  const words = line.trim().split(/\s+/)
  if (words.length < kept.length || words.length > header.length) return null
  return kept.every((name, i) => name === header[i]) ? words.slice(0, kept.length) : null
}

function also({ swaps: rows }: Swapon): readonly Also[] {
  const areas = rows.flatMap((row): readonly Swap[] => {
    const { name: filename, type, sizeBytes, usedBytes, prio: priority } = row
    if (sizeBytes === null || usedBytes === null) return []
    return [{ filename, type, sizeBytes, usedBytes, priority }]
  })
  return areas.length === rows.length ? [{ format: swaps, value: { swaps: areas } }] : []
}
