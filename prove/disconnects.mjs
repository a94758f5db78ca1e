/**
 * npm run prove -- disconnects [ROUNDS]: the built bot as a process, a command every 20 ms, and in each round Slack tells
 * one connection, the other, or both within 200 ms to leave. Prints what was sent, acked and said to have failed.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startWorkspace } from '../dist/src/workspace/server.js'

const ROOT = join(import.meta.dirname, '..')
const ROUNDS = 60
const EVERY_MS = 20
const ROUND_MS = 6000
const TELLINGS = [[0], [1], [0, 1]]

const asked = Number(process.argv[2] ?? ROUNDS)
const rounds = Number.isInteger(asked) && asked > 0 ? asked : ROUNDS
const folder = mkdtempSync(join(tmpdir(), 'memcheck-disconnects-'))
writeFileSync(
  join(folder, 'memcheck.yaml'),
  'hosts:\n  - { name: none, address: 127.0.0.1, port: 9, user: nobody, key: none, known_hosts: none }\n',
)
const manifestPath = join(ROOT, 'manifest.json')
const slack = await startWorkspace({ port: 0, manifestPath, dataDir: null, now: Date.now })
const bot = spawn(process.execPath, [join(ROOT, 'dist', 'bundle', 'main.js')], {
  cwd: folder,
  stdio: ['ignore', 'ignore', 'inherit'],
  env: {
    PATH: process.env.PATH,
    HOME: folder,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_API_URL: slack.apiUrl,
    LOG_LEVEL: 'error',
  },
})
const counts = { sent: 0, acked: 0, failed: 0, told: 0 }
try {
  while (slack.control.sockets() < 2) {
    if (bot.exitCode !== null) throw new Error('the bot ended')
    await sleep(50)
  }
  for (let round = 0; round < rounds; round += 1) await oneRound(TELLINGS[round % TELLINGS.length])
} finally {
  bot.kill('SIGTERM')
  await once(bot, 'close')
  await slack.close()
  rmSync(folder, { recursive: true, force: true })
}
const silent = counts.sent - counts.acked - counts.failed
process.stdout.write(
  `${rounds} rounds: sent ${counts.sent}, acked ${counts.acked}, failed ${counts.failed}, of these told to the sender ${counts.told}, silent ${silent}\n`,
)
process.exit(silent === 0 && counts.told === counts.failed ? 0 : 1)

/** A failed command has said so before it rejects; the workspace forgets old notices, so they are counted a round. */
function notices() {
  return slack.control.messages('ops').filter(({ author }) => author === 'USLACKBOT').length
}

async function oneRound(indexes) {
  const before = notices()
  const failedBefore = counts.failed
  const under = []
  const end = performance.now() + ROUND_MS
  const telling = tell(indexes)
  while (performance.now() < end) {
    counts.sent += 1
    const taken = slack.control.slash('help nothing')
    under.push(
      taken.then(
        () => {
          counts.acked += 1
        },
        () => {
          counts.failed += 1
        },
      ),
    )
    await sleep(EVERY_MS)
  }
  await telling
  await Promise.all(under)
  counts.told += Math.min(notices() - before, counts.failed - failedBefore)
}

async function tell(indexes) {
  await sleep(10 * EVERY_MS)
  for (const index of indexes) {
    slack.control.kick('refresh_requested', index)
    await sleep(150)
  }
}
