/**
 * npm run prove -- contexts [WALKS [VERSION...]]: context walks of backends at work over the shipped transport (a real
 * sshd, the loop on the host), PostgreSQL 13 to 18, 400 of each load. Prints how many were clean at which try and their
 * share; a clean one that lacks a lasting context fails, and so does a share below 95 % of 400.
 */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { surroundings } from '../bench/parts/figures.mjs'

const WALKS = 400
const asked = Number(process.argv[2] ?? WALKS)
const versions = process.argv.slice(3).join(' ') || '13 14 15 16 17 18'
const walks = Number.isInteger(asked) && asked > 0 ? asked : WALKS
const { status, stdout } = spawnSync(
  'npx',
  ['vitest', 'run', '--testTimeout=1800000', 'test/real/busyContexts.test.ts'],
  {
    cwd: join(import.meta.dirname, '..'),
    env: {
      ...process.env,
      MEMCHECK_REAL: '1',
      MEMCHECK_WALKS: String(walks),
      MEMCHECK_VERSIONS: versions,
    },
    encoding: 'utf8',
  },
)
for (const line of stdout.split('\n').filter((one) => one.startsWith('busy ')))
  process.stdout.write(`${line}\n`)
if (status !== 0) process.stdout.write(stdout.slice(-8000))
const { commit, node, cpu, at } = surroundings('ssh')
process.stdout.write(`commit ${commit}, ${node}, ${cpu}, ${at}\n`)
process.exit(status === 0 ? 0 : 1)
