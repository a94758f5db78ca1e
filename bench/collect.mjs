/**
 * npm run bench -- collect [--json]: how long a round of evidence takes, ours (one script over ssh2, into frames) against
 * the same by twenty `ssh` runs, by twenty over one ControlMaster connection, and by one `ssh HOST sh -s`.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sources } from './collect/commands.mjs'
import { ours } from './collect/sides.mjs'
import { apart } from './parts/apart.mjs'
import { entryOf } from './parts/entry.mjs'
import { ratioOf, spreadOf, surroundings } from './parts/figures.mjs'
import { missing, pathOf } from './parts/needs.mjs'
import { startDelayProxy, startTarget } from './parts/programs.mjs'
import { KEX, startSshd } from './parts/sshd.mjs'
import { afterwards, boundedRun } from './parts/undo.mjs'

const SIDES = new URL('./collect/sides.mjs', import.meta.url).href
const ONE_WAY_MS = 25
const LINKS = ['near', 'far']
/** Pairs of ours and the honest rival in a round: they are quick, and what else the machine does is large beside them. */
const PAIRS = 5
const MOST_ROUNDS = 5
/** No round is begun that would not be done by then; the whole is cut off a little later. */
const MEASURE_WITHIN_MS = 140_000
const END_WITHIN_MS = 170_000
/** How many times as long the others take, at least; and how many times as long as the honest rival ours may. */
const GOALS = { separateLive: 20, separateCold: 10, shared: 4, oneCold: 1.1, oneLive: 1 }

async function measure() {
  const startedMs = performance.now()
  const folder = mkdtempSync(join(tmpdir(), 'mcbench-'))
  afterwards(() => rmSync(folder, { recursive: true, force: true }))
  const pid = await startTarget()
  const sshd = await startSshd(folder)
  const ports = { near: sshd.port, far: await startDelayProxy(sshd.port, ONE_WAY_MS) }
  const knownHostsFile = join(folder, 'known_hosts')
  const known = LINKS.map((link) => `[127.0.0.1]:${ports[link]} ${sshd.hostKey}\n`)
  writeFileSync(knownHostsFile, known.join(''))
  const cells = []
  for (const link of LINKS) {
    const host = {
      ...{ name: link, address: '127.0.0.1', port: ports[link], user: sshd.user },
      ...{ keyFile: sshd.userKey, knownHostsFile },
    }
    cells.push({
      link,
      ours: ours(entryOf(host), pid),
      one: await apart(SIDES, 'oneSsh', folder, host, pid),
      many: await apart(SIDES, 'manySsh', folder, host, pid),
      rounds: [],
    })
  }
  const evidence = await sameEvidence(cells[0])
  await runRounds(cells, startedMs)
  return { evidence, cells: cells.map(figuresOf) }
}

/** Both sides must have the same evidence: what a command says, its source says too. */
async function sameEvidence({ ours: side, many }) {
  const frames = await side.frames()
  await many.separate()
  const said = await many.said()
  const rows = sources().map(({ id }, i) => {
    const frame = frames.find(({ source, reading }) => source === id && reading === 1)
    const chars = frame?.raw.kind === 'ok' ? frame.raw.text.length : 0
    return { id, chars, saidChars: said[i].length, same: frame?.raw.text === said[i] }
  })
  const lacking = rows.filter(({ chars, saidChars }) => chars === 0 && saidChars > 0)
  if (lacking.length > 0)
    throw new Error(`ours has not what the commands have: ${JSON.stringify(lacking)}`)
  return {
    commands: rows.length,
    withText: rows.filter(({ saidChars }) => saidChars > 0).length,
    identical: rows.filter(({ same }) => same).length,
    ourChars: rows.reduce((sum, { chars }) => sum + chars, 0),
    theirChars: rows.reduce((sum, { saidChars }) => sum + saidChars, 0),
  }
}

/** Turn about, so that what else the machine does falls on all sides alike. */
async function runRounds(cells, startedMs) {
  let longestMs = 0
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const beganMs = performance.now()
    if (round > 0 && beganMs - startedMs + longestMs > MEASURE_WITHIN_MS) return
    for (const cell of cells) cell.rounds.push(await roundOf(cell, round))
    longestMs = Math.max(longestMs, performance.now() - beganMs)
  }
}

async function roundOf({ ours: side, one, many }, round) {
  const pairs = { live: [], cold: [] }
  for (let i = 0; i < PAIRS; i += 1)
    for (const connection of ['live', 'cold']) {
      const ourTurn = async () => ({ ours: await side[connection]() })
      const theirTurn = async () => ({ oneMs: await one[connection]() })
      // Who comes second finds caches warm: each is first as often.
      const turns = (i + round) % 2 === 0 ? [ourTurn, theirTurn] : [theirTurn, ourTurn]
      const came = []
      for (const turn of turns) came.push(await turn())
      pairs[connection].push(Object.assign({}, ...came))
    }
  return { ...pairs, separate: await many.separate(), shared: await many.shared() }
}

function figuresOf({ link, rounds }) {
  const all = (connection, of) => rounds.flatMap((round) => round[connection].map(of))
  const middle = (connection) =>
    rounds.map((round) => spreadOf(round[connection].map((pair) => pair.ours.ms)).median)
  const separateMs = rounds.map(({ separate }) => separate.ms)
  const sharedMs = rounds.map(({ shared }) => shared.ms)
  const own = (connection) => ({
    ms: spreadOf(all(connection, (pair) => pair.ours.ms)),
    cpuMs: spreadOf(all(connection, (pair) => pair.ours.cpuMs)),
    oneMs: spreadOf(all(connection, (pair) => pair.oneMs)),
    toOne: ratioOf(
      all(connection, (pair) => pair.ours.ms),
      all(connection, (pair) => pair.oneMs),
    ),
    separateTo: ratioOf(separateMs, middle(connection)),
    sharedTo: ratioOf(sharedMs, middle(connection)),
  })
  return {
    link,
    live: own('live'),
    cold: own('cold'),
    separate: {
      ms: spreadOf(separateMs),
      cpuMs: spreadOf(rounds.map((one) => one.separate.cpuMs)),
    },
    shared: { ms: spreadOf(sharedMs), cpuMs: spreadOf(rounds.map((one) => one.shared.cpuMs)) },
  }
}

function print({ where, evidence, cells }) {
  const lines = [
    `commit ${where.commit}, Node ${where.node}, Linux ${where.kernel}, ${where.cpus} x ${where.cpu}, load ${where.load}, ${where.ssh}`,
    `KEX ${KEX} for all; no wait for rates. Milliseconds and CPU of the client, median (min-max); ratios pair by pair.`,
    `Evidence: ${evidence.commands} commands, ${evidence.withText} of them have something to say here; ${evidence.identical} say the same to the byte, the rest moves or is told in more of ours (${evidence.ourChars} and ${evidence.theirChars} characters).`,
    ...cells.flatMap(linesOf),
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
}

function linesOf({ link, live, cold, separate, shared }) {
  const text = ({ median, min, max }) =>
    `${median.toFixed(0)} (${min.toFixed(0)}-${max.toFixed(0)})`
  const row = (name, ms, cpuMs) =>
    `  ${name.padEnd(46)}${text(ms).padEnd(22)}${cpuMs === null ? '' : `CPU ${text(cpuMs)}`}`
  const goal = (name, ratio, met, wanted) =>
    `  ${name.padEnd(46)}${`${ratio.median.toFixed(2)} (${ratio.min}-${ratio.max}), n ${ratio.n}`.padEnd(34)}${wanted} ${met ? 'met' : 'NOT met'}`
  const least = (name, ratio, wanted) => goal(name, ratio, ratio.median >= wanted, `>= ${wanted}`)
  const most = (name, ratio, wanted) => goal(name, ratio, ratio.median <= wanted, `<= ${wanted}`)
  return [
    '',
    link === 'near' ? 'loopback' : `${2 * ONE_WAY_MS} ms round trip`,
    row('ours, live', live.ms, live.cpuMs),
    row('ours, cold', cold.ms, cold.cpuMs),
    row('one `ssh HOST sh -s`, over ControlMaster', live.oneMs, null),
    row('one `ssh HOST sh -s`, cold', cold.oneMs, null),
    row('twenty over ControlMaster', shared.ms, shared.cpuMs),
    row('twenty `ssh` runs', separate.ms, separate.cpuMs),
    least('twenty runs / ours live', live.separateTo, GOALS.separateLive),
    least('twenty runs / ours cold', cold.separateTo, GOALS.separateCold),
    least('twenty over ControlMaster / ours live', live.sharedTo, GOALS.shared),
    most('ours live / the same script, ControlMaster', live.toOne, GOALS.oneLive),
    most('ours cold / the same script, one ssh', cold.toOne, GOALS.oneCold),
  ]
}

const lacking = missing()
if (lacking !== null) {
  process.stderr.write(`bench: could not measure: ${lacking}\n`)
  process.exit(2)
}
process.exitCode = await boundedRun(END_WITHIN_MS, async () => {
  const where = surroundings(pathOf('ssh'))
  const result = { bench: 'collect', where, kex: KEX, goals: GOALS, ...(await measure()) }
  if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`)
  else print(result)
  return 0
})
