/**
 * npm run bench -- live [--json]: 200 hosts with a living connection each, checked 16 and 32 at once, through the whole line
 * (collect, keep, parse, measure, judge, report): what it costs the bot. The hosts are another process that answers what was
 * recorded of this machine; so nothing here is about how fast a host is.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createSshRemote } from '../dist/src/ssh/remote.js'
import { surroundings } from './parts/figures.mjs'
import { missing, pathOf } from './parts/needs.mjs'
import { startTarget } from './parts/programs.mjs'
import { startSshd } from './parts/sshd.mjs'
import { startFlags } from './parts/startFlags.mjs'
import { startTerminal } from './parts/terminal.mjs'
import { afterwards, boundedRun } from './parts/undo.mjs'

const HOSTS = 200
/** The first opens all connections. */
const PHASES = [
  { name: 'connect and check', atOnce: 16 },
  { name: 'live', atOnce: 16 },
  { name: 'live', atOnce: 32 },
]
const GOAL_RSS_MB = 150
const END_WITHIN_MS = 170_000
const RECORDED = 'recorded'
const SILENT = {
  info: () => undefined,
  warn: () => undefined,
  bug: () => 'ref',
  step: () => undefined,
}

async function measure() {
  const folder = mkdtempSync(join(tmpdir(), 'mcbench-'))
  afterwards(() => rmSync(folder, { recursive: true, force: true }))
  const pid = await startTarget()
  const sshd = await startSshd(folder)
  const knownHostsFile = join(folder, 'known_hosts')
  writeFileSync(knownHostsFile, `[127.0.0.1]:${sshd.port} ${sshd.hostKey}\n`)
  const hostAt = (name, port) => ({
    ...{ name, port, address: '127.0.0.1', aliases: [], memory: false },
    ...{ user: sshd.user, keyFile: sshd.userKey, knownHostsFile },
  })
  const rounds = await recordedRounds(join(folder, 'real'), hostAt(RECORDED, sshd.port), pid)
  const record = join(folder, 'record.json')
  const key = (file) => readFileSync(file, 'utf8')
  writeFileSync(
    record,
    JSON.stringify({ hostKey: key(join(folder, 'host_key')), userKey: key(sshd.userKey), rounds }),
  )
  const fleet = await startFleet(record)
  const known = fleet.ports.map((port) => `[127.0.0.1]:${port} ${sshd.hostKey}\n`)
  writeFileSync(knownHostsFile, known.join(''))
  const hosts = fleet.ports.map((port, i) => hostAt(`host${i}`, port))
  const plan = join(folder, 'plan.json')
  writeFileSync(plan, JSON.stringify({ folder: join(folder, 'bot'), hosts, pid }))
  const bot = await startProgram('bot.mjs', [plan], startFlags())
  const phases = []
  for (const phase of PHASES) {
    const before = await fleet.counted()
    const figures = await bot.ask(phase)
    const after = await fleet.counted()
    phases.push({
      ...figures,
      rounds: after.answered - before.answered,
      unknown: after.unknown - before.unknown,
      live: after.live,
      opened: after.connected - before.connected,
    })
  }
  const execs = phases.reduce((sum, { rounds: one }) => sum + one, 0)
  if (execs < PHASES.length * HOSTS) throw new Error(`only ${execs} rounds were asked`)
  const recordedBytes = rounds.map(({ out }) => Buffer.from(out, 'base64').length)
  return { recordedBytes, atStart: bot.first, phases, hosts: HOSTS, goalRssMb: GOAL_RSS_MB }
}

/** Real checks, with each script and what came back; twice, because the second one has a history. */
async function recordedRounds(folder, host, pid) {
  const terminal = await startTerminal(folder, [host])
  const real = createSshRemote({ log: SILENT })
  const rounds = new Map()
  const remote = {
    async exec(entry, request) {
      const parts = { out: [], err: [] }
      const end = await real.exec(entry, {
        ...request,
        onBytes(stream, bytes) {
          parts[stream].push(Buffer.from(bytes))
          request.onBytes(stream, bytes)
        },
      })
      const text = (stream) => Buffer.concat(parts[stream]).toString('base64')
      const round = { script: request.script, nonce: request.args[0] }
      rounds.set(request.script, { ...round, out: text('out'), err: text('err') })
      return end
    },
    close: () => real.close(),
  }
  for (let i = 0; i < 2; i += 1) await terminal.over(remote, RECORDED, pid)
  await real.close()
  await terminal.close()
  return [...rounds.values()]
}

async function startFleet(record) {
  const fleet = await startProgram('fleet.mjs', [record, String(HOSTS)])
  return { ports: fleet.first, counted: () => fleet.ask(null) }
}

/** A process of its own that says a line of JSON at its start and one for each that it is told. */
async function startProgram(name, args, flags = []) {
  const child = spawn(
    process.execPath,
    [...flags, join(import.meta.dirname, 'live', name), ...args],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  )
  const closed = once(child, 'close')
  afterwards(async () => {
    child.stdin.end()
    await closed
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const next = async () => {
    const { value, done } = await lines.next()
    if (done) throw new Error(`${name} ended`)
    return JSON.parse(value)
  }
  return {
    first: await next(),
    ask(what) {
      child.stdin.write(`${JSON.stringify(what)}\n`)
      return next()
    },
  }
}

function print({ where, recordedBytes, atStart, phases, hosts, goalRssMb }) {
  const peakMb = Math.max(...phases.map((phase) => phase.peakMb))
  const lines = [
    `commit ${where.commit}, Node ${where.node}, Linux ${where.kernel}, ${where.cpus} x ${where.cpu}, load ${where.load}`,
    `${hosts} hosts in another process, each answering after 100 ms what was recorded: rounds of ${recordedBytes.map((bytes) => `${Math.round(bytes / 1024)} KiB`).join(', ')}.`,
    `Before the first connection: ${atStart.rssMb} MB, ${atStart.fileMb} of them pages of files.`,
    '',
    ...phases.map(
      (phase) =>
        `${`${phase.name}, ${phase.atOnce} at once`.padEnd(32)}${(phase.wallMs / 1000).toFixed(1)} s for ${hosts} checks of ${phase.checkMs.median.toFixed(0)} ms (${phase.checkMs.min.toFixed(0)}-${phase.checkMs.max.toFixed(0)}), ` +
        `CPU ${phase.cpuMsPerCheck} ms a check, longest stall ${phase.longestStallMs} ms (99 %: ${phase.p99StallMs}), ` +
        `RSS ${phase.rssMb} MB (heap ${phase.heapMb} of ${phase.heapTotalMb}, outside it ${phase.externalMb}; pages of files ${phase.fileMb}), at most ${phase.peakMb}; ${phase.opened} connections opened, ${phase.live} live, ${phase.rounds} rounds, ${phase.unknown} not recorded`,
    ),
    '',
    `Most memory ${peakMb} MB, goal under ${goalRssMb} MB ${peakMb < goalRssMb ? 'met' : 'NOT met'}; ${phases.at(-1).live} of ${hosts} connections live at the end.`,
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
}

const lacking = missing()
if (lacking !== null) {
  process.stderr.write(`bench: could not measure: ${lacking}\n`)
  process.exit(2)
}
process.exitCode = await boundedRun(END_WITHIN_MS, async () => {
  const result = { bench: 'live', where: surroundings(pathOf('ssh')), ...(await measure()) }
  if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`)
  else print(result)
  return 0
})
