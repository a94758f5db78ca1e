/** Small programs that make one fault each, compiled from test/faults/c where a compiler is. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterThis } from '../e2e/world.ts'
import { pathOf } from '../real/needs.ts'

const SOURCES = join(import.meta.dirname, 'c')

export type Program = 'grow' | 'retouch' | 'arenas' | 'manymaps'

/** Compiles a program under a name of its own, so that no other on the machine is called so; gives its path. */
export function compiled(program: Program, name: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'memcheck-fault-'))
  afterThis(() => rmSync(folder, { recursive: true, force: true }))
  const path = join(folder, name)
  const { status, stderr } = spawnSync(
    pathOf('cc'),
    ['-O1', '-pthread', '-o', path, join(SOURCES, `${program}.c`)],
    { encoding: 'utf8' },
  )
  if (status !== 0) throw new Error(`${program}.c did not compile: ${stderr}`)
  return path
}

export interface Running {
  readonly child: ChildProcess
  readonly pid: number
  /** Resolves with the line that tells it is where the test wants it. */
  readonly ready: Promise<string>
  readonly gone: Promise<{ readonly status: number | null; readonly signal: string | null }>
}

/** Runs a program, within a cgroup where one is given (its cgroup.procs file). */
export function started(
  argv: readonly string[],
  options: { readonly procs?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Running {
  const { procs } = options
  // The shell moves itself and then becomes the program: all its memory is charged to the group.
  const [command = '', ...args] =
    procs === undefined ? argv : ['sh', '-c', 'echo $$ >"$0" && exec "$@"', procs, ...argv]
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, ...options.env },
  })
  afterThis(() => void child.kill('SIGKILL'))
  const gone = new Promise<{ status: number | null; signal: string | null }>((resolve) =>
    child.once('close', (status, signal) => resolve({ status, signal })),
  )
  const ready = new Promise<string>((resolve, reject) => {
    let text = ''
    child.stdout.on('data', (part: Buffer) => {
      text += part.toString()
      const line = text.split('\n').find((one) => one.startsWith('ready'))
      if (line !== undefined) resolve(line)
    })
    void gone.then(({ status, signal }) => reject(new Error(`it ended: ${status ?? signal}`)))
  })
  // Whoever does not wait for it is not told that it ended.
  ready.catch(() => undefined)
  return { child, pid: child.pid ?? 0, ready, gone }
}
