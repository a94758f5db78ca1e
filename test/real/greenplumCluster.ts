/** Segments of a Greenplum that does not run here: real processes with its arguments and titles (greenplumCluster.c). */
import { type ChildProcessByStdio, execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { pathOf } from './needs.ts'

export interface SegmentPlan {
  /** Below the cluster's folder: `primary/gpseg0`. */
  readonly dir: string
  readonly port: number
  readonly args: readonly string[]
  /** What each child holds, and its title. */
  readonly children: readonly (readonly [mib: number, title: string])[]
  /** Files of the data directory by name. */
  readonly files?: Readonly<Record<string, string>>
}

/** Bytes of environment in which titles find room. */
const ROOM = 'x'.repeat(1500)

export class GreenplumCluster {
  readonly folder = mkdtempSync(join(tmpdir(), 'memcheck-gp-'))
  readonly #servers: ChildProcessByStdio<Writable, Readable, null>[] = []

  /** Starts the segments; resolves when all processes hold what they shall. */
  async start(segments: readonly SegmentPlan[]): Promise<void> {
    const program = join(this.folder, 'postgres')
    const source = join(import.meta.dirname, 'greenplumCluster.c')
    execFileSync(pathOf('cc'), ['-O1', '-o', program, source])
    await Promise.all(segments.map((segment) => this.#start(program, segment)))
  }

  /** Pids of the postmasters, in order of the segments. */
  get postmasters(): readonly number[] {
    return this.#servers.map(({ pid }) => pid ?? 0)
  }

  stop(): void {
    for (const server of this.#servers) server.kill('SIGKILL')
    rmSync(this.folder, { recursive: true, force: true })
  }

  async #start(program: string, { dir, port, args, children, files }: SegmentPlan): Promise<void> {
    const dataDir = join(this.folder, dir)
    mkdirSync(dataDir, { recursive: true })
    for (const [name, text] of Object.entries(files ?? {})) {
      mkdirSync(dirname(join(dataDir, name)), { recursive: true })
      writeFileSync(join(dataDir, name), text)
    }
    const server = spawn(program, ['-D', dataDir, '-p', String(port), ...args], {
      stdio: ['pipe', 'pipe', 'ignore'],
      env: { ROOM },
    })
    this.#servers.push(server)
    const ready = new Promise((resolve) => server.stdout.once('data', resolve))
    for (const [mib, title] of children) server.stdin.write(`${mib} ${title}\n`)
    server.stdin.write('go\n')
    await ready
  }
}
