/** A round on a real host, raw or framed, and what is left of it there: for the tests of the ways to hosts. */
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import type { Frame } from '../../src/domain/capture.ts'
import { UserError } from '../../src/domain/errors.ts'
import type { HostEntry } from '../../src/domain/inventory.ts'
import type { ExecEnd, ExecRequest, Log, Remote } from '../../src/domain/ports.ts'
import type { AnySource } from '../../src/domain/source.ts'
import { compileScript } from '../../src/script/compile.ts'
import { FrameReader } from '../../src/script/frames.ts'
import { ALL } from '../script/sources.ts'

export const NONCE = 'abcdef0123456789'
const MIB = 1024 * 1024

export const SILENT: Log = {
  info: () => undefined,
  warn: () => undefined,
  bug: () => 'ref',
  step: () => undefined,
}

export interface Wanted {
  readonly sources?: readonly AnySource[]
  readonly pid?: number | null
  readonly deadlineMs?: number
  readonly maxBytes?: number
  readonly nonce?: string
  readonly onFrame?: (frame: Frame) => void
}

export interface Collected {
  readonly end: ExecEnd
  readonly frames: readonly Frame[]
}

/** A round of sources; what never came is a gap. */
export async function collect(
  remote: Remote,
  host: HostEntry,
  wanted: Wanted = {},
): Promise<Collected> {
  const { sources = ALL, pid = process.pid, nonce = NONCE } = wanted
  const reader = new FrameReader({ nonce, sources, pid, round: 0, firstSeq: 0 })
  const frames: Frame[] = []
  const take = (events: ReturnType<FrameReader['push']>): void => {
    for (const event of events) {
      if (event.kind !== 'frame') continue
      frames.push(event.frame)
      wanted.onFrame?.(event.frame)
    }
  }
  const end = await remote.exec(host, {
    ...request(compileScript(sources), wanted),
    args: [nonce, pid === null ? '-' : String(pid), '0'],
    onBytes: (stream, bytes) => take(reader.push(stream, bytes, Date.now())),
  })
  take(reader.end(end.kind === 'killed' ? end.why : end.kind, Date.now()))
  return { end, frames }
}

export function request(script: string, wanted: Wanted = {}): ExecRequest {
  return {
    script,
    args: ['x'],
    deadlineMs: wanted.deadlineMs ?? 60_000,
    maxBytes: wanted.maxBytes ?? 24 * MIB,
    onBytes: () => undefined,
  }
}

export interface Ran {
  readonly end: ExecEnd
  readonly out: Buffer
  readonly err: Buffer
}

/** Runs lines of shell; gives all that they wrote. */
export async function ran(
  remote: Remote,
  host: HostEntry,
  script: string,
  wanted: Wanted = {},
): Promise<Ran> {
  const came = { out: [] as Uint8Array[], err: [] as Uint8Array[] }
  const end = await remote.exec(host, {
    ...request(script, wanted),
    onBytes: (stream, bytes) => void came[stream].push(bytes),
  })
  return { end, out: Buffer.concat(came.out), err: Buffer.concat(came.err) }
}

export async function refusal(work: Promise<unknown>): Promise<UserError> {
  const thrown = await work.then(
    () => new Error('not refused'),
    (error: unknown) => error,
  )
  if (thrown instanceof UserError) return thrown
  throw thrown
}

export function gapOf(frames: readonly Frame[], id: string): string | null {
  const raw = frames.find((frame) => frame.source === id)?.raw
  return raw?.kind === 'gap' ? raw.reason : null
}

/** Pids of processes whose command line, its words joined by blanks, is this or matches this. */
export function running(line: string | RegExp): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').filter(Boolean)
        const said = words.join(' ')
        return typeof line === 'string' ? said === line : line.test(said)
      } catch {
        return false
      }
    })
    .map(Number)
}

/** Waits for the thing itself; the patience is for a loaded machine. */
export async function until(what: string, holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 2400; tries += 1) {
    if (holds()) return
    await pause(25)
  }
  throw new Error(`never came true: ${what}`)
}
