/**
 * Archives as files, in memory: nothing is written anywhere, so an entry's path is only its name; still one that
 * would lead out of its folder is left out and said. An archive in an archive stays shut, but for a packed file.
 */
import { LIMITS } from '../domain/limits.ts'
import type { ArchiveFile, Archives, Opened, Skipped } from '../domain/ports.ts'
import { isGzip, unpackGzip } from './gzip.ts'
import { isTar, readTar, type TarFile } from './tar.ts'
import { isZip, readZip } from './zip.ts'

export function archives(): Archives {
  return { open }
}

async function open(name: string, bytes: Uint8Array): Promise<Opened | null> {
  if (isZip(bytes)) {
    const found = await readZip(name, bytes, LIMITS.readFiles, LIMITS.readTotalBytes)
    return inside(name, found.files, found.skipped)
  }
  if (isTar(bytes)) return tarIn(name, bytes, false)
  if (!isGzip(bytes)) return null
  const unpacked = await unpackGzip(name, bytes, LIMITS.readTotalBytes)
  if (isTar(unpacked.bytes)) return tarIn(name, unpacked.bytes, unpacked.cut)
  const own = name.replace(/\.gz$/i, '')
  return { files: [{ name: own, ...unpacked, mtimeMs: null }], skipped: [] }
}

async function tarIn(name: string, bytes: Uint8Array, cut: boolean): Promise<Opened> {
  const { files, skipped } = readTar(bytes, LIMITS.readFiles)
  const opened = await inside(name, files, skipped)
  return cut ? { ...opened, skipped: [...opened.skipped, { name, why: 'cut' }] } : opened
}

async function inside(
  archive: string,
  files: readonly TarFile[],
  skipped: readonly Skipped[],
): Promise<Opened> {
  const kept: ArchiveFile[] = []
  const left: Skipped[] = [...skipped]
  let room = LIMITS.readTotalBytes
  for (const file of files) {
    const name = file.name.replaceAll('\\', '/').replace(/^(?:\.\/)+/, '')
    const why = reasonAgainst(name, file.bytes)
    if (why !== null) {
      left.push({ name, why })
      continue
    }
    const opened = isGzip(file.bytes) ? await unpackGzip(name, file.bytes, room) : file
    room -= opened.bytes.length
    if (isTar(opened.bytes)) left.push({ name, why: 'nested' })
    else kept.push({ ...file, ...opened, name: `${archive}/${name.replace(/\.gz$/i, '')}` })
  }
  return { files: kept, skipped: left }
}

/** Control characters in a name would reach a terminal. */
const CONTROL = /[\u0000-\u001f\u007f]/

function reasonAgainst(name: string, bytes: Uint8Array): Skipped['why'] | null {
  if (name === '' || name.startsWith('/') || /^[A-Za-z]:/.test(name) || CONTROL.test(name))
    return 'path'
  if (name.split('/').includes('..')) return 'path'
  if (bytes.length > LIMITS.readFileBytes) return 'too-large'
  return isZip(bytes) || isTar(bytes) ? 'nested' : null
}
