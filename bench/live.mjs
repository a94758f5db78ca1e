/**
 * npm run bench -- live [--json]: 200 hosts with a living connection each, checked 16 and 32 at once, through the whole line
 * (collect, keep, parse, measure, judge, report): what it costs the bot. The hosts are another process that answers what was
 * recorded of this machine; so nothing here is about how fast a host is.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { surroundings } from './parts/figures.mjs'
import { missing, pathOf } from './parts/needs.mjs'
import { startProgram, startRecorded } from './parts/recorded.mjs'
import { startFlags } from './parts/startFlags.mjs'
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

async function measure() {
  const folder = mkdtempSync(join(tmpdir(), 'mcbench-'))
  afterwards(() => rmSync(folder, { recursive: true, force: true }))
  const { fleet, hosts, pid, rounds } = await startRecorded(folder, HOSTS)
  const plan = join(folder, 'plan.json')
  writeFileSync(plan, JSON.stringify({ folder: join(folder, 'bot'), hosts, pid }))
  const bot = await startProgram(join(import.meta.dirname, 'live', 'bot.mjs'), [plan], startFlags())
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
