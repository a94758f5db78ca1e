/** `.env`: read as Node reads it, but a line that Node would swallow in silence is a fault. */
import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import type { ConfigFault } from './words.ts'

export type EnvRead =
  | { readonly env: NodeJS.ProcessEnv }
  | { readonly faults: readonly ConfigFault[] }

/** The environment with what the file adds; what the real environment has, wins. No file is no fault. */
export function loadDotenv(file: string, env: NodeJS.ProcessEnv): EnvRead {
  const text = readIfThere(file)
  if (text === null) return { env }
  if (typeof text !== 'string')
    return { faults: [{ file, line: null, code: 'env-unreadable', params: text }] }
  const faults = brokenLines(text, file)
  return faults.length > 0 ? { faults } : { env: { ...parseEnv(text), ...env } }
}

function readIfThere(file: string): string | { readonly reason: string } | null {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause)) throw cause
    return cause.code === 'ENOENT' ? null : { reason: String(cause.code) }
  }
}

const ASSIGNMENT = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*)$/
const SILENT = /^\s*(?:#.*)?$/

/** A quoted value may go over several lines: those lines are its own. The value itself is never part of a fault. */
function brokenLines(text: string, file: string): readonly ConfigFault[] {
  const lines = text.split(/\r?\n/)
  const faults: ConfigFault[] = []
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? ''
    if (SILENT.test(line)) continue
    const [, name, value] = ASSIGNMENT.exec(line) ?? []
    if (name === undefined || value === undefined) {
      faults.push({ file, line: index + 1, code: 'env-line', params: {} })
      continue
    }
    const closing = closingLine(lines, index, value)
    if (closing === null)
      faults.push({ file, line: index + 1, code: 'env-quote-open', params: { name } })
    else index = closing
  }
  return faults
}

/** The line that the value ends on; null when its quote is never closed. */
function closingLine(lines: readonly string[], index: number, value: string): number | null {
  const quote = value[0]
  if (quote !== '"' && quote !== "'" && quote !== '`') return index
  if (value.indexOf(quote, 1) > 0) return index
  const further = lines.slice(index + 1).findIndex((line) => line.includes(quote))
  return further < 0 ? null : index + 1 + further
}
