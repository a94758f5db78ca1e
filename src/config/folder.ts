/** The data folder, made before anything else uses it, so that a wrong place is a fault and not a surprise. */
import { accessSync, constants, existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import type { ConfigFault } from './words.ts'

const OWNER_ONLY = 0o700

/**
 * Makes the folder, one level at a time: Node's own recursive form never ends where a folder says "no such
 * file" to every attempt, as /proc does. Gives the fault when it cannot be made or written to.
 */
export function makeDataFolder(path: string): ConfigFault | null {
  try {
    make(path)
    accessSync(path, constants.W_OK)
    return null
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)
    return { file: 'environment', line: null, code: 'data-folder', params: { path, reason } }
  }
}

function make(path: string): void {
  if (existsSync(path)) return
  make(dirname(path))
  mkdirSync(path, { mode: OWNER_ONLY })
}
