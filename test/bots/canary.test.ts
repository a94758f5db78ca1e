/**
 * 200 secrets in 20 shapes, in command lines, environment, names of programs and open files, logs, SQL, errors and uploads
 * of real processes on this machine; everything a person can ask asked of them. Then all that left the bot and all that it
 * keeps is searched: requests to Slack, files, the database, the data folder, the log. What only looks like a secret must
 * be there to read.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { copyFileSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { inflateRawSync } from 'node:zlib'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import type { Workspace } from '../../src/workspace/server.ts'
import {
  afterThis,
  bot,
  hostInHere,
  type RunningBot,
  repliesTo,
  tempFolder,
  textOf,
  until,
  workspace,
} from '../e2e/world.ts'
import { CANARIES } from '../masking/canaries.ts'
import { LOOK_ALIKES } from '../masking/lookAlikes.ts'

/** Names that a file may have; what is merely random stays in one (docs/masking.md). */
const FILE_NAMES = CANARIES.filter(
  ({ text, shape }) => shape !== 'random' && text.length < 200 && !/[/\n]/.test(text),
).map(({ text }) => text)
const QUESTIONS = [
  'raw',
  'fds',
  'mappings',
  'smaps',
  'status',
  'top',
  'numbers',
  'timeline',
  'facts',
  'history',
]

/** Holds all canaries in its arguments, its environment, its memory, a log that it writes and files that it holds open. */
const PROGRAM = `
const fs = require('node:fs')
const [folder, ...told] = process.argv.slice(1)
globalThis.kept = told.map((text) => text + ' in memory ' + text)
for (const name of JSON.parse(process.env.NAMES)) fs.openSync(folder + '/' + name, 'w')
const log = fs.openSync(folder + '/app.log', 'a')
for (const text of told) fs.writeSync(log, 'ERROR out of memory near ' + text + '\\n')
console.log('ready')
setInterval(() => {}, 1000)
`

function started(child: ChildProcess): Promise<void> {
  afterThis(() => void child.kill('SIGKILL'))
  return new Promise((resolve) => child.stdout?.once('data', () => resolve()))
}

/** A process that holds everything, and one whose very program's name is a secret. */
async function plant(): Promise<{ readonly pid: number; readonly named: number }> {
  const folder = tempFolder()
  const told = [...CANARIES.map(({ text }) => text), ...LOOK_ALIKES]
  const environment = Object.fromEntries(CANARIES.map(({ text }, i) => [`CANARY_${i}`, text]))
  const child = spawn(process.execPath, ['-e', PROGRAM, folder, ...told], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...environment, NAMES: JSON.stringify(FILE_NAMES) },
  })
  await started(child)
  const program = join(tempFolder(), FILE_NAMES[0] ?? '')
  copyFileSync('/bin/sleep', program)
  const named = spawn(program, ['300'], { stdio: ['ignore', 'ignore', 'inherit'] })
  afterThis(() => void named.kill('SIGKILL'))
  return { pid: child.pid ?? 0, named: named.pid ?? 0 }
}

/** A server's log with all canaries in statements, errors and names of contexts. */
function serverLog(): string {
  const lines = CANARIES.flatMap(({ text }, i) => {
    const at = `2024-11-20 03:14:${String(i % 60).padStart(2, '0')}.120 UTC [4242]`
    const quoted = text.replaceAll("'", "''").replaceAll('\n', ' ')
    return [
      `${at} ERROR:  out of memory`,
      `${at} DETAIL:  Failed on request of size 67108864 in memory context "ExecutorState".`,
      `${at} STATEMENT:  SELECT * FROM users WHERE note = '${quoted}' AND id = 4711`,
      `${at} LOG:  connection failed: ${text.replaceAll('\n', ' ')}`,
    ]
  })
  return `${lines.join('\n')}\n`
}

/** All bytes below a folder, and what lies deflated in its databases. */
function kept(folder: string): string {
  const parts: string[] = []
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, name)
    if (!statSync(path).isFile()) continue
    parts.push(name, readFileSync(path, 'latin1'), readFileSync(path, 'utf8'))
    if (name.endsWith('.sqlite')) parts.push(...rowsOf(path))
  }
  return parts.join('\n')
}

function rowsOf(path: string): readonly string[] {
  const db = new Database(path, { readonly: true })
  const tables = db
    .prepare("select name from sqlite_master where type = 'table'")
    .pluck()
    .all() as string[]
  const values = tables.flatMap((table) =>
    (db.prepare(`select * from "${table}"`).raw().all() as unknown[][]).flat(),
  )
  db.close()
  return values.map((value) => (Buffer.isBuffer(value) ? opened(value) : String(value)))
}

function opened(bytes: Buffer): string {
  try {
    return inflateRawSync(bytes).toString('utf8')
  } catch {
    return bytes.toString('utf8')
  }
}

/** All that the app sent, and all files that it gave. */
function sent(slack: Workspace): string {
  const calls = slack.control.calls()
  const text = JSON.stringify(calls)
  const files = [...new Set(text.match(/F[A-Z0-9]{6,}/g) ?? [])].map((id) => {
    const bytes = slack.control.file(id)
    return bytes === null ? '' : Buffer.from(bytes).toString('utf8')
  })
  const own = slack.control.messages().filter(({ author }) => author === 'U0MEMCHECK')
  // JSON writes quotes and backslashes in another way: what was sent is looked at both ways.
  return [
    text,
    text.replaceAll('\\\\', '\\').replaceAll('\\"', '"'),
    ...files,
    ...own.map(textOf),
  ].join('\n')
}

async function ask(slack: Workspace, running: RunningBot, pid: number): Promise<void> {
  await slack.control.slash(`db1 ${pid}`)
  const root = await slack.control.waitFor(
    (message) =>
      message.text.includes(`[${pid}]`) &&
      message.threadTs === null &&
      message.author === 'U0MEMCHECK',
  )
  for (const question of QUESTIONS) {
    const told = repliesTo(slack, root).length
    slack.control.say(question, { threadTs: root.ts })
    await until(() => repliesTo(slack, root).length > told, running.log, running.gone)
  }
}

test('what was planted is found nowhere, and what only looks like it is there to read', async () => {
  const slack = await workspace()
  const folder = tempFolder()
  const running = await bot({ slack, folder, config: await hostInHere() })
  const { pid, named } = await plant()
  await ask(slack, running, pid)
  await ask(slack, running, named)
  // What people type and bring.
  for (const name of FILE_NAMES.slice(0, 20)) {
    await slack.control.slash(`db1 ${name}`)
    await slack.control.slash(`${name} x`)
  }
  const before = slack.control.messages().length
  slack.control.share(`${FILE_NAMES[1]}.log`, new TextEncoder().encode(serverLog()), {
    text: '@memcheck',
  })
  slack.control.share(
    `${FILE_NAMES[2]}.txt`,
    new TextEncoder().encode(CANARIES.map(({ text }) => text).join('\n')),
    { text: '@memcheck' },
  )
  await until(() => slack.control.messages().length >= before + 4, running.log, running.gone)
  await running.stop()

  const [traffic, disk, log] = [sent(slack), kept(folder), running.log()]
  for (const [where, text] of Object.entries({ traffic, disk, log })) {
    const leaks = CANARIES.flatMap(({ shape, text: planted, secrets }) =>
      secrets
        .filter((secret) => text.includes(secret))
        .map((secret) => `${where}: ${shape}: ${planted} -> ${secret}: ${around(text, secret)}`),
    )
    expect(leaks).toEqual([])
  }
  const readable = LOOK_ALIKES.filter((text) => disk.includes(text))
  expect(LOOK_ALIKES.filter((text) => !readable.includes(text))).toEqual([])
})

function around(text: string, secret: string): string {
  const at = text.indexOf(secret)
  return text.slice(Math.max(0, at - 80), at + secret.length + 20)
}
