/**
 * npm run bench -- ack [--json]: how soon typed commands are acknowledged while the bot is busy: 500 in 10 s, with 20 checks
 * of recorded hosts and their pictures under way all the time, and a log of 30 MiB being read.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { startBot } from './parts/bot.mjs'
import { surroundings } from './parts/figures.mjs'
import { missing, pathOf } from './parts/needs.mjs'
import { startRecorded } from './parts/recorded.mjs'
import { startFlags } from './parts/startFlags.mjs'
import { afterwards, boundedRun } from './parts/undo.mjs'

const CHECKS_AT_ONCE = 20
const COMMANDS = 500
const EACH_MS = 20
/** What a person may share (domain/limits.ts has 32 MiB). */
const LOG_BYTES = 30 * 1024 * 1024
const GOAL_P99_MS = 500
const END_WITHIN_MS = 170_000
/** Answered by the ack itself, asked with a fault, and looked up in the store. */
const TYPED = ['help', 'histroy host1', 'hosts']

async function measure() {
  const folder = mkdtempSync(join(tmpdir(), 'mcbench-'))
  afterwards(() => rmSync(folder, { recursive: true, force: true }))
  const { hosts, pid } = await startRecorded(folder, CHECKS_AT_ONCE)
  const stalls = join(import.meta.dirname, 'ack', 'stalls.mjs')
  const bot = await startBot(join(folder, 'bot'), hosts, [...startFlags(), '--import', stalls])
  for (const { name } of hosts.slice(0, 2)) await bot.ask(`${name} ${pid}`)
  process.kill(bot.pid, 'SIGUSR2')
  const before = bot.control.messages().length
  const busy = keepBusy(bot.control, hosts, pid)
  bot.control.share('kern.log', logText(), { text: '@memcheck read' })
  await after(500)
  const acks = await typed(bot.control)
  const checks = await busy.stop()
  const messages = bot.control.messages().slice(before)
  await bot.stop()
  const [, told = '{}'] = /^stalls (\{.*\})$/m.exec(bot.said()) ?? []
  const pictures = messages.filter(({ blocks }) => JSON.stringify(blocks ?? []).includes('image'))
  return { ...acks, checks, pictures: pictures.length, stalls: JSON.parse(told) }
}

/** Slack takes about one post a second in a channel: with one alone the checks would wait for that and for nothing else. */
const PLACES = ['ops', 'alerts', 'general', 'D0ANA']

/** A check of each host, and the next as soon as its report stands. */
function keepBusy(control, hosts, pid) {
  control.invite('general')
  let going = true
  let done = 0
  const one = async ({ name }, index) => {
    const channel = PLACES[index % PLACES.length]
    while (going) {
      const from = control.messages().length
      await control.slash(`${name} ${pid}`, { channel }).catch(() => undefined)
      const answered = () =>
        control
          .messages()
          .slice(from)
          .some(({ text, blocks }) => text.includes(name) && isReport(blocks))
      for (let waited = 0; going && waited < 10_000 && !answered(); waited += 100) await after(100)
      done += 1
    }
  }
  const all = Promise.all(hosts.map(one))
  return {
    async stop() {
      going = false
      await all
      return done
    },
  }
}

/** A report's last line tells how long it took. */
function isReport(blocks) {
  return JSON.stringify(blocks ?? []).includes('took')
}

/** A kernel's log that tells of nothing but one kill, at its end. */
function logText() {
  const line = (i) =>
    `Nov 26 10:${String(i % 60).padStart(2, '0')}:00 db1 kernel: [${1000 + i}.000000] usb 1-1: new device number ${i}\n`
  let text = ''
  for (let i = 0; text.length < LOG_BYTES; i += 1) text += line(i)
  return Buffer.from(
    `${text}Nov 26 11:00:00 db1 kernel: [99999.000000] Out of memory: Killed process 4242 (postgres) total-vm:1kB, anon-rss:1kB, file-rss:0kB, shmem-rss:0kB, UID:0 pgtables:1kB oom_score_adj:0\n`,
  )
}

async function typed(control) {
  const tookMs = []
  let failed = 0
  const all = []
  const startedMs = performance.now()
  for (let i = 0; i < COMMANDS; i += 1) {
    await after(Math.max(0, startedMs + i * EACH_MS - performance.now()))
    const sentMs = performance.now()
    all.push(
      control.slash(TYPED[i % TYPED.length]).then(
        () => tookMs.push(performance.now() - sentMs),
        () => {
          failed += 1
        },
      ),
    )
  }
  await Promise.all(all)
  tookMs.sort((a, b) => a - b)
  const at = (share) =>
    Math.round(tookMs[Math.min(tookMs.length - 1, Math.floor(tookMs.length * share))])
  return {
    ...{ commands: COMMANDS, failed, medianMs: at(0.5), p99Ms: at(0.99), longestMs: at(1) },
    wallMs: Math.round(performance.now() - startedMs),
  }
}

function print({ where, ...got }) {
  const met = got.failed === 0 && got.p99Ms <= GOAL_P99_MS ? 'met' : 'NOT met'
  process.stdout.write(
    [
      `commit ${where.commit}, Node ${where.node}, Linux ${where.kernel}, ${where.cpus} x ${where.cpu}, load ${where.load}`,
      `${got.commands} commands in ${(got.wallMs / 1000).toFixed(1)} s while ${CHECKS_AT_ONCE} checks were under way at a time (${got.checks} in all, ${got.pictures} messages with a picture) and a log of ${LOG_BYTES / 1024 / 1024} MiB was read.`,
      `Acknowledged after ${got.medianMs} ms in the middle, 99 % within ${got.p99Ms} ms (goal ${GOAL_P99_MS}), the last after ${got.longestMs}; ${got.failed} failed: ${met}.`,
      `Longest stall of the bot's event loop ${got.stalls.longestMs} ms (99 %: ${got.stalls.p99Ms}).`,
      '',
    ].join('\n'),
  )
}

const lacking = missing()
if (lacking !== null) {
  process.stderr.write(`bench: could not measure: ${lacking}\n`)
  process.exit(2)
}
process.exitCode = await boundedRun(END_WITHIN_MS, async () => {
  const result = { bench: 'ack', where: surroundings(pathOf('ssh')), ...(await measure()) }
  if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`)
  else print(result)
  return 0
})
