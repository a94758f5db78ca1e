/** Parts of the tests of intrusive scripts: a process to do it to, a deed that is followed, and what it left behind. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import {
  coreFilePath,
  INTRUSIVE_GRACE_MS,
  type IntrusiveEvent,
  type IntrusiveRequest,
} from '../../src/domain/intrusive.ts'
import type { HostEntry } from '../../src/domain/inventory.ts'
import type { ExecEnd, Remote } from '../../src/domain/ports.ts'
import { type IntrusiveScript, intrusiveScript } from '../../src/script/intrusive/compile.ts'
import { IntrusiveReader } from '../../src/script/intrusive/read.ts'
import { pathOf } from './needs.ts'

const SOURCE = join(import.meta.dirname, 'patient.c')

/** Compiles the patient into the folder; gives its path. */
export function buildPatient(dir: string): string {
  const program = join(dir, 'patient')
  execFileSync(pathOf('cc'), ['-O1', '-g', '-o', program, SOURCE])
  return program
}

/** Starts it, and waits until its heap is touched. */
export async function startPatient(
  program: string,
  mib: number,
  within: readonly string[] = [],
): Promise<ChildProcess & { readonly pid: number }> {
  const [command = program, ...rest] = [...within, program, String(mib)]
  const child = spawn(command, rest, { stdio: ['ignore', 'pipe', 'ignore'] })
  await new Promise((resolve) => child.stdout.once('data', resolve))
  return child as ChildProcess & { readonly pid: number }
}

export function requestOf(
  kind: IntrusiveRequest['kind'],
  pid: number,
  rest: Partial<IntrusiveRequest> = {},
): IntrusiveRequest {
  return {
    kind,
    pid,
    startTicks: Number(statOf(pid)?.[19]),
    nonce: randomBytes(12).toString('hex'),
    // What a busy test machine takes is no matter here.
    seconds: 200,
    dumpDir: '/nowhere',
    dumpMaxBytes: 4 * 1024 ** 3,
    ...rest,
  }
}

export interface Followed {
  readonly end: ExecEnd
  readonly events: readonly IntrusiveEvent[]
}

/** Does it over the remote and tells each event as it comes. */
export async function follow(
  remote: Remote,
  host: HostEntry,
  request: IntrusiveRequest,
  also: {
    readonly signal?: AbortSignal
    readonly onEvent?: (event: IntrusiveEvent) => void
    readonly script?: IntrusiveScript
  } = {},
): Promise<Followed> {
  const reader = new IntrusiveReader(request)
  const events: IntrusiveEvent[] = []
  const take = (came: readonly IntrusiveEvent[]): void => {
    for (const event of came) {
      events.push(event)
      also.onEvent?.(event)
    }
  }
  const end = await remote.exec(host, {
    ...(also.script ?? intrusiveScript(request)),
    deadlineMs: request.seconds * 1000 + INTRUSIVE_GRACE_MS,
    maxBytes: 1024 * 1024,
    ...(also.signal === undefined ? {} : { signal: also.signal }),
    onBytes: (stream, bytes) => take(stream === 'out' ? reader.push(bytes) : []),
  })
  take(reader.end())
  return { end, events }
}

export function kindsOf(events: readonly IntrusiveEvent[]): readonly string[] {
  return [...new Set(events.map(({ kind }) => kind))]
}

export function only<K extends IntrusiveEvent['kind']>(
  events: readonly IntrusiveEvent[],
  kind: K,
): readonly Extract<IntrusiveEvent, { kind: K }>[] {
  return events.filter((one): one is Extract<IntrusiveEvent, { kind: K }> => one.kind === kind)
}

/** Fields of /proc/PID/stat from the state on; null when it is no more. */
function statOf(pid: number | string): readonly string[] | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(') ') + 2).split(' ')
  } catch {
    return null
  }
}

function tracerOf(pid: number): number | null {
  try {
    return Number(/^TracerPid:\t(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
  } catch {
    return null
  }
}

/** Runs, untraced, and gets on: it has been on a processor since. */
export async function getsOn(pid: number): Promise<void> {
  await until(`${pid} runs`, () => {
    const state = statOf(pid)?.[0]
    return tracerOf(pid) === 0 && (state === 'S' || state === 'R')
  })
  const before = turnsOf(pid)
  await until(`${pid} gets on`, () => turnsOf(pid) > before)
}

function turnsOf(pid: number): number {
  const text = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(/^voluntary_ctxt_switches:\t(\d+)$/m.exec(text)?.[1])
}

/** Command lines of what carries the deed's mark in its environment. */
export function leftOf(nonce: string): readonly { readonly pid: number; readonly words: string }[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name) || statOf(name)?.[0] === 'Z') return []
    try {
      const marked = readFileSync(`/proc/${name}/environ`, 'latin1').includes(
        `MEMCHECK_INTRUSIVE=${nonce}`,
      )
      const words = readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0').join(' ').trim()
      return marked || words.includes(nonce) ? [{ pid: Number(name), words }] : []
    } catch {
      return []
    }
  })
}

/** The processes of a deed by what they are; what is not there yet, or no more, is left out. */
export function partsOf(
  nonce: string,
): Partial<Record<'gdb' | 'worker' | 'watch' | 'shell', number>> {
  const left = leftOf(nonce)
  const gdb = left.find(({ words }) => /^gdb\b/.test(words))?.pid
  const worker = left.find(({ words }) => words.startsWith('sh -s -- memcheck '))?.pid
  const watch = scriptAbove(worker, nonce)
  const shell = scriptAbove(watch, nonce)
  return Object.fromEntries(
    Object.entries({ gdb, worker, watch, shell }).filter(([, pid]) => pid !== undefined),
  )
}

/** The parent, where it is of the same deed: who has lost its own has another, and that is not to be touched. */
function scriptAbove(pid: number | undefined, nonce: string): number | undefined {
  const parent = pid === undefined ? undefined : statOf(pid)?.[1]
  if (parent === undefined) return undefined
  try {
    const words = readFileSync(`/proc/${parent}/cmdline`, 'utf8')
    return words.includes(nonce) ? Number(parent) : undefined
  } catch {
    return undefined
  }
}

/** Sends the signal; false where nobody was there to take it. */
export function signalled(pid: number | undefined, by: NodeJS.Signals): boolean {
  try {
    return pid !== undefined && process.kill(pid, by)
  } catch {
    return false
  }
}

/** Waits for it; the message tells what never came. */
export async function until(what: string, holds: () => boolean): Promise<void> {
  for (const since = Date.now(); !holds(); await pause(10))
    if (Date.now() - since > 60_000) throw new Error(`never: ${what}`)
}

/** The moments of a deed at which something is made to happen, told by the host itself. */
export const MOMENTS = {
  'before it is attached': () => true,
  'while it is attached': ({ pid }: IntrusiveRequest) => (tracerOf(pid) ?? 1) !== 0,
  'while the core is written': (request: IntrusiveRequest) => sizeOf(request) > 1024 * 1024,
} as const

export function sizeOf(request: IntrusiveRequest): number {
  return existsSync(coreFilePath(request)) ? statSync(coreFilePath(request)).size : 0
}
