/** Rows of pmap's tables, by their header. */
import { KIB } from '../../domain/bytes.ts'
import { camelCase } from '../text/names.ts'
import { wholeNumber } from '../text/numbers.ts'

export interface PmapMapping {
  /** Hex, at least eight digits, as /proc/PID/maps prints it. */
  readonly start: string
  readonly end: string
  readonly sizeBytes: number
  /** As /proc/PID/maps has them: `rw-p`. */
  readonly perms: string
  /** As /proc/PID/maps would name it: `''` for anonymous memory; a file's last part where pmap printed no more. */
  readonly path: string
  /** The other sizes by their titles in camel case: rssBytes, dirtyBytes, pssBytes, swapBytes... */
  readonly sizes: Readonly<Record<`${string}Bytes`, number>>
}

const ADDRESS = /^(?:Address|Adresse|Dirección|地址|アドレス|Адрес)$/

/** Titles under which no size stands. */
const NO_SIZES = new Set([
  'address',
  'mode',
  'perm',
  'offset',
  'device',
  'inode',
  'thpeligible',
  'protectionkey',
  'vmflags',
  'mapping',
])
const SIZE_TITLES = ['kbytes', 'size']
/** Titles that are asked for by name, in small letters. */
const ASKED = new Set([...SIZE_TITLES, ...NO_SIZES])

/** The titles of a header; null for another line. */
export function pmapColumns(line: string): readonly string[] | null {
  const words = line.trim().split(/\s+/)
  if (!ADDRESS.test(words[0] ?? '') || words.length < 3) return null
  return words.map((word, i) => {
    const small = i === 0 ? 'address' : word.toLowerCase()
    return ASKED.has(small) ? small : word
  })
}

/** One mapping; null where a cell is missing or is not what its column says. */
export function pmapRow(columns: readonly string[] | null, line: string): PmapMapping | null {
  return columns === null ? plainRow(line) : rowOf(columns, line)
}

const PLAIN = /^([0-9a-f]{8,16})\s+(\d{1,13})K ([r-][w-][x-][a-zA-Z-]{1,2})\s(.*)$/

function plainRow(line: string): PmapMapping | null {
  const [, start, size, mode, name] = PLAIN.exec(line) ?? []
  if (start === undefined || size === undefined || mode === undefined) return null
  return mappingOf(start, size, mode, name ?? '', new Map())
}

function rowOf(columns: readonly string[], line: string): PmapMapping | null {
  const words = [...line.matchAll(/\S+/g)]
  const cells = new Map<string, string>()
  let at = 0
  let end = 0
  for (const title of columns) {
    if (title === 'mapping') break
    if (title === 'vmflags') {
      while (/^[a-z?]{2}$/.test(words[at]?.[0] ?? '')) at += 1
      continue
    }
    const word = words[at]
    if (word === undefined) return null
    cells.set(title, word[0])
    end = word.index + word[0].length
    at += 1
  }
  const last = words[at]
  const name = last === undefined ? line.slice(end).trim() : line.slice(last.index)
  const size = SIZE_TITLES.map((title) => cells.get(title)).find((cell) => cell !== undefined)
  const [start, mode] = [cells.get('address'), cells.get('mode') ?? cells.get('perm')]
  const known = columns.includes('mapping') || name === ''
  if (start === undefined || size === undefined || mode === undefined || !known) return null
  const others = [...cells].filter(
    ([title]) => !NO_SIZES.has(title) && !SIZE_TITLES.includes(title),
  )
  // What was not told is left out; all else must be a number.
  const told = others.filter(([, cell]) => cell !== '-')
  return mappingOf(start, size, mode, name, new Map(told))
}

function mappingOf(
  start: string,
  size: string,
  mode: string,
  name: string,
  cells: ReadonlyMap<string, string>,
): PmapMapping | null {
  const sizeBytes = kib(size)
  const sizes = [...cells].map(([title, cell]) => [`${camelCase(title)}Bytes`, kib(cell)] as const)
  if (!/^[0-9a-f]{8,16}$/.test(start) || !/^[r-][w-][x-]/.test(mode)) return null
  if (sizeBytes === null || sizeBytes === 0 || sizes.some(([, bytes]) => bytes === null))
    return null
  const from = BigInt(`0x${start}`)
  return {
    start: hex(from),
    end: hex(from + BigInt(sizeBytes)),
    sizeBytes,
    perms: `${mode.slice(0, 3)}${mode.charAt(3) === 's' ? 's' : 'p'}`,
    path: pathOf(name.trim()),
    sizes: Object.fromEntries(sizes.map(([title, bytes]) => [title, bytes ?? 0])),
  }
}

function kib(cell: string): number | null {
  const bytes = (wholeNumber(cell) ?? Number.NaN) * KIB
  return Number.isSafeInteger(bytes) ? bytes : null
}

function hex(address: bigint): string {
  return address.toString(16).padStart(8, '0')
}

/** Files without a folder of their own lie at the root of a file system that nobody sees. */
const KERNEL_FILES = /^(?:SYSV[0-9a-f]{8}|memfd:.*|anon_hugepage)(?: \(deleted\))?$/

function pathOf(name: string): string {
  if (name === '[ anon ]') return ''
  if (name === '[ stack ]') return '[stack]'
  const shmid = /^\[ shmid=(0x[0-9a-f]{1,8}) \]$/.exec(name)?.[1]
  if (shmid !== undefined) return `/SYSV (shmid ${Number.parseInt(shmid, 16)})`
  if (/^zero(?: \(deleted\))?$/.test(name)) return `/dev/${name}`
  return KERNEL_FILES.test(name) ? `/${name}` : name
}
