// npm run check: all that CI checks, in the order in which it fails soonest. `--no-tests` leaves out the tests.
import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..')
const bin = (name) => join(ROOT, 'node_modules', '.bin', name)
const STEPS = [
  ['set-up', process.execPath, [join('scripts', 'setup.mjs'), '--build']],
  [
    'format and lint',
    bin('biome'),
    ['check', '--error-on-warnings', '--diagnostic-level=warn', '.'],
  ],
  ['types', process.execPath, [join('node_modules', 'typescript', 'bin', 'tsc'), '-p', '.']],
  ['generated docs', process.execPath, [join('scripts', 'docs.mjs'), '--check']],
  ['tests', bin('vitest'), ['run']],
]
const skipTests = process.argv.includes('--no-tests')
const failed = []
for (const [name, command, args] of STEPS) {
  if (name === 'tests' && skipTests) continue
  process.stderr.write(`\ncheck: ${name}\n`)
  const { status } = spawnSync(command, args, { cwd: ROOT, stdio: 'inherit' })
  if (status !== 0) failed.push(name)
  if (status !== 0 && name === 'set-up') break
}
process.stderr.write(
  failed.length === 0 ? '\ncheck: all passed\n' : `\ncheck: failed: ${failed.join(', ')}\n`,
)
process.exit(failed.length === 0 ? 0 : 1)
