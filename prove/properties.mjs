/**
 * npm run prove -- properties [ROUNDS]: all property tests on cases that CI has not seen, a new seed a round. Prints
 * the seed of a round that failed; `MEMCHECK_SEED=SEED npx vitest run FILE` shows it again.
 */
import { spawnSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { surroundings } from '../bench/parts/figures.mjs'

const ROOT = join(import.meta.dirname, '..')
const TESTS = join(ROOT, 'test')
const ROUNDS = 10
const MOST_ROUNDS = 1000
const SEEDS = 2 ** 31

const asked = Number(process.argv[2] ?? ROUNDS)
const rounds = Number.isInteger(asked) ? Math.min(MOST_ROUNDS, Math.max(1, asked)) : ROUNDS
const files = readdirSync(TESTS, { recursive: true })
  .filter((name) => name.endsWith('.test.ts'))
  .filter((name) => /\bfc\.(?:assert|check)\(/.test(readFileSync(join(TESTS, name), 'utf8')))
let failed = 0
for (let round = 1; round <= rounds; round += 1) {
  const seed = randomInt(SEEDS)
  const of = spawnSync(
    'npx',
    ['vitest', 'run', '--silent=true', ...files.map((name) => `test/${name}`)],
    {
      cwd: ROOT,
      env: { ...process.env, MEMCHECK_SEED: String(seed) },
      encoding: 'utf8',
    },
  )
  const good = of.status === 0
  if (!good) failed += 1
  process.stdout.write(`${good ? 'ok  ' : 'FAIL'} round ${round}, seed ${seed}\n`)
  if (!good) process.stdout.write(`${of.stdout.slice(-8000)}\n`)
}
const { commit, node } = surroundings('ssh')
process.stdout.write(
  `${files.length} files of property tests, ${rounds} rounds, ${failed} failed; commit ${commit}, ${node}\n`,
)
process.exit(failed === 0 ? 0 : 1)
