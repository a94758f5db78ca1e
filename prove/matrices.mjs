/**
 * npm run prove -- matrices: the tests of which CI takes some combinations (test/whole.ts), with all of them. Ends with
 * the status of the tests.
 */
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { surroundings } from '../bench/parts/figures.mjs'

const ROOT = join(import.meta.dirname, '..')
const TESTS = join(ROOT, 'test')

const files = readdirSync(TESTS, { recursive: true })
  .filter((name) => name.endsWith('.test.ts'))
  .filter((name) => /from '(?:\.\.\/)+whole\.ts'/.test(readFileSync(join(TESTS, name), 'utf8')))
const { status } = spawnSync(
  'npx',
  ['vitest', 'run', '--silent=true', ...files.map((name) => `test/${name}`)],
  {
    cwd: ROOT,
    env: { ...process.env, MEMCHECK_WHOLE: '1', MEMCHECK_REAL: '1' },
    stdio: 'inherit',
  },
)
const { commit, node } = surroundings('ssh')
process.stdout.write(
  `${files.length} files with all their combinations: ${status === 0 ? 'passed' : 'FAILED'}; commit ${commit}, ${node}\n`,
)
process.exit(status ?? 1)
