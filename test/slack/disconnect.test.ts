/**
 * Slack tells connections to leave while people type: what it counts as taken, the bot counts as heard, and what was
 * not taken was said to who typed it.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type SlackEdge, startSlack } from '../../src/slack/app.ts'
import { startWorkspace, type Workspace } from '../../src/workspace/server.ts'
import { FakeListener, FakeLog } from './fakes.ts'

/** A command this often, for so long after each telling; a replaced connection works again within 1 s. */
const EVERY_MS = 20
const ROUND_MS = 2000

let workspace: Workspace
let edge: SlackEdge
let listener: FakeListener
let log: FakeLog

beforeEach(async () => {
  workspace = await startWorkspace({
    port: 0,
    manifestPath: 'manifest.json',
    dataDir: null,
    now: Date.now,
  })
  listener = new FakeListener()
  log = new FakeLog()
  const { botToken, appToken, apiUrl } = workspace
  edge = await startSlack({
    botToken,
    wire: { kind: 'socket', appToken },
    apiUrl,
    listener,
    log,
  })
  await expect.poll(() => workspace.control.sockets()).toBe(2)
})

afterEach(async () => {
  await edge.stop()
  await workspace.close()
})

interface Counts {
  sent: number
  acked: number
  failed: number
}

/** Types until the round is over; gives what became of each command. */
async function type(counts: Counts, forMs: number): Promise<void> {
  const under: Promise<void>[] = []
  const end = performance.now() + forMs
  while (performance.now() < end) {
    counts.sent += 1
    under.push(
      workspace.control.slash(`n${counts.sent}`).then(
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
  await Promise.all(under)
}

function told(): number {
  return workspace.control
    .messages('ops')
    .filter((one) => one.author === 'USLACKBOT' && one.ephemeralTo === 'U0ANA').length
}

const TELLINGS: readonly (readonly [string, readonly number[], number])[] = [
  ['the first', [0], 0],
  ['the second', [1], 0],
  ['both within 200 ms', [0, 1], 150],
]

test('each command is taken or its sender is told, and here all are taken', async () => {
  const counts: Counts = { sent: 0, acked: 0, failed: 0 }
  for (const [who, indexes, apartMs] of TELLINGS) {
    const before = { ...counts }
    const typing = type(counts, ROUND_MS)
    await sleep(10 * EVERY_MS)
    for (const index of indexes) {
      workspace.control.kick('refresh_requested', index)
      await sleep(apartMs)
    }
    await typing
    const of = (name: keyof Counts): number => counts[name] - before[name]
    process.stdout.write(
      `disconnect to ${who}: sent ${of('sent')}, acked ${of('acked')}, failed ${of('failed')}\n`,
    )
  }
  expect(counts.acked + counts.failed).toBe(counts.sent)
  expect(told()).toBe(counts.failed)
  expect(new Set(listener.heard.map(({ args }) => args[0])).size).toBe(counts.acked)
  expect(listener.heard).toHaveLength(counts.acked)
  expect(counts.failed).toBe(0)
  expect(log.bugs()).toEqual([])
})
