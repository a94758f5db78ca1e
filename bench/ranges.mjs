/**
 * npm run bench -- ranges [--json]: how fast a file on a host is read by ranges (SFTP, and the loop of hosts without it),
 * in order and scattered, beside plain copies: `ssh HOST cat`, `scp`, and one dd per page.
 */
import { createHash, randomBytes, randomInt } from 'node:crypto'
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { apart } from './parts/apart.mjs'
import { entryOf } from './parts/entry.mjs'
import { ratioOf, spreadOf, surroundings } from './parts/figures.mjs'
import { missing, pathOf } from './parts/needs.mjs'
import { startDelayProxy } from './parts/programs.mjs'
import { KEX, startSshd } from './parts/sshd.mjs'
import { afterwards, boundedRun } from './parts/undo.mjs'
import { ours } from './ranges/sides.mjs'

const PLAIN = new URL('./ranges/sides.mjs', import.meta.url).href
const ONE_WAY_MS = 25
const MIB = 1024 * 1024
const LINKS = ['near', 'far']
/** Near it is long enough that a copy's first memory, which the kernel has to give, is not all of it. */
const FILE_BYTES = { near: 256 * MIB, far: 64 * MIB }
/** One dd per page is slow enough to be told by fewer. */
const PAGES = { ours: 16384, dd: 1024 }
/** Turns of a copy in a round. Near they are quick, and the first after other work has its memory to get anew. */
const TURNS = { near: 4, far: 1 }
const MOST_ROUNDS = 5
const MEASURE_WITHIN_MS = 140_000
const END_WITHIN_MS = 170_000
/** Ratios to reach. */
const GOALS = { near: { sequential: 0.8, scattered: 15 }, far: { scattered: 4 } }
/** One channel far away is what a host of MaxSessions 1 grants. */
const HOSTS = {
  sftp: ['Subsystem sftp internal-sftp'],
  loop: ['Subsystem sftp /bin/false'],
  oneChannel: ['Subsystem sftp internal-sftp', 'MaxSessions 1'],
}

async function measure() {
  const startedMs = performance.now()
  const folder = mkdtempSync(join(tmpdir(), 'mcbench-'))
  afterwards(() => rmSync(folder, { recursive: true, force: true }))
  const hosts = {}
  for (const [name, config] of Object.entries(HOSTS))
    hosts[name] = await startHost(join(folder, name), config)
  const cells = []
  for (const link of LINKS) {
    const bytes = FILE_BYTES[link]
    const path = join(folder, `${link}-file`)
    const hash = writeFile(path, bytes)
    const host = { ...hosts.sftp[link], name: link }
    const sides = { plain: await apart(PLAIN, 'plain', folder, host, path) }
    for (const name of Object.keys(HOSTS))
      sides[name] = await ours(entryOf(hosts[name][link]), path)
    if (sides.sftp.way !== 'sftp' || sides.loop.way === 'sftp')
      throw new Error('not the ways meant')
    if (link === 'near')
      for (const name of ['sftp', 'loop'])
        if ((await sides[name].hash(bytes)) !== hash) throw new Error(`${name}: other bytes`)
    cells.push({ link, works: worksOf(sides, bytes), figures: {} })
  }
  await runRounds(cells, startedMs)
  return { cells: cells.map(figuresOf) }
}

function writeFile(path, bytes) {
  const hash = createHash('sha256')
  const file = openSync(path, 'w')
  for (let at = 0; at < bytes; at += 16 * MIB) {
    const piece = randomBytes(16 * MIB)
    hash.update(piece)
    writeSync(file, piece)
  }
  closeSync(file)
  return hash.digest('hex')
}

async function startHost(folder, config) {
  mkdirSync(folder)
  const sshd = await startSshd(folder, config)
  const ports = { near: sshd.port, far: await startDelayProxy(sshd.port, ONE_WAY_MS) }
  const knownHostsFile = join(folder, 'known_hosts')
  const lines = LINKS.map((link) => `[127.0.0.1]:${ports[link]} ${sshd.hostKey}\n`)
  writeFileSync(knownHostsFile, lines.join(''))
  const hostAt = (link) => ({
    ...{ name: `${link} ${folder}`, port: ports[link], address: '127.0.0.1' },
    ...{ user: sshd.user, keyFile: sshd.userKey, knownHostsFile, memory: true },
  })
  return { near: hostAt('near'), far: hostAt('far') }
}

/** Each gives a rate: MB/s of a copy, pages a second of scattered ones. */
function worksOf(sides, bytes) {
  const pages = (count) => Array.from({ length: count }, () => randomInt(bytes / 4096))
  return {
    sequential: {
      sftp: () => sides.sftp.sequential(bytes),
      oneChannel: () => sides.oneChannel.sequential(bytes),
      loop: () => sides.loop.sequential(bytes),
      cat: () => sides.plain.cat(bytes),
      gcmCat: () => sides.plain.gcmCat(bytes),
      scp: () => sides.plain.scp(bytes),
    },
    scattered: {
      sftp: () => sides.sftp.scattered(pages(PAGES.ours)),
      loop: () => sides.loop.scattered(pages(PAGES.ours)),
      dd: () => sides.plain.dd(pages(PAGES.dd)),
    },
  }
}

/** Turn about, so that what else the machine does falls on all sides alike. */
async function runRounds(cells, startedMs) {
  let longestMs = 0
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const beganMs = performance.now()
    if (round > 0 && beganMs - startedMs + longestMs > MEASURE_WITHIN_MS) return
    for (const cell of cells) {
      for (let turn = 0; turn < TURNS[cell.link]; turn += 1) await oneTurn(cell, 'sequential')
      await oneTurn(cell, 'scattered')
    }
    longestMs = Math.max(longestMs, performance.now() - beganMs)
  }
}

async function oneTurn({ works, figures }, kind) {
  figures[kind] ??= {}
  for (const [name, work] of Object.entries(works[kind])) {
    figures[kind][name] ??= []
    figures[kind][name].push(await work())
  }
}

function figuresOf({ link, figures: { sequential, scattered } }) {
  const spreads = (rates) =>
    Object.fromEntries(Object.entries(rates).map(([name, all]) => [name, spreadOf(all)]))
  return {
    link,
    goals: GOALS[link],
    sequential: spreads(sequential),
    scattered: spreads(scattered),
    ratios: {
      sequential: ratioOf(sequential.sftp, sequential.cat),
      sequentialSameCipher: ratioOf(sequential.sftp, sequential.gcmCat),
      sequentialLoop: ratioOf(sequential.loop, sequential.cat),
      sequentialScp: ratioOf(sequential.sftp, sequential.scp),
      channels: ratioOf(sequential.sftp, sequential.oneChannel),
      scattered: ratioOf(scattered.sftp, scattered.dd),
      scatteredLoop: ratioOf(scattered.loop, scattered.dd),
    },
  }
}

function print({ where, cells }) {
  const lines = [
    `commit ${where.commit}, Node ${where.node}, Linux ${where.kernel}, ${where.cpus} x ${where.cpu}, load ${where.load}, ${where.ssh}`,
    `A file of ${FILE_BYTES.near / MIB} MiB on loopback, of ${FILE_BYTES.far / MIB} MiB far away, in the page cache; all over live connections, opening included. KEX ${KEX} for all; ours has aes128-gcm.`,
    'Rates, median (min-max); ratios pair by pair.',
    ...cells.flatMap(linesOf),
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
}

function linesOf({ link, goals, sequential, scattered, ratios }) {
  const text = ({ median, min, max }) =>
    `${median.toFixed(0)} (${min.toFixed(0)}-${max.toFixed(0)})`
  const row = (name, rate) => `  ${name.padEnd(48)}${text(rate)}`
  const against = (name, ratio, goal) =>
    `  ${name.padEnd(48)}${`${ratio.median.toFixed(2)} (${ratio.min}-${ratio.max}), n ${ratio.n}`.padEnd(30)}` +
    (goal === undefined ? '' : `>= ${goal} ${ratio.median >= goal ? 'met' : 'NOT met'}`)
  const far = link === 'far'
  return [
    '',
    far ? `${2 * ONE_WAY_MS} ms round trip` : 'loopback',
    ' in order, MB/s',
    row(far ? 'SFTP, four channels' : 'SFTP', sequential.sftp),
    ...(far ? [row('SFTP, one channel', sequential.oneChannel)] : []),
    row('the loop', sequential.loop),
    row('ssh cat, its own cipher', sequential.cat),
    row('ssh cat, our cipher', sequential.gcmCat),
    row('scp', sequential.scp),
    against('SFTP / ssh cat', ratios.sequential, goals.sequential),
    against('SFTP / ssh cat of our cipher', ratios.sequentialSameCipher, goals.sequential),
    against('the loop / ssh cat', ratios.sequentialLoop),
    against('SFTP / scp', ratios.sequentialScp),
    ...(far ? [against('four channels / one', ratios.channels)] : []),
    ' scattered, pages of 4 KiB a second',
    row('SFTP', scattered.sftp),
    row('the loop', scattered.loop),
    row('one dd per page', scattered.dd),
    against('SFTP / dd', ratios.scattered, goals.scattered),
    against('the loop / dd', ratios.scatteredLoop, goals.scattered),
  ]
}

const lacking = missing()
if (lacking !== null) {
  process.stderr.write(`bench: could not measure: ${lacking}\n`)
  process.exit(2)
}
process.exitCode = await boundedRun(END_WITHIN_MS, async () => {
  const result = {
    bench: 'ranges',
    where: surroundings(pathOf('ssh')),
    kex: KEX,
    ...(await measure()),
  }
  if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`)
  else print(result)
  return 0
})
