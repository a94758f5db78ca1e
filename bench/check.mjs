/**
 * npm run bench -- check [--json]: how long from a typed `/memcheck HOST PID` until the verdict stands in the
 * channel, and beside it, turn about, how long plain ssh takes to run the same script.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startBot } from './parts/bot.mjs'
import { ratioOf, spreadOf, surroundings } from './parts/figures.mjs'
import { missing, pathOf } from './parts/needs.mjs'
import { coldSsh, liveSsh } from './parts/plainSsh.mjs'
import { startDelayProxy, startTarget } from './parts/programs.mjs'
import { KEX, startSshd } from './parts/sshd.mjs'
import { startTerminal } from './parts/terminal.mjs'
import { afterwards, boundedRun } from './parts/undo.mjs'

const ONE_WAY_MS = 25
const LINKS = [
  { link: 'near', title: 'loopback' },
  { link: 'far', title: `${2 * ONE_WAY_MS} ms round trip` },
]
/** What a person on call waits for without wondering. */
const GOAL_MS = { live: 1000, cold: 2000 }
const MOST_ROUNDS = 10
/** No round is begun that would not be done by then; the whole is cut off a little later. */
const MEASURE_WITHIN_MS = 80_000
const END_WITHIN_MS = 87_000

async function measure() {
  const startedMs = performance.now()
  const folder = mkdtempSync(join(tmpdir(), 'mcbench-'))
  afterwards(() => rmSync(folder, { recursive: true, force: true }))
  const pid = await startTarget()
  const hosts = await startHosts(folder)
  const bot = await startBot(join(folder, 'bot'), [...hosts.values()])
  const terminal = await startTerminal(join(folder, 'terminal'), [...hosts.values()])
  const cells = []
  const firstMs = (await bot.ask(`near ${pid}`)).verdictMs
  await bot.ask(`far ${pid}`)
  for (const { link, title } of LINKS) {
    const host = hosts.get(link)
    const ssh = await liveSsh(folder, host)
    await terminal.live(link, pid)
    cells.push(
      cellOf('live', title, {
        typed: () => bot.ask(`${link} ${pid}`),
        ssh: () => ssh(pid),
        terminal: () => terminal.live(link, pid),
      }),
      cellOf('cold', title, {
        // A host of its own each time, so that the bot has no connection to it yet.
        typed: (round) => bot.ask(`${coldName(link, round)} ${pid}`),
        ssh: () => coldSsh(host, pid),
        terminal: () => terminal.cold(link, pid),
      }),
    )
  }
  await runRounds(cells, startedMs)
  return { firstMs: Math.round(firstMs), cells: cells.map(figuresOf) }
}

const coldName = (link, round) => `${link}-${round}`

/** One sshd; each link has a host for live connections and as many more as there are rounds, for cold ones. */
async function startHosts(folder) {
  const sshd = await startSshd(folder)
  const ports = { near: sshd.port, far: await startDelayProxy(sshd.port, ONE_WAY_MS) }
  const knownHostsFile = join(folder, 'known_hosts')
  writeFileSync(
    knownHostsFile,
    Object.values(ports)
      .map((port) => `[127.0.0.1]:${port} ${sshd.hostKey}\n`)
      .join(''),
  )
  const names = LINKS.flatMap(({ link }) => [
    { name: link, port: ports[link] },
    ...Array.from({ length: MOST_ROUNDS }, (_, round) => ({
      name: coldName(link, round),
      port: ports[link],
    })),
  ])
  return new Map(
    names.map(({ name, port }) => [
      name,
      {
        ...{ name, port, address: '127.0.0.1', aliases: [], memory: false },
        ...{ user: sshd.user, keyFile: sshd.userKey, knownHostsFile },
      },
    ]),
  )
}

function cellOf(connection, link, sides) {
  return { connection, link, sides, ackMs: [], typedMs: [], sshMs: [], terminalMs: [] }
}

/** Turn about, so that what else the machine does falls on all sides alike. */
async function runRounds(cells, startedMs) {
  let longestMs = 0
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const beganMs = performance.now()
    if (round > 0 && beganMs - startedMs + longestMs > MEASURE_WITHIN_MS) return
    for (const { sides, ...into } of cells) {
      const typed = await sides.typed(round)
      into.ackMs.push(typed.ackMs)
      into.typedMs.push(typed.verdictMs)
      into.sshMs.push(await sides.ssh())
      into.terminalMs.push(await sides.terminal())
    }
    longestMs = Math.max(longestMs, performance.now() - beganMs)
  }
}

function figuresOf({ connection, link, ackMs, typedMs, sshMs, terminalMs }) {
  return {
    connection,
    link,
    goalMs: GOAL_MS[connection],
    typedMs: spreadOf(typedMs),
    ackMs: spreadOf(ackMs),
    sshMs: spreadOf(sshMs),
    terminalMs: spreadOf(terminalMs),
    typedToSsh: ratioOf(typedMs, sshMs),
    terminalToSsh: ratioOf(terminalMs, sshMs),
  }
}

function print({ where, firstMs, cells }) {
  const ms = ({ median, min, max }) =>
    `${median.toFixed(0).padStart(5)} (${min.toFixed(0)}-${max.toFixed(0)})`.padEnd(18)
  const times = ({ median, min, max }) => `${median.toFixed(2)} (${min}-${max})`.padEnd(18)
  const met = (cell) =>
    `${cell.goalMs} ms ${cell.typedMs.median <= cell.goalMs ? 'met' : 'NOT met'}`
  const columns = ['A typed', 'B plain ssh', 'C terminal', 'A/B', 'C/B']
  const lines = [
    `commit ${where.commit}, Node ${where.node}, Linux ${where.kernel}, ${where.cpus} x ${where.cpu}, load ${where.load}, ${where.ssh}`,
    'A  `/memcheck HOST PID` typed in the local workspace, until the first message with the verdict stands there',
    'B  `ssh HOST sh -s` with the same script and no wait, start to end; live: over a ControlMaster connection',
    'C  the same check without a chat, as the terminal runs it: collect, keep, parse, measure, judge',
    `A has Slack's way there and back, the store and the verdict more than B; C is the fair counterpart of B. KEX ${KEX} for all.`,
    'Milliseconds, median (min-max); ratios pair by pair.',
    '',
    `${''.padEnd(28)}${columns.map((name) => name.padEnd(18)).join('')}n   goal of A`,
    ...cells.map(
      (cell) =>
        `${`${cell.connection}, ${cell.link}`.padEnd(28)}${ms(cell.typedMs)}${ms(cell.sshMs)}${ms(cell.terminalMs)}` +
        `${times(cell.typedToSsh)}${times(cell.terminalToSsh)}${String(cell.typedMs.n).padEnd(4)}${met(cell)}`,
    ),
    '',
    `Acknowledged after (median ms): ${cells.map((cell) => cell.ackMs.median.toFixed(0)).join(', ')}. The first command after the start: ${firstMs} ms.`,
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
}

const lacking = missing()
if (lacking !== null) {
  process.stderr.write(`bench: could not measure: ${lacking}\n`)
  process.exit(2)
}
process.exitCode = await boundedRun(END_WITHIN_MS, async () => {
  const where = surroundings(pathOf('ssh'))
  const result = { bench: 'check', where, kex: KEX, ...(await measure()) }
  if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`)
  else print(result)
  return 0
})
