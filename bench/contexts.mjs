/**
 * npm run bench -- contexts [--json]: how long the MemoryContext tree of a living PostgreSQL backend takes over SSH, what
 * it moves, and how long the backend stands still meanwhile; beside gdb and gcore on the same backend. And the tree out of
 * gcore's file where it lies.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { contextDetails } from '../dist/src/memory/palloc/details.js'
import { regionsOf } from '../dist/src/memory/regions.js'
import { maps } from '../dist/src/parsers/proc/maps.js'
import { walkTree } from '../dist/src/pipeline/memory/contexts.js'
import { Driver } from '../dist/src/pipeline/memory/drive.js'
import { systemClock } from '../dist/src/schedule/clock.js'
import { LOOP_SCRIPT } from '../dist/src/ssh/ranges/loopScript.js'
import { createSshRemote } from '../dist/src/ssh/remote.js'
import { missingBackend, runs, startBackend } from './parts/backend.mjs'
import { coreCell } from './parts/cores.mjs'
import { entryOf } from './parts/entry.mjs'
import { spreadOf, surroundings } from './parts/figures.mjs'
import { missing, pathOf } from './parts/needs.mjs'
import { startDelayProxy } from './parts/programs.mjs'
import { startSshd } from './parts/sshd.mjs'
import { afterwards, boundedRun } from './parts/undo.mjs'

const ONE_WAY_MS = 25
const CHUNKS = 2_000_000
const ROUNDS = 10
const TICK_MS = 4000
/** To reach on a live connection. */
const GOALS_MS = { near: { tree: 300 }, far: { tree: 1500, details: 4000 } }
const END_WITHIN_MS = 300_000
const GDB = '/usr/bin/gdb'
const GCORE = '/usr/bin/gcore'
const STRACE = '/usr/bin/strace'

async function measure() {
  const folder = mkdtempSync(join(tmpdir(), 'mcbench-'))
  afterwards(() => rmSync(folder, { recursive: true, force: true }))
  const backend = await startBackend(folder, CHUNKS)
  const hosts = await startHosts(folder)
  const remote = createSshRemote({ log: SILENT })
  afterwards(() => remote.close())
  const cells = []
  for (const link of LINKS)
    for (const host of hosts[link]) cells.push(await cellOf(remote, link, host, backend))
  const pauses = await pausesOf(remote, hosts.near[0], backend)
  const cores = []
  if (pauses.core !== null)
    for (const link of LINKS)
      for (const host of hosts[link]) {
        await alive(remote, host)
        cores.push({ link, ...(await coreCell(remote, host, pauses.core)) })
      }
  return { rssMiB: rssOf(backend.pid), cells, pauses, cores }
}

const LINKS = ['near', 'far']

const SILENT = {
  info: () => undefined,
  warn: () => undefined,
  bug: () => 'ref',
  step: () => undefined,
}

async function startHosts(folder) {
  // Without SFTP the loop reads files too.
  const loop = await startHost(join(folder, 'loop'), ['Subsystem sftp /bin/false'])
  // It runs no command: what is read of it is read over SFTP.
  const sftp = await startHost(join(folder, 'sftp'), [
    'Subsystem sftp internal-sftp',
    'ForceCommand internal-sftp',
  ])
  return { near: [loop.near, sftp.near], far: [loop.far, sftp.far] }
}

async function startHost(folder, config) {
  mkdirSync(folder)
  const sshd = await startSshd(folder, config)
  const ports = { near: sshd.port, far: await startDelayProxy(sshd.port, ONE_WAY_MS) }
  const knownHostsFile = join(folder, 'known_hosts')
  const lines = Object.values(ports).map((port) => `[127.0.0.1]:${port} ${sshd.hostKey}\n`)
  writeFileSync(knownHostsFile, lines.join(''))
  const hostAt = (name) =>
    entryOf({
      ...{ name: `${name} ${folder}`, port: ports[name], address: '127.0.0.1' },
      ...{ user: sshd.user, keyFile: sshd.userKey, knownHostsFile, memory: true },
    })
  return { near: hostAt('near'), far: hostAt('far') }
}

/** Walks on a live connection, sessions opened anew each time as a check does. */
async function cellOf(remote, link, host, backend) {
  const treeMs = []
  const detailsMs = []
  let last = null
  await alive(remote, host)
  for (let round = 0; round < ROUNDS; round += 1) {
    last = await walk(remote, host, backend.pid)
    treeMs.push(last.treeMs)
    detailsMs.push(last.detailsMs)
  }
  const { driven, treeDriven, contexts, torn, way } = last
  return {
    ...{ link, way, contexts, torn, goals: GOALS_MS[link] },
    ...{ treeMs: spreadOf(treeMs), detailsMs: spreadOf(detailsMs) },
    ...{ treeRounds: treeDriven.rounds, treeBytes: treeDriven.bytes },
    ...{ rounds: driven.rounds, reads: driven.reads, bytes: driven.bytes },
  }
}

async function alive(remote, host) {
  const reader = await remote.open(host, { kind: 'file', path: '/etc/hostname' })
  await reader.close?.()
}

/** As pipeline/memory/readContexts.ts does it; mappings and the program's path come with a check's first round. */
async function walk(remote, host, pid) {
  const parsed = maps.parse(readFileSync(`/proc/${pid}/maps`, 'utf8'), { cut: false })
  const program = readlinkSync(`/proc/${pid}/exe`)
  const clock = systemClock()
  const beganMs = performance.now()
  const reader = await remote.open(host, { kind: 'memory', pid })
  if ('reason' in reader) throw new Error(`refused: ${reader.reason} ${reader.detail}`)
  const driver = new Driver({ reader, swapped: null, clock })
  const input = { regions: regionsOf(parsed.value.mappings), program, versionHint: '15' }
  const tree = await walkTree(driver, clock, input, async () => null)
  if (typeof tree === 'string') throw new Error(`no tree: ${tree}`)
  const treeMs = performance.now() - beganMs
  const treeDriven = driver.driven
  await driver.run(contextDetails(tree.walk))
  const detailsMs = performance.now() - beganMs
  await reader.close()
  const { torn } = tree.walk
  const contexts = tree.walk.tree.contexts.length
  return { treeMs, detailsMs, treeDriven, driven: driver.driven, contexts, torn, way: reader.way }
}

/** The backend runs its own tick loop while each way reads it; the longest gap is its pause. */
async function pausesOf(remote, host, backend) {
  const core = join(tmpdir(), `mcbench-core-${process.pid}`)
  const call = 'call (void)MemoryContextStats(*(void**)&TopMemoryContext)'
  const ways = [
    ['nothing', () => after(500)],
    ['the walk, ten times', () => tenWalks(remote, host, backend.pid)],
    ...(runs(GDB)
      ? [
          [
            'gdb, MemoryContextStats',
            () => child(GDB, ['-batch', '-p', `${backend.pid}`, '-ex', call]),
          ],
        ]
      : []),
    ...(runs(GCORE) ? [['gcore', () => child(GCORE, ['-o', core, `${backend.pid}`])]] : []),
  ]
  const pauses = []
  for (const [name, work] of ways) {
    const ticking = backend.ask(`select ticks(${TICK_MS});`)
    await after(300)
    const tracers = watchTracers(backend.pid)
    const beganMs = performance.now()
    await work()
    const tookMs = performance.now() - beganMs
    const traced = tracers()
    pauses.push({
      name,
      tookMs: Math.round(tookMs),
      longestGapMs: Number(await ticking),
      ...traced,
    })
  }
  const file = `${core}.${backend.pid}`
  afterwards(() => rmSync(file, { force: true }))
  const coreMiB = runs(GCORE) ? Math.round(statSync(file).size / 2 ** 20) : null
  return {
    ways: pauses,
    core: coreMiB === null ? null : file,
    coreMiB,
    ptraceCalls: await ptraceCalls(backend.pid),
  }
}

async function tenWalks(remote, host, pid) {
  for (let i = 0; i < 10; i += 1) await walk(remote, host, pid)
}

async function child(program, args) {
  await once(spawn(program, args, { stdio: 'ignore' }), 'close')
}

/** Looks each millisecond or so whether somebody traces the process, or it stands stopped by a tracer. */
function watchTracers(pid) {
  let looks = 0
  let traced = 0
  const timer = setInterval(() => {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    looks += 1
    if (!/^TracerPid:\t0$/m.test(status) || /^State:\tt/m.test(status)) traced += 1
  }, 1)
  return () => {
    clearInterval(timer)
    return { looks, traced }
  }
}

/** System calls of the shipped loop that could stop a process, by strace of the loop itself; null without strace. */
async function ptraceCalls(pid) {
  if (!runs(STRACE)) return null
  const hex = Buffer.from(`/proc/${pid}/mem`).toString('hex')
  const calls = 'trace=ptrace,process_vm_readv,kill,tgkill,tkill,rt_tgsigqueueinfo'
  const loop = ['sh', '-s', '--', 'abc', '60', hex]
  const traced = spawn(STRACE, ['-f', '-qq', '-e', calls, '-e', 'signal=none', ...loop])
  let said = ''
  traced.stderr.on('data', (bytes) => {
    said += bytes
  })
  const closed = once(traced, 'close')
  traced.stdin.write(LOOP_SCRIPT)
  await once(traced.stdout, 'data')
  const parsed = maps.parse(readFileSync(`/proc/${pid}/maps`, 'utf8'), { cut: false })
  const heap = parsed.value.mappings.find(({ path }) => path === '[heap]')
  traced.stdin.write(`i 0 ${Number.parseInt(heap?.start ?? '0', 16)} 65536\n`)
  const [bytes] = await once(traced.stdout, 'data')
  traced.stdin.end()
  await closed
  if (bytes.length < 4096) throw new Error('the traced loop read nothing')
  return said.split('\n').filter(Boolean).length
}

function rssOf(pid) {
  const [, kib] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Math.round(Number(kib) / 1024)
}

function linkOf(link) {
  return link === 'near' ? 'loopback' : `${2 * ONE_WAY_MS} ms round trip`
}

function print({ where, rssMiB, cells, pauses, cores }) {
  const ms = ({ median, min, max }) =>
    `${median.toFixed(0)} ms (${min.toFixed(0)}-${max.toFixed(0)})`
  const mib = (bytes) => `${(bytes / 2 ** 20).toFixed(2)} MiB`
  const met = (goal, { median }) =>
    goal === undefined ? '' : `, goal ${goal} ms ${median <= goal ? 'met' : 'NOT met'}`
  const lines = [
    `commit ${where.commit}, Node ${where.node}, Linux ${where.kernel}, ${where.cpus} x ${where.cpu}, load ${where.load}`,
    `A PostgreSQL 15 backend of ${rssMiB} MiB; ${ROUNDS} walks on a live connection, each with a session of its own. Median (min-max).`,
    '',
    ...cells.flatMap((cell) => [
      `${linkOf(cell.link)}, by ${cell.way}: ${cell.contexts} contexts`,
      `  tree with totals      ${ms(cell.treeMs)}, ${cell.treeRounds} rounds, ${mib(cell.treeBytes)}${met(cell.goals.tree, cell.treeMs)}`,
      `  and blocks and chunks ${ms(cell.detailsMs)}, ${cell.rounds} rounds, ${cell.reads} reads, ${mib(cell.bytes)}${met(cell.goals.details, cell.detailsMs)}`,
    ]),
    ...(cores.length === 0
      ? []
      : ['', `The same out of gcore's file of ${pauses.coreMiB} MiB where it lies`]),
    ...cores.map(
      ({ link, way, contexts, bytes, ratio, lookMs }) =>
        `  ${linkOf(link)}, by ${way}: ${contexts} contexts, ${ms(lookMs)}, ${mib(bytes)}, ${(ratio * 100).toFixed(2)} % of it`,
    ),
    '',
    'What the backend felt: the longest gap of a loop inside it, and looks at it that found a tracer.',
    ...pauses.ways.map(
      ({ name, tookMs, longestGapMs, looks, traced }) =>
        `  ${name.padEnd(26)}took ${String(tookMs).padStart(5)} ms, longest gap ${longestGapMs.toFixed(1).padStart(7)} ms, traced in ${traced} of ${looks} looks`,
    ),
    ...(pauses.coreMiB === null ? [] : [`  The core has ${pauses.coreMiB} MiB.`]),
    `System calls of the loop that could stop or signal a process, by strace: ${pauses.ptraceCalls ?? 'not measured (no strace)'}`,
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
}

const lacking = missing() ?? missingBackend()
if (lacking !== null) {
  process.stderr.write(`bench: could not measure: ${lacking}\n`)
  process.exit(2)
}
process.exitCode = await boundedRun(END_WITHIN_MS, async () => {
  const result = { bench: 'contexts', where: surroundings(pathOf('ssh')), ...(await measure()) }
  if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`)
  else print(result)
  return 0
})
