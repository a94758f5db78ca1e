/** Runs a compiled script in a real shell of this machine and reads its frames. */
import { type ChildProcess, spawn } from 'node:child_process'
import type { Frame } from '../../src/domain/capture.ts'
import type { AnySource } from '../../src/domain/source.ts'
import { compileScript } from '../../src/script/compile.ts'
import { type Event, FrameReader, type ScriptCost } from '../../src/script/frames.ts'

export interface Ran {
  readonly frames: readonly Frame[]
  readonly marks: readonly string[]
  readonly status: number | null
  readonly out: string
  readonly err: string
  /** What the script told that it took. */
  readonly cost: ScriptCost | null
}

export interface RunOptions {
  readonly shell?: readonly [string, ...string[]]
  readonly pid?: number | null
  readonly wait?: number
  /** Changes the text before it runs, to take tools away from it. */
  readonly edit?: (script: string) => string
  readonly env?: Readonly<Record<string, string>>
  /** Sources that the host's entry lets be read by sudo. */
  readonly sudo?: readonly string[]
}

export const NONCE = 'f00dcafe12345678'

const PATIENCE_SECONDS = 60

/** Deadlines are for hosts; a busy test machine gets a minute. A deadline of one second is what its test is about. */
function patient(source: AnySource): AnySource {
  const { limits } = source
  return limits.seconds === 1
    ? source
    : { ...source, limits: { ...limits, seconds: PATIENCE_SECONDS } }
}

export async function runScript(
  asked: readonly AnySource[],
  options: RunOptions = {},
): Promise<Ran> {
  const sources = asked.map(patient)
  const pid = options.pid ?? null
  const reader = new FrameReader({ nonce: NONCE, sources, pid, round: 0, firstSeq: 0 })
  const script = compileScript(sources, { sudo: options.sudo ?? [] })
  const text = (options.edit ?? ((same) => same))(script)
  const [command, ...first] = options.shell ?? ['sh']
  const child = spawn(
    command,
    [...first, '-s', '--', NONCE, pid === null ? '-' : String(pid), String(options.wait ?? 0)],
    { env: { PATH: '/usr/bin:/bin', ...options.env } },
  )
  const events: Event[] = []
  let out = ''
  let err = ''
  child.stdout.on('data', (bytes: Buffer) => {
    out += bytes.toString('latin1')
    events.push(...reader.push('out', bytes, 0))
  })
  child.stderr.on('data', (bytes: Buffer) => {
    err += bytes.toString('latin1')
    events.push(...reader.push('err', bytes, 0))
  })
  child.stdin.end(text)
  const status = await closed(child)
  events.push(...reader.end('exited', 0))
  return {
    frames: events.flatMap((event) => (event.kind === 'frame' ? [event.frame] : [])),
    marks: events.flatMap((event) => (event.kind === 'mark' ? [event.name] : [])),
    status,
    out,
    err,
    cost: reader.cost,
  }
}

function closed(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  })
}

/** The text of a source's first reading; throws what was there in its place. */
export function textOf(ran: Ran, id: string, reading: 1 | 2 = 1): string {
  const frame = frameOf(ran, id, reading)
  if (frame?.raw.kind !== 'ok') throw new Error(`${id} gave ${JSON.stringify(frame?.raw)}`)
  return frame.raw.text
}

export function frameOf(ran: Ran, id: string, reading: 1 | 2 = 1): Frame | undefined {
  return ran.frames.find((frame) => frame.source === id && frame.reading === reading)
}

export function reasonOf(ran: Ran, id: string): string {
  const frame = frameOf(ran, id)
  return frame?.raw.kind === 'gap' ? frame.raw.reason : 'ok'
}
