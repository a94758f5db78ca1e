/** The built bot in a process of its own, connected to a local workspace in this one: what a person types and sees. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { VERDICT_WORDS } from '../../dist/src/report/words/ui.js'
import { startWorkspace } from '../../dist/src/workspace/server.js'
import { afterwards } from './undo.mjs'

const ROOT = join(import.meta.dirname, '..', '..')
const CHANNEL = 'C0OPS'
const START_WITHIN_MS = 15_000
const VERDICT_WITHIN_MS = 15_000
/** After its last step a run still tidies up; when the log is silent for this long it has. */
const SILENT_MS = 100

/**
 * @param {string} folder
 * @param {readonly { name: string, address: string, port: number, user: string, keyFile: string, knownHostsFile: string }[]} hosts
 * @param {readonly string[]} flags of Node
 */
export async function startBot(folder, hosts, flags = []) {
  const workspace = await startWorkspace({
    port: 0,
    manifestPath: join(ROOT, 'manifest.json'),
    dataDir: null,
    now: () => Date.now(),
  })
  afterwards(() => workspace.close())
  mkdirSync(folder)
  // JSON is YAML.
  writeFileSync(
    join(folder, 'memcheck.yaml'),
    JSON.stringify({
      hosts: hosts.map(({ name, address, port, user, keyFile, knownHostsFile }) => ({
        ...{ name, address, port, user },
        ...{ key: keyFile, known_hosts: knownHostsFile },
      })),
    }),
  )
  const log = await launch(folder, workspace, flags)
  return {
    ask: (words) => ask(workspace.control, log, words),
    control: workspace.control,
    /** What the bot said so far. */
    said: () => log.text,
    /** Asks it to end, and waits until it has. */
    stop: log.stop,
    pid: log.pid,
  }
}

async function launch(folder, workspace, flags) {
  // A file, as a service has: who writes to a pipe waits for its reader, and that is this busy process.
  const file = join(folder, 'bot.log')
  const out = openSync(file, 'a')
  const child = spawn(process.execPath, [...flags, join(ROOT, 'dist', 'bundle', 'main.js')], {
    cwd: folder,
    stdio: ['ignore', out, out],
    env: {
      PATH: process.env.PATH ?? '',
      HOME: folder,
      SLACK_BOT_TOKEN: workspace.botToken,
      SLACK_APP_TOKEN: workspace.appToken,
      SLACK_API_URL: workspace.apiUrl,
      MEMCHECK_DATA: join(folder, 'data'),
      LOG_LEVEL: 'info',
    },
  })
  const log = {
    get text() {
      return readFileSync(file, 'utf8')
    },
    ended: false,
    stop: () => Promise.resolve(),
    pid: child.pid,
  }
  const closed = once(child, 'close').then(() => {
    log.ended = true
  })
  log.stop = async () => {
    child.kill('SIGTERM')
    await closed
  }
  afterwards(log.stop)
  // Both sockets: the second one connects while the first already works.
  await until(
    log,
    START_WITHIN_MS,
    () => log.text.includes('memcheck is up') && workspace.control.sockets() >= 2,
  )
  return log
}

/**
 * Types a command as a person does and waits for the first message with a verdict, then for the run's end, so
 * that nothing of it is left to disturb what is measured next.
 * @returns {Promise<{ ackMs: number, verdictMs: number, verdict: string }>}
 */
async function ask(control, log, words) {
  const logFrom = log.text.length
  const known = new Set(control.messages(CHANNEL).map(({ ts }) => ts))
  const fits = (message) =>
    message.channel === CHANNEL && !known.has(message.ts) && verdictOf(message.text) !== null
  const startedMs = performance.now()
  const acked = control.slash(words, { channel: CHANNEL }).then(() => performance.now() - startedMs)
  acked.catch(() => undefined)
  const message = await control.waitFor(fits, VERDICT_WITHIN_MS)
  const verdictMs = performance.now() - startedMs
  const verdict = verdictOf(message.text)
  if (verdict === 'unknown') throw new Error(`the check itself could not check: ${message.text}`)
  await until(log, VERDICT_WITHIN_MS, () => isOver(log.text.slice(logFrom)))
  for (let length = -1; length !== log.text.length; await after(SILENT_MS)) length = log.text.length
  return { ackMs: await acked, verdictMs, verdict }
}

/** Closed is not over: the final message and the graph go out after it, the graph last. */
function isOver(steps) {
  const at = (name, from = 0) => steps.indexOf(`"step":"${name}"`, from)
  const closed = at('closed')
  if (closed < 0 || at('posted-root', closed) < 0) return false
  return at('outbox-chart') < 0 || at('posted-chart', closed) >= 0
}

/** A report's text begins with its verdict's words; placeholders and errors do not. */
function verdictOf(text) {
  const found = Object.entries(VERDICT_WORDS).find(([, { en, zh }]) =>
    [en, zh].some((word) => text.startsWith(`${word} · `)),
  )
  return found === undefined ? null : found[0]
}

async function until(log, withinMs, condition) {
  const deadline = performance.now() + withinMs
  while (!condition()) {
    if (log.ended) throw new Error(`the bot ended: ${log.text.slice(-2000)}`)
    if (performance.now() > deadline)
      throw new Error(`the bot took longer than ${withinMs} ms: ${log.text.slice(-2000)}`)
    await after(10)
  }
}
