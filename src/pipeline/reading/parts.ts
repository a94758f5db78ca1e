/** Files -> parts: one text of one kind each, with where it stood, when it was taken and of which process. Pure. */
import { type Loss, sampleOf } from '../../domain/parsed.ts'
import { mask, maskName, maskText } from '../../domain/secrets.ts'
import type { AnyFormat } from '../../domain/source.ts'
import { namedCgroupFile } from './groups.ts'
import { type Order, orderOf, pidIn } from './names.ts'
import { type Piece, segment } from './segments.ts'
import { cleanText } from './text.ts'

/** A file as it was brought: from a disk, an archive or a chat. */
export interface Brought {
  /** With its folders, as far as they were given: `node1/proc/meminfo`. */
  readonly name: string
  readonly bytes: Uint8Array
  readonly mtimeMs: number | null
  /** True when its end is missing. */
  readonly cut?: boolean
}

/** What one text says, before anything is judged. */
export interface RawPart {
  readonly name: string
  readonly kind: string
  readonly format: AnyFormat | null
  readonly value: unknown
  readonly losses: readonly Loss[]
  readonly lines: readonly [from: number, to: number]
  readonly text: string
  readonly title: string
  /** True where its name is that of a kind, so that not reading it is a failure; prose is none. */
  readonly expected: boolean
  readonly looksLike: string | null
  readonly atMs: number | null
  readonly timeFrom: 'content' | 'name' | 'mtime' | null
  readonly order: Order
  readonly pid: number | null
}

export const UNKNOWN = 'unknown'

export function partsOf(
  file: Brought,
  formats: readonly AnyFormat[],
  as: AnyFormat | null,
): readonly RawPart[] {
  const { text, losses: cleaned } = cleanText(file.bytes)
  const losses = file.cut === true ? [...cleaned, CUT] : cleaned
  const pieces = as === null ? segment(text, file.name, formats) : [asKind(text, file.name, as)]
  const order = orderOf(file.name)
  return pieces.flatMap((piece, i) =>
    partOf(namedCgroupFile(piece), file, order, i === 0 ? losses : []),
  )
}

const CUT: Loss = { code: 'cut', source: 'text', line: null, count: 1, sample: '' }

/** The whole text as the kind that a person named; what does not fit is a loss, or no value at all. */
function asKind(text: string, name: string, format: AnyFormat): Piece {
  const parsed = format.parse(text, { cut: false })
  const place = {
    fromLine: 1,
    toLine: text.split('\n').length,
    title: name,
    expected: true,
    atMs: null,
  }
  return 'error' in parsed
    ? { ...place, format: null, parsed: null, text, looksLike: null }
    : { ...place, format, parsed, text, looksLike: null }
}

function partOf(
  piece: Piece,
  file: Brought,
  order: Order,
  cleaned: readonly Loss[],
): readonly RawPart[] {
  const place = {
    name: maskName(file.name),
    lines: [piece.fromLine, piece.toLine] as const,
    title: maskName(piece.title),
    expected: piece.expected,
    order,
    ...timeOf(piece, file, order),
  }
  const { format, parsed } = piece
  if (format === null || parsed === null) return [{ ...place, ...unknown(piece, cleaned) }]
  const text = mask(piece.text, format.mask)
  const read = text === piece.text ? parsed : format.parse(text, { cut: false })
  if ('error' in read) return [{ ...place, ...unknown(piece, cleaned) }]
  return [
    {
      ...place,
      kind: format.id,
      format,
      value: read.value,
      losses: [...cleaned, ...read.losses.map((loss) => shifted(loss, piece.fromLine))],
      text,
      looksLike: null,
      pid: pidIn(piece.title) ?? pidOf(format.id, read.value),
    },
  ]
}

/** Enough for a sample, and for a secret in it to be seen whole. */
const MASKED_CHARS = 1000

function unknown(piece: Piece, cleaned: readonly Loss[]) {
  const lines = piece.text.split('\n').filter((line) => line.trim() !== '')
  const sample = sampleOf(maskText((lines[0] ?? '').slice(0, MASKED_CHARS)))
  const loss: Loss = {
    code: 'bad-line',
    source: UNKNOWN,
    line: piece.fromLine,
    count: lines.length,
    sample,
  }
  return {
    kind: UNKNOWN,
    format: null,
    value: { lines: lines.length, firstLine: sample, looksLike: piece.looksLike },
    losses: [...cleaned, loss],
    text: '',
    looksLike: piece.looksLike,
    pid: null,
  }
}

/** A loss tells its line in the file, not in the piece. */
function shifted(loss: Loss, fromLine: number): Loss {
  return {
    ...loss,
    line: loss.line === null ? null : loss.line + fromLine - 1,
    sample: sampleOf(maskText(loss.sample)),
  }
}

function timeOf(piece: Piece, file: Brought, order: Order): Pick<RawPart, 'atMs' | 'timeFrom'> {
  if (piece.atMs !== null) return { atMs: piece.atMs, timeFrom: 'content' }
  if (order.atMs !== null) return { atMs: order.atMs, timeFrom: 'name' }
  return { atMs: file.mtimeMs, timeFrom: file.mtimeMs === null ? null : 'mtime' }
}

function pidOf(id: string, value: unknown): number | null {
  if (!id.startsWith('proc/PID/') || typeof value !== 'object' || value === null) return null
  return 'pid' in value && typeof value.pid === 'number' ? value.pid : null
}
