/**
 * npm run bench -- store [--json]: a quarter of 30 metrics of one subject read and judged, the slope of ten thousand
 * subjects over a week, and bytes on disk; beside them, in the same run, the same readings as a row of JSON each.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { ratioOf, spreadOf, surroundings } from './parts/figures.mjs'
import { afterwards, boundedRun } from './parts/undo.mjs'
import { DAY_MS, fill, hostName, LIFE, rolledUp } from './store/fill.mjs'
import { METRICS } from './store/host.mjs'
import { bytesOf, openJson } from './store/json.mjs'

const ROOT = join(import.meta.dirname, '..')
const NOW_MS = Date.UTC(2026, 10, 26, 6)
const MINUTE_MS = 60_000
const ROUNDS = 9
/** Hosts that take turns, so that pages are filled as in life. */
const WATCHED = { hosts: 3, spanMs: 90 * DAY_MS, stepMs: 5 * MINUTE_MS, nowMs: NOW_MS }
const FLEET = { hosts: 10_000, spanMs: 8 * DAY_MS, stepMs: DAY_MS, nowMs: NOW_MS }
const WEEK_MS = 7 * DAY_MS
const SPANS_DAYS = [1, 30, 90]
const GOALS = { readMs: 25, judgedMs: 400, slopesMs: 200, bytesAValue: 6 }
const END_WITHIN_MS = 420_000

const load = (path) => import(join(ROOT, 'dist', path))
const log = { info() {}, warn() {}, step() {}, bug: (event, cause) => `${event} ${cause}` }

async function measure() {
  const folder = mkdtempSync(join(tmpdir(), 'mcbench-'))
  afterwards(() => rmSync(folder, { recursive: true, force: true }))
  return { one: await oneSubject(folder), fleet: await manySubjects(folder) }
}

async function opened(folder, name) {
  const { openStore } = await load('src/store/open.js')
  const file = join(folder, `${name}.db`)
  const open = () => openStore({ file, instance: 'terminal:bench', log })
  return { file, open, json: openJson(join(folder, `${name}.json.db`)) }
}

async function oneSubject(folder) {
  const { file, open, json } = await opened(folder, 'one')
  let store = await open()
  const filled = await fill({ store, json, ...WATCHED })
  const rollSeconds = await rolledUp(store, NOW_MS, 4)
  const disk = diskOf(file, json, filled.values)
  // Until nothing is past its time, as the bot does.
  while ((await store.purge(NOW_MS)).more);
  await store.close()
  // Opened anew: nothing of it is in the program's memory.
  store = await open()
  const figures = await readAndJudged(store, json)
  await store.close()
  json.close()
  return { ...filled, rollSeconds, disk, ...figures }
}

function diskOf(file, json, values) {
  const db = new Database(file, { readonly: true })
  const wide = bytesOf(db, 'host_sample')
  const rollups = { hour: bytesOf(db, 'host_hour'), day: bytesOf(db, 'host_day') }
  db.close()
  return { wide: wide / values, json: json.bytes() / values, rollups }
}

async function readAndJudged(store, json) {
  const [own, beside, judged, besideJudged] = [[], [], [], []]
  const judge = await judgeOf()
  let rows = []
  let raw = []
  for (let round = 0; round < ROUNDS; round += 1) {
    own.push(await timed(async () => (rows = await pastOf(store, 90))))
    beside.push(await timed(() => (raw = json.read(0, NOW_MS - 90 * DAY_MS))))
    judged.push(await timed(() => judge(rows)))
    besideJudged.push(await timed(() => judge(raw.map((row) => ({ kind: 'host', ...row })))))
  }
  const spans = []
  for (const days of SPANS_DAYS) spans.push(shapeOf(days, await pastOf(store, days)))
  return {
    read: { own: spreadOf(own), json: spreadOf(beside), ratio: ratioOf(own, beside) },
    judged: { own: spreadOf(judged), json: spreadOf(besideJudged) },
    rows: { own: rows.length, json: raw.length },
    spans,
  }
}

function pastOf(store, days) {
  return store.past({
    subject: hostName(0),
    kind: 'host',
    incarnation: LIFE,
    fromMs: NOW_MS - days * DAY_MS,
    untilMs: NOW_MS,
  })
}

function shapeOf(days, rows) {
  const floors = rows.filter(({ floor }) => floor !== undefined).length
  return { days, readings: rows.length - floors, floors }
}

/** All metrics of one subject through the detector, in one task of one worker. */
async function judgeOf() {
  const { createCompute } = await load('src/workers/compute.js')
  const { evenPoints } = await load('src/growth/even.js')
  const compute = createCompute({ workers: 1 })
  afterwards(() => compute.close())
  return (rows) =>
    compute.growth(
      METRICS.map((metric) => {
        const points = evenPoints(rows, metric, NOW_MS)
        return {
          atMs: points.map(([at]) => at),
          values: points.map(([, value]) => value),
          lives: null,
          limitBytes: null,
          nowMs: NOW_MS,
        }
      }),
    )
}

async function manySubjects(folder) {
  const { open, json } = await opened(folder, 'fleet')
  let store = await open()
  const filled = await fill({ store, json, ...FLEET })
  const rollSeconds = await rolledUp(store, NOW_MS, 2 * Math.ceil((FLEET.hosts * 9) / 5000))
  await store.close()
  store = await open()
  const [own, beside] = [[], []]
  let [found, raw] = [[], []]
  const fromMs = Math.floor(NOW_MS / DAY_MS) * DAY_MS - WEEK_MS
  for (let round = 0; round < ROUNDS; round += 1) {
    own.push(await timed(async () => (found = await store.slopes('host', fromMs))))
    beside.push(await timed(() => (raw = json.slopes(fromMs))))
  }
  await store.close()
  json.close()
  return {
    ...filled,
    rollSeconds,
    subjects: { own: found.length, json: raw.length },
    slopes: { own: spreadOf(own), json: spreadOf(beside), ratio: ratioOf(own, beside) },
  }
}

/** Milliseconds. */
async function timed(work) {
  const beganMs = performance.now()
  await work()
  return performance.now() - beganMs
}

function goalsOf({ one, fleet }) {
  const held = (title, own, goal, beside) => ({
    title,
    ...own,
    goal,
    met: own.median <= goal,
    beside,
  })
  return [
    held(
      `90 days x ${METRICS.length} metrics of one subject read, ms`,
      one.read.own,
      GOALS.readMs,
      one.read.json.median,
    ),
    held('... and judged in a worker, ms', one.judged.own, GOALS.judgedMs, one.judged.json.median),
    held(
      `7-day slope of ${fleet.subjects.own} subjects, ms`,
      fleet.slopes.own,
      GOALS.slopesMs,
      fleet.slopes.json.median,
    ),
    held(
      'bytes a sample of wide rows on disk',
      { median: one.disk.wide },
      GOALS.bytesAValue,
      one.disk.json,
    ),
  ]
}

function print({ where, one, fleet, goals }) {
  const of = (value) => value.toFixed(value < 10 ? 2 : 1).padStart(9)
  const mib = (bytes) => (bytes / 2 ** 20).toFixed(1)
  const lines = [
    `commit ${where.commit}, Node ${where.node}, ${where.cpus} x ${where.cpu}, load ${where.load}; medians of ${ROUNDS}`,
    `A sample is one value. One subject: a reading of ${METRICS.length} metrics each 5 min for 90 d (${WATCHED.hosts} hosts take turns); JSON: all ${one.rows.json} readings, a row each.`,
    `The fleet: ${FLEET.hosts} hosts, a reading a day; JSON: the same ${FLEET.hosts * 8} readings.`,
    '',
    `${''.padEnd(52)}${'memcheck'.padStart(9)}${'goal'.padStart(8)}         ${'raw JSON'.padStart(9)}`,
    ...goals.map(
      ({ title, median, min, max, goal, met, beside }) =>
        `${title.padEnd(52)}${of(median)}${`<= ${goal}`.padStart(8)} ${(met ? 'met' : 'NOT met').padEnd(7)} ${of(beside)}${min === undefined ? '' : `   (${min}-${max})`}`,
    ),
    '',
    ...one.spans.map(
      ({ days, readings, floors }) =>
        `The detector reads at ${days} d: ${readings} readings and ${floors} floors of hours`,
    ),
    `Rolled up: ${one.disk.rollups.hour === null ? 0 : mib(one.disk.rollups.hour)} MiB of hours and ${mib(one.disk.rollups.day)} MiB of days beside ${mib(one.disk.wide * one.values)} MiB of readings, in ${one.rollSeconds.toFixed(1)} s; the fleet's in ${fleet.rollSeconds.toFixed(1)} s`,
    `Stored: ${Math.round(one.values / one.seconds)} samples a second, in both forms`,
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
}

process.exitCode = await boundedRun(END_WITHIN_MS, async () => {
  const where = surroundings('ssh')
  const figures = await measure()
  const result = { bench: 'store', where, goals: goalsOf(figures), ...figures }
  if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`)
  else print(result)
  return 0
})
