/**
 * npm run bench -- growth [--seeds a,b,c] [--n N] [--only main,unseen,further,repeat,components] [--kinds] [--json]: how often
 * the growth detector is right about leaks whose answer is known, and beside it, on the same series, what else is used.
 * Seeds are fresh each time unless they are given, so nothing can have been tuned on them.
 */
import { randomInt } from 'node:crypto'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { componentFigures } from './growth/components.mjs'
import { heldAgainst } from './growth/goals.mjs'
import { repeatFigures } from './growth/repeat.mjs'
import { reportOf } from './growth/report.mjs'
import { furtherFigures, mainFigures, unseenFigures } from './growth/series.mjs'
import { spreadsOf } from './growth/tally.mjs'
import { traceOf } from './growth/trace.mjs'
import { surroundings } from './parts/figures.mjs'
import { boundedRun } from './parts/undo.mjs'

const ROOT = join(import.meta.dirname, '..')
const SEEDS = 3
/** Series of either class a seed; some 4 % of them turn out to be undecidable. */
const COUNT = 750
/** Sixteen looks at each series and slow large trees: fewer of them, in proportion. */
const REPEAT_SHARE = 0.35
const TREE_SHARE = 0.2
const WARM_UPS = 100
const END_WITHIN_MS = 900_000

const load = (path) => import(join(ROOT, 'dist', path))

/** Each loads what it measures, so that one can be run while another is not built. */
const SECTIONS = {
  main: async (seed, count) =>
    mainFigures({ seed, count, detect: await detector(), compute: await workers() }),
  unseen: async (seed, count) => unseenFigures({ seed, count, detect: await detector() }),
  further: async (seed, count) => furtherFigures({ seed, count, detect: await detector() }),
  repeat: async (seed, count) =>
    repeatFigures({ seed, count: Math.ceil(count * REPEAT_SHARE), detect: await detector() }),
  components: async (seed, count) =>
    componentFigures({ seed, count: Math.ceil(count * TREE_SHARE), rank: await ranking() }),
}

async function detector() {
  const { detectGrowth } = await load('src/growth/detect.js')
  return detectGrowth
}

/** One worker, as on a machine of two cores; it ends with the process. */
let pool = null
async function workers() {
  const { createCompute } = await load('src/workers/compute.js')
  pool ??= createCompute({ workers: 1 })
  return pool
}

async function ranking() {
  const { rankComponents } = await load('src/growth/components/rank.js')
  return rankComponents
}

const USAGE =
  'npm run bench -- growth [--seeds 1,2,3] [--n 750] [--only main,unseen,further,repeat,components] [--kinds] [--json]'

/** Throws when the words make no sense. */
function optionsOf(words) {
  const text = { type: /** @type {const} */ ('string') }
  const flag = { type: /** @type {const} */ ('boolean'), default: false }
  const { values } = parseArgs({
    args: words,
    options: { seeds: text, n: text, only: text, kinds: flag, json: flag },
  })
  const seeds =
    values.seeds?.split(',').map(Number) ?? Array.from({ length: SEEDS }, () => randomInt(1e9))
  const count = Number(values.n ?? COUNT)
  const only = values.only?.split(',') ?? Object.keys(SECTIONS)
  if (!seeds.every(Number.isSafeInteger)) throw new Error('a seed is no whole number')
  if (!Number.isSafeInteger(count) || count < 1) throw new Error('--n is no count')
  if (!only.every((section) => section in SECTIONS)) throw new Error('--only names no section')
  return { ...values, seeds, count, only }
}

async function measure({ seeds, count, only }) {
  if (only.some((section) => section !== 'components')) warmUp(await detector())
  const sections = {}
  for (const section of only) {
    const figures = []
    for (const seed of seeds) figures.push(await SECTIONS[section](seed, count))
    sections[section] = spreadsOf(figures)
  }
  return sections
}

/** What the first calls cost is compiling. */
function warmUp(detect) {
  for (let index = 0; index < WARM_UPS; index += 1)
    detect(traceOf({ seed: 0, index, stream: 'warm' }).input)
}

async function run(options) {
  const where = surroundings('ssh')
  const beganMs = performance.now()
  const sections = await measure(options)
  const goals = options.only.flatMap((section) => heldAgainst(section, sections[section]))
  const { seeds, count, kinds } = options
  const seconds = (performance.now() - beganMs) / 1000
  const result = { bench: 'growth', where, seeds, count, seconds, goals, sections }
  const text = options.json
    ? JSON.stringify(result, null, 2)
    : reportOf({ ...result, kinds }).join('\n')
  process.stdout.write(`${text}\n`)
  return 0
}

/** More series than usual take more time than usual. */
const limitMs = ({ count, seeds }) =>
  END_WITHIN_MS * Math.max(1, (count * seeds.length) / (COUNT * SEEDS))

try {
  const options = optionsOf(process.argv.slice(2))
  process.exitCode = await boundedRun(limitMs(options), () => run(options))
} catch (cause) {
  process.stderr.write(`bench: ${cause.message}\n${USAGE}\n`)
  process.exitCode = 64
}
