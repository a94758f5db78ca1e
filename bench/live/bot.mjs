/**
 * A program: the bot's line from collect to report over many hosts, without a chat. `node bot.mjs PLAN` runs a phase for each
 * line on its standard input, `{ name, atOnce }`, and answers with a line of what it took; it ends with that input.
 *
 * PLAN is JSON: { folder, hosts, pid }. Nothing else runs in this process: its memory is the bot's.
 */
import { readFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { createInterface } from 'node:readline'
import { spreadOf } from '../parts/figures.mjs'
import { startTerminal } from '../parts/terminal.mjs'
import { undoAll } from '../parts/undo.mjs'

const RESOLUTION_MS = 5

const { folder, hosts, pid } = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const terminal = await startTerminal(folder, hosts)
say(memory())
for await (const line of createInterface({ input: process.stdin }))
  say(await runPhase(JSON.parse(line)))
await undoAll()

function say(what) {
  process.stdout.write(`${JSON.stringify(what)}\n`)
}

/** All hosts once, so many at a time. */
async function runPhase({ name, atOnce }) {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  const cpu = process.cpuUsage()
  const beganMs = performance.now()
  delay.enable()
  const tookMs = []
  let next = 0
  let peakMb = 0
  const worker = async () => {
    for (let i = next; i < hosts.length; i = next) {
      next += 1
      tookMs.push(await terminal.live(hosts[i].name, pid))
      peakMb = Math.max(peakMb, memory().rssMb)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  delay.disable()
  const { user, system } = process.cpuUsage(cpu)
  return {
    ...{ name, atOnce, peakMb, ...memory() },
    wallMs: Math.round(performance.now() - beganMs),
    checkMs: spreadOf(tookMs),
    cpuMsPerCheck: Number(((user + system) / 1000 / hosts.length).toFixed(1)),
    // The monitor's own timer is in each of its figures.
    longestStallMs: Number(Math.max(0, delay.max / 1e6 - RESOLUTION_MS).toFixed(1)),
    p99StallMs: Number(Math.max(0, delay.percentile(99) / 1e6 - RESOLUTION_MS).toFixed(1)),
  }
}

function memory() {
  const { rss, heapUsed, heapTotal, external } = process.memoryUsage()
  const mb = (bytes) => Math.round(bytes / 1e6)
  return {
    rssMb: mb(rss),
    heapMb: mb(heapUsed),
    heapTotalMb: mb(heapTotal),
    externalMb: mb(external),
    fileMb: mb(fileBytes()),
  }
}

/** Of RSS, what is pages of files: the text of node and its libraries, which other programs share (proc_pid_status(5)). */
function fileBytes() {
  const [, kib = '0'] =
    /^RssFile:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
  return Number(kib) * 1024
}
