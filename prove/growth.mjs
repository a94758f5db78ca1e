/**
 * npm run prove -- growth: real processes through the real line (terminal, SSH, store, detector): a leak, a cache that
 * fills to its cap, a collector's sawtooth, a leaker that restarts, a session of PostgreSQL that leaks 4 KiB a statement
 * while its load comes and goes. A step of each, then one check of each, 24 times.
 */
import { spawn, spawnSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { surroundings } from '../bench/parts/figures.mjs'
import { leakingSession } from './parts/session.mjs'

const ROOT = join(import.meta.dirname, '..')
const ROUNDS = 24
const STEP_MB = 6
const CAP_MB = 60
const MIB = 1024 * 1024
const [COLLECT_AFTER, LIFE_ROUNDS] = [5, 8]
/** With its chunk header 4 KiB. */
const STATEMENT_BYTES = 4080
const STATEMENT_KEPT = 4096
/** Busy and quiet by turns: work tells what the clock does not. */
const STATEMENTS = [900, 20, 1500, 60, 10, 1200, 40, 700]
const DAY_MS = 86_400_000

const folder = mkdtempSync(join(tmpdir(), 'memcheck-growth-'))
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
const source = join(ROOT, 'test', 'faults', 'c', 'breathe.c')
const program = join(folder, 'breathe')
if (spawnSync('cc', ['-O1', '-o', program, source], { stdio: 'inherit' }).status !== 0) {
  process.stdout.write('prove growth needs: apt-get install gcc libc6-dev\n')
  process.exit(2)
}

/** Each is called by a name of its own, so that each is a subject of its own. */
const subjects = {
  leaker: start('leaker', ['leak', String(STEP_MB)]),
  cacher: start('cacher', [
    'cache',
    String(STEP_MB),
    String(CAP_MB),
    '--maxmemory',
    `${CAP_MB + 8}mb`,
  ]),
  collector: start('collector', ['collector', String(STEP_MB), String(COLLECT_AFTER)]),
  restarter: start('restarter', ['leak', String(STEP_MB)]),
}
const session = await leakingSession(STATEMENT_BYTES)
if (session === null) {
  process.stdout.write('prove growth needs: apt-get install postgresql-15\n')
  process.exit(2)
}
let asked = 0
subjects.session = {
  pid: session.pid,
  step: () => session.run(STATEMENTS[asked++ % STATEMENTS.length]),
  stop: session.stop,
}
/** What was said of each, in order. */
const said = Object.fromEntries(Object.keys(subjects).map((name) => [name, []]))
const began = Date.now()
for (let round = 0; round < ROUNDS; round += 1) {
  if (round > 0 && round % LIFE_ROUNDS === 0) subjects.restarter = restarted()
  await Promise.all(Object.values(subjects).map((one) => one.step()))
  const answers = await Promise.all(
    Object.entries(subjects).map(async ([name, one]) => [name, await ask(one.pid)]),
  )
  for (const [name, report] of answers) said[name].push(report)
}
for (const one of Object.values(subjects)) one.stop()

const last = (name) => said[name].at(-1)
/** What it took between its first and its last reading, over that time. */
const [first, newest] = [said.leaker[0], last('leaker')]
const perDay =
  ((ROUNDS - 1) * STEP_MB * MIB * DAY_MS) / (Date.parse(newest.at) - Date.parse(first.at))
const codes = (report) => report.findings.map(({ severity, code }) => `${severity} ${code}`)
const note = last('session').growth.notes.find(({ code }) =>
  ['per-transaction', 'per-wake-up'].includes(code),
)
const bend = said.cacher[Math.floor(CAP_MB / STEP_MB) - 1]
const claims = [
  ['a leak is called one', last('leaker').growth.verdict === 'leaking'],
  [
    `its rate is within 10 % (${Math.round(last('leaker').growth.slopeBytesPerDay / MIB)} of ${Math.round(perDay / MIB)} MiB/day)`,
    Math.abs(last('leaker').growth.slopeBytesPerDay / perDay - 1) < 0.1,
  ],
  [
    `a cache before its bend is growing-not-yet-proved (${bend.growth.verdict})`,
    bend.growth.verdict === 'growing-not-yet-proved' &&
      codes(bend).includes('info leak.growing-below-cap'),
  ],
  [
    `and plateaued after it (${last('cacher').growth.verdict})`,
    last('cacher').growth.verdict === 'plateaued',
  ],
  [
    `a collector breathes and nobody is warned (${last('collector').growth.verdict})`,
    said.collector.every((report) => codes(report).every((code) => !/^(?!info).*leak/.test(code))),
  ],
  [
    `a leaker that restarts is called one over its lives (${last('restarter').growth.verdict})`,
    last('restarter').growth.verdict === 'leaking' &&
      last('restarter').growth.incarnations === ROUNDS / LIFE_ROUNDS,
  ],
  [
    `4 KiB a statement are named within 10 % (${Math.round(note?.numbers.workBytes ?? 0)} of ${STATEMENT_KEPT} bytes)`,
    Math.abs((note?.numbers.workBytes ?? 0) / STATEMENT_KEPT - 1) < 0.1,
  ],
]
for (const [claim, holds] of claims) process.stdout.write(`${holds ? 'ok  ' : 'FAIL'} ${claim}\n`)
const failed = claims.filter(([, holds]) => !holds).length
for (const [name, reports] of Object.entries(said)) {
  const verdicts = reports.map(({ growth }) => growth?.verdict ?? '-')
  process.stdout.write(`${name}: ${verdicts.join(' ')}\n`)
}
const { commit, node, cpu, at, load } = surroundings('ssh')
process.stdout.write(`${claims.length - failed} passed, ${failed} failed\n`)
process.stdout.write(
  `${ROUNDS} rounds in ${Math.round((Date.now() - began) / 1000)} s; commit ${commit}, ${node}, ${cpu}, load ${load}, ${at}\n`,
)
process.exit(failed === 0 ? 0 : 1)

function start(name, args) {
  const path = join(folder, name)
  if (name !== 'breathe') copyFileSync(program, path)
  return running(path, args)
}

function running(path, args) {
  const child = spawn(path, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  process.once('exit', () => child.kill('SIGKILL'))
  return {
    pid: child.pid,
    step: () =>
      new Promise((resolve) => {
        child.stdout.once('data', resolve)
        child.stdin.write('\n')
      }),
    stop: () => child.kill('SIGKILL'),
  }
}

function restarted() {
  subjects.restarter.stop()
  return running(join(folder, 'restarter'), ['leak', String(STEP_MB)])
}

function ask(pid) {
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [join(ROOT, 'bin', 'memcheck.mjs'), 'local', String(pid), '--json'],
      {
        cwd: folder,
        env: { PATH: process.env.PATH, HOME: folder, MEMCHECK_DATA: join(folder, 'data') },
      },
    )
    let [text, errors] = ['', '']
    child.stdout.on('data', (part) => (text += part))
    child.stderr.on('data', (part) => (errors += part))
    child.once('close', () => {
      try {
        resolve(JSON.parse(text))
      } catch {
        reject(new Error(`no answer about ${pid}: ${text}${errors}`))
      }
    })
  })
}
