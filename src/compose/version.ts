/** The program's version, from its package.json, beside the sources and beside the build alike. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The project's folder: two up from src/, three up from dist/src/. */
export const ROOT = rootAbove(dirname(fileURLToPath(import.meta.url)))

export const VERSION = versionIn(join(ROOT, 'package.json'))

function rootAbove(folder: string): string {
  if (existsSync(join(folder, 'manifest.json'))) return folder
  const up = dirname(folder)
  if (up === folder) throw new Error('manifest.json was not found above the program')
  return rootAbove(up)
}

function versionIn(file: string): string {
  const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'))
  const version =
    typeof parsed === 'object' && parsed !== null && 'version' in parsed ? parsed.version : null
  return typeof version === 'string' ? version : 'unknown'
}
