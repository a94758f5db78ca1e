/** The process of `ssh` that holds the connection to one host, and what it says of it. */
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import type { Environment } from './program.ts'
import { type Said, saidIn } from './said.ts'

/**
 * `ssh` with -N reads nothing and would outlive a bot that is killed. This shell waits for the end of its input, which
 * comes with the bot's own end, whatever it was, and ends ssh with it. The text is constant; the folder and all words of
 * ssh's command line are its arguments.
 */
const KEEPER = `dir=$1; shift
"$@" </dev/null & ssh=$!
exec 2>/dev/null
while read -r _; do :; done
kill "$ssh"; wait "$ssh"
rmdir "$dir"`

/** A master that does not end when it is asked to is killed after this. */
const END_GRACE_MS = 1000
const READY_STEP_MS = 20
const WORDS_KEPT = 20
const LINE_CHARS = 2000
/** A socket's path has 108 bytes, and ssh makes it first under a longer name. */
const FOLDER_CHARS = 60

export interface MasterOptions {
  readonly program: string
  readonly environment: Environment
  /** The command line, for the path of the socket. */
  arguments(socket: string): readonly string[]
}

export class Master {
  readonly socket: string
  /** Resolves when the process is no more and its folder is gone. */
  readonly ended: Promise<void>
  /** The last lines that are meant for people. */
  readonly words: string[] = []
  readonly #child: ChildProcessByStdio<Writable, null, Readable>
  readonly #listeners = new Set<(said: Said) => void>()
  #line = ''
  #killer: NodeJS.Timeout | null = null

  private constructor(dir: string, { program, environment, ...options }: MasterOptions) {
    this.socket = join(dir, 's')
    const words = [program, ...options.arguments(this.socket)]
    // A session of its own: no terminal to ask on, no Ctrl-C meant for the bot, and one group to end.
    this.#child = spawn('/bin/sh', ['-c', KEEPER, 'memcheck-ssh', dir, ...words], {
      env: environment,
      stdio: ['pipe', 'ignore', 'pipe'],
      detached: true,
      cwd: '/',
    })
    this.#child.stdin.on('error', () => undefined)
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => this.#take(text))
    // ssh has ended: its keeper has nothing more to wait for.
    this.#child.stderr.on('end', () => this.#child.stdin.end())
    this.ended = new Promise((resolve) => {
      const gone = (): void => {
        if (this.#killer !== null) clearTimeout(this.#killer)
        void rm(dir, { recursive: true, force: true }).then(resolve, resolve)
      }
      this.#child.on('close', gone)
      this.#child.on('error', gone)
    })
  }

  static async start(options: MasterOptions): Promise<Master> {
    const base = tmpdir().length > FOLDER_CHARS ? '/tmp' : tmpdir()
    return new Master(await mkdtemp(join(base, 'mc-')), options)
  }

  /** `ready` once it is connected, logged in and takes channels. */
  async begun(withinMs: number): Promise<'ready' | 'ended' | 'late'> {
    return await new Promise((resolve) => {
      const settle = (how: 'ready' | 'ended' | 'late'): void => {
        clearInterval(looking)
        clearTimeout(over)
        resolve(how)
      }
      const looking = setInterval(() => {
        if (existsSync(this.socket)) settle('ready')
      }, READY_STEP_MS)
      const over = setTimeout(() => settle('late'), withinMs)
      void this.ended.then(() => settle('ended'))
    })
  }

  /** Hears each line from now on, until the function that is given back is called. */
  hear(listener: (said: Said) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  end(): void {
    this.#child.stdin.end()
    if (this.#killer !== null) return
    this.#signal('SIGTERM')
    this.#killer = setTimeout(() => this.#signal('SIGKILL'), END_GRACE_MS)
  }

  /** To ssh, its keeper and a ProxyCommand alike. */
  #signal(signal: NodeJS.Signals): void {
    const { pid, exitCode, signalCode } = this.#child
    if (pid === undefined || (signal === 'SIGTERM' && (exitCode ?? signalCode) !== null)) return
    try {
      process.kill(-pid, signal)
    } catch {
      // All of them have ended.
    }
  }

  #take(text: string): void {
    const lines = (this.#line + text).split('\n')
    this.#line = (lines.pop() ?? '').slice(0, LINE_CHARS)
    for (const line of lines) {
      const said = saidIn(line)
      if (said === null) continue
      if (said.kind === 'words') this.words.push(said.text)
      if (this.words.length > WORDS_KEPT) this.words.shift()
      for (const listener of this.#listeners) listener(said)
    }
  }
}
