/**
 * npm run prove -- contexts [WALKS]: context walks of backends at work, PostgreSQL 13 to 18, 400 of each load. Prints how
 * many were clean at which try; a clean one that lacks a lasting context fails.
 */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { surroundings } from '../bench/parts/figures.mjs'

const WALKS = 400
const asked = Number(process.argv[2] ?? WALKS)
const walks = Number.isInteger(asked) && asked > 0 ? asked : WALKS
const { status, stdout } = spawnSync(
  'npx',
  ['vitest', 'run', '--testTimeout=1800000', 'test/real/busyContexts.test.ts'],
  {
    cwd: join(import.meta.dirname, '..'),
    env: { ...process.env, MEMCHECK_REAL: '1', MEMCHECK_WALKS: String(walks) },
    encoding: 'utf8',
  },
)
for (const line of stdout.split('\n').filter((one) => one.startsWith('busy ')))
  process.stdout.write(`${line}\n`)
if (status !== 0) process.stdout.write(stdout.slice(-8000))
const { commit, node, cpu, at } = surroundings('ssh')
process.stdout.write(`commit ${commit}, ${node}, ${cpu}, ${at}\n`)
process.exit(status === 0 ? 0 : 1)
