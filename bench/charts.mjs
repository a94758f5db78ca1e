/**
 * npm run bench -- charts [--json]: what a picture of each kind takes to SVG and to PNG, and what 150 of them leave in
 * memory; beside them, in the same run, the same data by ECharts' server-side SVG through the same renderer.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { apartWith } from './parts/apart.mjs'
import { chartSamples } from './parts/chartSamples.mjs'
import { spreadOf, surroundings } from './parts/figures.mjs'
import { startFlags } from './parts/startFlags.mjs'
import { boundedRun } from './parts/undo.mjs'

const FOLDER = join(import.meta.dirname, 'charts')
const SIDES = new URL('./charts/sides.mjs', import.meta.url).href
/** Of each kind on each side, after as many that are not counted: a bot draws for weeks. */
const ROUNDS = 21
const WARM = 5
const PICTURES = 150
const GOALS = { pngMs: 150, rssMib: 120 }
const END_WITHIN_MS = 420_000

/** ECharts is of this bench alone: its folder has its own lock. */
function bringRival() {
  const done = join(FOLDER, 'node_modules', '.brought')
  const lock = readFileSync(join(FOLDER, 'package-lock.json'), 'utf8')
  if (existsSync(done) && readFileSync(done, 'utf8') === lock) return
  const words = ['ci', '--ignore-scripts', '--silent']
  const { status } = spawnSync('npm', words, {
    cwd: FOLDER,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (status !== 0) throw new Error(`npm ci in bench/charts ended with ${status}`)
  writeFileSync(done, lock)
}

/** All under the bot's own flags. Memory first, in processes that have drawn nothing yet; then the times, side by side in pairs. */
async function measure() {
  const samples = await chartSamples()
  const memory = {
    own: await (await apartWith(startFlags(), SIDES, 'ours', samples)).memory(PICTURES),
    rival: await (await apartWith(startFlags(), SIDES, 'echartsSsr', samples)).memory(PICTURES),
  }
  const sides = [
    await apartWith(startFlags(), SIDES, 'ours', samples),
    await apartWith(startFlags(), SIDES, 'echartsSsr', samples),
  ]
  const kinds = await sides[0].kinds()
  const times = []
  for (const kind of kinds) {
    const taken = [[], []]
    for (let round = -WARM; round < ROUNDS; round += 1) {
      for (const [at, side] of sides.entries()) {
        const one = await side.timed(kind)
        if (round >= 0) taken[at].push(one)
      }
    }
    const [own, rival] = taken.map(figuresOf)
    times.push({ kind, own, rival, goal: GOALS.pngMs, met: own.png.p95 <= GOALS.pngMs })
  }
  return { times, memory: { ...memory, goal: GOALS.rssMib, met: memory.own.most <= GOALS.rssMib } }
}

function figuresOf(taken) {
  const of = (name) => {
    const values = taken.map((one) => one[name]).sort((a, b) => a - b)
    return { ...spreadOf(values), p95: values[Math.ceil(values.length * 0.95) - 1] }
  }
  return { svg: of('svgMs'), png: of('pngMs'), bytes: taken[0].bytes }
}

function print({ where, times, memory }) {
  const number = (value) => value.toFixed(value < 10 ? 1 : 0).padStart(7)
  const pair = ({ median, p95 }) => `${number(median)}${number(p95)}`
  const mib = ({ before, most, after }) =>
    `${before.toFixed(0)} before, ${most.toFixed(0)} at most, ${after.toFixed(0)} after`
  const verdict = (met) => (met ? 'met' : 'NOT met')
  const lines = [
    `commit ${where.commit}, Node ${where.node}, ${where.cpus} x ${where.cpu}, load ${where.load}; ${ROUNDS} of each kind after ${WARM}, 1280 px wide`,
    '',
    `ms (median, p95)   ${'SVG'.padStart(10)}    ${'to PNG'.padStart(10)}    goal <= ${GOALS.pngMs} at p95     ECharts ${'SVG'.padStart(6)}    ${'to PNG'.padStart(10)}`,
    ...times.map(
      ({ kind, own, rival, met }) =>
        `${kind.padEnd(15)}${pair(own.svg)}${pair(own.png)}    ${verdict(met).padEnd(20)}  ${pair(rival.svg)}${pair(rival.png)}`,
    ),
    '',
    `Resident MiB over ${PICTURES} pictures (goal <= ${memory.goal} at most: ${verdict(memory.met)}): ${mib(memory.own)}; ECharts: ${mib(memory.rival)}`,
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
}

process.exitCode = await boundedRun(END_WITHIN_MS, async () => {
  bringRival()
  const where = surroundings('ssh')
  const result = { bench: 'charts', where, ...(await measure()) }
  if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`)
  else print(result)
  return 0
})
