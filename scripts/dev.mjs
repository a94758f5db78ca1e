// Builds, runs the bot, and does both again when a source changes.
import { spawn, spawnSync } from 'node:child_process'
import { watch } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..')
const SETTLE_MS = 300
let bot = null
let timer = null

function start() {
  const built = spawnSync(process.execPath, [join(ROOT, 'scripts', 'setup.mjs'), '--build'], {
    cwd: ROOT,
    stdio: 'inherit',
  })
  if (built.status === 0)
    bot = spawn(
      process.execPath,
      ['--enable-source-maps', join(ROOT, 'dist', 'bundle', 'main.js')],
      {
        cwd: ROOT,
        stdio: 'inherit',
      },
    )
}

function again() {
  clearTimeout(timer)
  timer = setTimeout(() => {
    if (bot === null || bot.exitCode !== null) return start()
    bot.once('exit', start)
    bot.kill('SIGTERM')
  }, SETTLE_MS)
}

for (const folder of ['src', 'commands', 'migrations'])
  watch(join(ROOT, folder), { recursive: true }, again)
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    if (bot === null || bot.exitCode !== null) process.exit(0)
    bot.once('exit', () => process.exit(0))
  })
}
start()
