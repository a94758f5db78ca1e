/** What a server itself prints of a backend's contexts, read by these tests' own means. */
import { setTimeout as pause } from 'node:timers/promises'
import type { PostgresServer, Session } from './postgresServer.ts'

export interface Sums {
  readonly totalBytes: number
  readonly blocks: number
  readonly freeBytes: number
  readonly freeChunks: number
}

export interface Rows {
  /** [level from 0, name, ident, total, blocks, free, chunks] as JSON. */
  readonly rows: readonly string[]
  readonly folded: Sums
  readonly grand: Sums
}

const STATS =
  /^(.*?): (\d+) total in (\d+) blocks(?: \(\d+ chunks\))?(?:; \d+ empty blocks)?; (\d+) free(?: \((\d+) chunks\))?; \d+ used(?:: ?(.*))?$/
const FOLDED =
  /^\d+ more child contexts containing (\d+) total in (\d+) blocks; (\d+) free \((\d+) chunks\); \d+ used$/
const GRAND = /Grand total: (\d+) bytes in (\d+) blocks; (\d+) free \((\d+) chunks\); \d+ used/

/** Asks for the contexts in the log and reads them there (14 and later). */
export async function logged(server: PostgresServer, other: Session, pid: number): Promise<Rows> {
  const before = server.log.length
  await other.ask(`select pg_log_backend_memory_contexts(${pid});`)
  const text = await until(server, before)
  const lines = [...text.matchAll(/LOG: {2}level: (\d+); (.*)$/gm)].map(([, level, line]) => ({
    level: Number(level),
    line: line ?? '',
  }))
  const first = lines[0]?.level ?? 0
  return rowsOf(
    lines.map(({ level, line }) => ({ level: level - first, line })),
    text,
  )
}

/** MemoryContextStats on the server's standard error: two blanks a level. */
export function statsIn(text: string): Rows {
  const lines = text.split('\n').map((line) => ({
    level: (/^ */.exec(line)?.[0].length ?? 0) / 2,
    line: line.trim(),
  }))
  return rowsOf(lines, text)
}

function rowsOf(lines: readonly { level: number; line: string }[], text: string): Rows {
  const folds = lines.flatMap(({ line }) => {
    const fold = FOLDED.exec(line)
    return fold === null ? [] : [sumsOf(fold)]
  })
  const rows = lines.flatMap(({ level, line }) => {
    const [, name, total, blocks, free, chunks, ident] = STATS.exec(line) ?? []
    if (name === undefined || FOLDED.test(line) || name.startsWith('Grand')) return []
    const numbers = [total, blocks, free, chunks ?? 0].map(Number)
    return [JSON.stringify([level, name, (ident ?? '').trim(), ...numbers])]
  })
  const none = { totalBytes: 0, blocks: 0, freeBytes: 0, freeChunks: 0 }
  const folded = folds.reduce(
    (sum, one) => ({
      totalBytes: sum.totalBytes + one.totalBytes,
      blocks: sum.blocks + one.blocks,
      freeBytes: sum.freeBytes + one.freeBytes,
      freeChunks: sum.freeChunks + one.freeChunks,
    }),
    none,
  )
  return { rows, folded, grand: sumsOf(GRAND.exec(text) ?? []) }
}

function sumsOf([, total, blocks, free, chunks]: readonly string[]): Sums {
  return {
    totalBytes: Number(total),
    blocks: Number(blocks),
    freeBytes: Number(free),
    freeChunks: Number(chunks),
  }
}

/** The log from `before` on, once the grand total is in it. */
export async function until(server: PostgresServer, before: number): Promise<string> {
  for (let tries = 0; tries < 1200; tries += 1) {
    const text = server.log.slice(before)
    if (GRAND.test(text)) return text
    await pause(50)
  }
  throw new Error(`no grand total in the log: ${server.log.slice(before)}`)
}
