// npm run bench -- NAME [--json]: each claim about speed is a program in bench/ that prints its ratio.
// npm run prove [-- NAME]: each long proof (guests, soaks, fleets) is one in prove/ that prints what it saw; all without a name.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..')
const [folder = '', name = '', ...args] = process.argv.slice(2)
const names = readdirSync(join(ROOT, folder))
  .filter((file) => file.endsWith('.mjs'))
  .map((file) => file.replace(/\.mjs$/, ''))
const known = /^[a-z-]+$/.test(name) && existsSync(join(ROOT, folder, `${name}.mjs`))
if (!known && !(folder === 'prove' && name === '')) {
  process.stderr.write(`npm run ${folder} -- NAME; there are: ${names.join(', ')}\n`)
  process.exit(64)
}
const setup = spawnSync(process.execPath, [join(ROOT, 'scripts', 'setup.mjs'), '--build'], {
  cwd: ROOT,
  stdio: 'inherit',
})
if (setup.status !== 0) process.exit(1)
let failed = 0
for (const one of known ? [name] : names) {
  const run = spawnSync(process.execPath, [join(ROOT, folder, `${one}.mjs`), ...args], {
    cwd: ROOT,
    stdio: 'inherit',
  })
  if (run.status !== 0) failed = run.status ?? 1
}
process.exit(failed)
