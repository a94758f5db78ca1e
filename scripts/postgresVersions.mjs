// node scripts/postgresVersions.mjs: brings the PostgreSQL versions that real tests walk (test/real/postgres-versions).
// The packages are servers only, with a step of their own that makes the links of their libraries.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const FOLDER = join(dirname(fileURLToPath(import.meta.url)), '../test/real/postgres-versions')
const DONE = join(FOLDER, 'node_modules/.brought')
const lock = readFileSync(join(FOLDER, 'package-lock.json'), 'utf8')
if (existsSync(DONE) && readFileSync(DONE, 'utf8') === lock) process.exit(0)

run('npm', ['ci', '--ignore-scripts', '--silent'], FOLDER)
for (const name of readdirSync(join(FOLDER, 'node_modules')).filter((one) =>
  /^postgres-\d+$/.test(one),
))
  run(process.execPath, ['scripts/hydrate-symlinks.js'], join(FOLDER, 'node_modules', name))
writeFileSync(DONE, lock)

function run(program, args, cwd) {
  const { status } = spawnSync(program, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] })
  if (status !== 0) {
    process.stderr.write(`${program} ${args.join(' ')} ended with ${status} in ${cwd}\n`)
    process.exit(1)
  }
}
