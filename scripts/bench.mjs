// npm run bench -- NAME [--json]: each claim about speed is a program in bench/ that prints its ratio.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..')
const name = process.argv[2] ?? ''
const names = readdirSync(join(ROOT, 'bench'))
  .filter((file) => file.endsWith('.mjs'))
  .map((file) => file.replace(/\.mjs$/, ''))
if (!/^[a-z-]+$/.test(name) || !existsSync(join(ROOT, 'bench', `${name}.mjs`))) {
  process.stderr.write(`npm run bench -- NAME [--json]; there are: ${names.join(', ')}\n`)
  process.exit(64)
}
const setup = spawnSync(process.execPath, [join(ROOT, 'scripts', 'setup.mjs'), '--build'], {
  cwd: ROOT,
  stdio: 'inherit',
})
if (setup.status !== 0) process.exit(1)
const run = spawnSync(
  process.execPath,
  [join(ROOT, 'bench', `${name}.mjs`), ...process.argv.slice(3)],
  { cwd: ROOT, stdio: 'inherit' },
)
process.exit(run.status ?? 1)
