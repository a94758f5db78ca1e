/**
 * The whole thing, as people have it: a local workspace in this process and the built bot in another, talking
 * over the same wire as with Slack. What is made is taken down after each test.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Log } from '../../src/domain/ports.ts'
import { startEmbeddedHost } from '../../src/local/embeddedHost.ts'
import type { Dict, Message } from '../../src/workspace/model.ts'
import {
  startWorkspace,
  type Workspace,
  type WorkspaceOptions,
} from '../../src/workspace/server.ts'

const ROOT = join(import.meta.dirname, '..', '..')

type Step = () => Promise<void> | void

/** What is made for several tests at the moment; null within one. */
let shared: Step[] | null = null

/** Takes something down when the test that calls it ends, the last made first; or with what is made together. */
export function afterThis(step: Step): void {
  if (shared === null) onTestFinished(step)
  else shared.push(step)
}

/** For `beforeAll`: makes what several tests share, and gives what takes it down after them. */
export async function together(make: () => Promise<void>): Promise<() => Promise<void>> {
  const steps: Step[] = []
  shared = steps
  const down = async (): Promise<void> => {
    for (const step of steps.reverse()) await step()
  }
  try {
    await make()
  } catch (error) {
    await down()
    throw error
  } finally {
    shared = null
  }
  return down
}

export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'memcheck-e2e-'))
  afterThis(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** How a bot hears of what people do. */
export type Mode = 'socket' | 'http'

export async function workspace(
  delivery: Mode = 'socket',
  whose: Pick<WorkspaceOptions, 'people' | 'usergroups'> = {},
): Promise<Workspace> {
  const made = await startWorkspace({
    ...whose,
    delivery,
    port: 0,
    manifestPath: join(ROOT, 'manifest.json'),
    dataDir: null,
    now: () => Date.now(),
  })
  afterThis(() => made.close())
  return made
}

export interface BotOptions {
  readonly slack: Workspace
  /** Holds database, keys and, where it is given, memcheck.yaml. */
  readonly folder: string
  readonly config?: string
  /** As the workspace's. */
  readonly mode?: Mode
  /** Name of the run's step at which the bot is killed with SIGKILL, from the inside and at that very step. */
  readonly killAt?: string
  readonly env?: Readonly<Record<string, string>>
}

export interface RunningBot {
  readonly child: ChildProcess
  log(): string
  stop(): Promise<void>
  /** Resolves when the process is gone, with its exit status or signal. */
  readonly gone: Promise<{ readonly status: number | null; readonly signal: string | null }>
}

/** Starts the bot and waits until it is connected. */
export async function bot(options: BotOptions): Promise<RunningBot> {
  const running = launch(options)
  if (options.mode === 'http') {
    await until(() => running.log().includes('memcheck is up'), running.log, running.gone)
    const port = /"port":(\d+),"path":"\/slack\/events"/.exec(running.log())?.[1]
    await options.slack.control.requestUrl(`http://127.0.0.1:${port}/slack/events`)
    return running
  }
  await until(
    () => options.slack.control.sockets() >= 1 && running.log().includes('memcheck is up'),
    () => running.log(),
    running.gone,
  )
  return running
}

export function launch(options: BotOptions): RunningBot {
  if (options.config !== undefined)
    writeFileSync(join(options.folder, 'memcheck.yaml'), options.config)
  const program =
    options.killAt === undefined
      ? join(ROOT, 'dist', 'bundle', 'main.js')
      : join(ROOT, 'test', 'e2e', 'mortalBot.mjs')
  const child = spawn(process.execPath, [program], {
    cwd: options.folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: options.folder,
      SLACK_BOT_TOKEN: options.slack.botToken,
      ...(options.mode === 'http'
        ? {
            SLACK_MODE: 'http',
            SLACK_SIGNING_SECRET: options.slack.signingSecret,
            SLACK_HTTP_PORT: '0',
          }
        : { SLACK_APP_TOKEN: options.slack.appToken }),
      SLACK_API_URL: options.slack.apiUrl,
      MEMCHECK_DATA: join(options.folder, 'data'),
      LOG_LEVEL: 'debug',
      ...(options.killAt === undefined ? {} : { KILL_AT: options.killAt }),
      ...options.env,
    },
  })
  let log = ''
  child.stdout?.on('data', (part: Buffer) => (log += part.toString()))
  child.stderr?.on('data', (part: Buffer) => (log += part.toString()))
  const gone = new Promise<{ status: number | null; signal: string | null }>((resolve) =>
    child.once('close', (status, signal) => resolve({ status, signal })),
  )
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
    await gone
  }
  afterThis(stop)
  return { child, log: () => log, stop, gone }
}

/** Waits for a condition; rejects with what was seen when the process is gone or the time is up. */
export async function until(
  condition: () => boolean,
  seen: () => string,
  gone?: Promise<unknown>,
  timeoutMs = 180_000,
): Promise<void> {
  let isGone = false
  void gone?.then(() => (isGone = true))
  const deadline = Date.now() + timeoutMs
  while (!condition()) {
    if (isGone) throw new Error(`the bot ended: ${seen()}`)
    if (Date.now() > deadline) throw new Error(`waited ${timeoutMs} ms in vain: ${seen()}`)
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}

/** An SSH host in this process, as a memcheck.yaml that calls it db1. A bot with hosts of its own runs no demonstration. */
export async function hostInHere(): Promise<string> {
  return (await hostHere()).yaml
}

/** The same, with what takes it down: every connection to it is lost then. */
export async function hostHere(): Promise<{
  readonly yaml: string
  close(): Promise<void>
}> {
  const silent: Log = {
    info: () => undefined,
    warn: () => undefined,
    bug: () => 'E00000',
    step: () => undefined,
  }
  const host = await startEmbeddedHost({ dataDir: tempFolder(), log: silent })
  let isOpen = true
  const close = async (): Promise<void> => {
    if (isOpen) await host.close()
    isOpen = false
  }
  afterThis(close)
  const { address, port, user, credentials, knownHostsFiles } = host.entry
  const yaml = `hosts:\n  - { name: db1, address: ${address}, port: ${port}, user: ${user}, key: ${credentials.keyFiles[0]}, known_hosts: ${knownHostsFiles[0]} }\n`
  return { yaml, close }
}

/** A process of our own to look at; gives its pid. */
export function sleeper(): string {
  const child = spawn('sleep', ['300'])
  afterThis(() => void child.kill('SIGKILL'))
  return String(child.pid)
}

/** A process of our own with a name that no other has, to be found by it. */
export function namedSleeper(): string {
  const name = `mc-${Math.random().toString(36).slice(2, 10)}`
  const program = join(tempFolder(), name)
  copyFileSync('/bin/sleep', program)
  const child = spawn(program, ['300'])
  afterThis(() => void child.kill('SIGKILL'))
  return name
}

/** All text of a message: its blocks' strings as they stand. */
export function textOf(message: Message | null | undefined): string {
  return message == null ? '' : `${message.text}\n${JSON.stringify(message.blocks)}`
}

/** Messages of the bot that everybody sees. */
export function posts(slack: Workspace, channel = 'C0OPS'): readonly Message[] {
  return slack.control
    .messages(channel)
    .filter((message) => message.author === 'U0MEMCHECK' && message.ephemeralTo === null)
}

export function roots(slack: Workspace, channel = 'C0OPS'): readonly Message[] {
  return posts(slack, channel).filter((message) => message.threadTs === null)
}

export function repliesTo(slack: Workspace, root: Message | undefined): readonly Message[] {
  return posts(slack, root?.channel).filter((message) => message.threadTs === root?.ts)
}

export function imageIds(message: Message | null | undefined): readonly string[] {
  return (message?.blocks ?? []).flatMap((block) => {
    const file = (block as Dict)['slack_file'] as { id?: string } | undefined
    return block['type'] === 'image' && file?.id !== undefined ? [file.id] : []
  })
}

export function isPng(bytes: Uint8Array | null): boolean {
  return (
    bytes !== null && Buffer.from(bytes.subarray(1, 4)).toString() === 'PNG' && bytes.length > 5000
  )
}

export function fixture(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8')
}
