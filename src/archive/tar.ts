/** tar (POSIX pax, ustar, GNU long names): regular files alone; what else stands in it is named as left out. Pure. */
import type { Skipped } from '../domain/ports.ts'

export interface TarFile {
  readonly name: string
  readonly bytes: Uint8Array
  readonly mtimeMs: number | null
  readonly cut: boolean
}

const BLOCK = 512
const LINKS: Readonly<Record<string, Skipped['why']>> = {
  '1': 'link',
  '2': 'link',
  '3': 'device',
  '4': 'device',
  '6': 'device',
  S: 'sparse',
}

/** True when the first block is a header whose checksum is right. */
export function isTar(bytes: Uint8Array): boolean {
  return bytes.length >= BLOCK && checksumHolds(bytes.subarray(0, BLOCK))
}

/** Walks the headers; stops at the end marks, at the end of the bytes, or after `mostEntries`. */
export function readTar(
  bytes: Uint8Array,
  mostEntries: number,
): { readonly files: readonly TarFile[]; readonly skipped: readonly Skipped[] } {
  const files: TarFile[] = []
  const skipped: Skipped[] = []
  let next: Readonly<Record<string, string>> = {}
  let at = 0
  while (at + BLOCK <= bytes.length) {
    const header = bytes.subarray(at, at + BLOCK)
    if (header.every((byte) => byte === 0)) break
    if (!checksumHolds(header)) {
      skipped.push({ name: `at byte ${at}`, why: 'damaged' })
      break
    }
    const sizeBytes = sizeOf(header, next['size'])
    const body = bytes.subarray(at + BLOCK, at + BLOCK + sizeBytes)
    at += BLOCK + Math.ceil(sizeBytes / BLOCK) * BLOCK
    const type = String.fromCharCode(header[156] ?? 0)
    if (type === 'x') next = { ...next, ...paxOf(body) }
    else if (type === 'L') next = { ...next, path: textOf(body) }
    if (type === 'x' || type === 'L' || type === 'g' || type === 'K') continue
    const name = next['path'] ?? nameOf(header)
    const mtimeSec = Number(next['mtime'] ?? octal(header.subarray(136, 148)))
    next = {}
    if (type === '5') continue
    const why = LINKS[type]
    if (why !== undefined) skipped.push({ name, why })
    else if (files.length >= mostEntries) skipped.push({ name, why: 'too-many' })
    else {
      const mtimeMs = mtimeSec > 0 ? Math.round(mtimeSec * 1000) : null
      files.push({ name, bytes: body, mtimeMs, cut: body.length < sizeBytes })
    }
  }
  return { files, skipped }
}

/** The sum of all bytes with the checksum's own eight taken as blanks. */
function checksumHolds(header: Uint8Array): boolean {
  let sum = 0
  header.forEach((byte, i) => {
    sum += i >= 148 && i < 156 ? 32 : byte
  })
  return sum === octal(header.subarray(148, 156))
}

function sizeOf(header: Uint8Array, pax: string | undefined): number {
  const told = pax === undefined ? octal(header.subarray(124, 136)) : Number(pax)
  return Number.isSafeInteger(told) && told > 0 ? told : 0
}

/** Octal digits; GNU writes what does not fit as a number of base 256, marked by the top bit. */
function octal(field: Uint8Array): number {
  if (((field[0] ?? 0) & 0x80) !== 0)
    return field.subarray(1).reduce((sum, byte) => sum * 256 + byte, 0)
  const digits = textOf(field).trim()
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : 0
}

function nameOf(header: Uint8Array): string {
  const prefix = textOf(header.subarray(257, 263)).startsWith('ustar')
    ? textOf(header.subarray(345, 500))
    : ''
  const name = textOf(header.subarray(0, 100))
  return prefix === '' ? name : `${prefix}/${name}`
}

/** `LENGTH KEY=VALUE\n` records. */
function paxOf(body: Uint8Array): Readonly<Record<string, string>> {
  const of: Record<string, string> = {}
  const text = new TextDecoder().decode(body)
  for (const line of text.split('\n')) {
    const [, key, value] = /^\d+ ([^=]+)=(.*)$/.exec(line) ?? []
    if (key !== undefined && value !== undefined) of[key] = value
  }
  return of
}

function textOf(field: Uint8Array): string {
  const end = field.indexOf(0)
  return new TextDecoder().decode(end < 0 ? field : field.subarray(0, end))
}
