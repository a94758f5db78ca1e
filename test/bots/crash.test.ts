/**
 * kill -9 at every named step of a check, from the run row on: what was kept is not lost, nothing is posted twice,
 * and the asker learns what became of it.
 */
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import type { Workspace } from '../../src/workspace/server.ts'
import {
  bot,
  hostInHere,
  imageIds,
  launch,
  posts,
  repliesTo,
  roots,
  sleeper,
  tempFolder,
  textOf,
  until,
  workspace,
} from '../e2e/world.ts'

const STEPS = [
  'run-row',
  'begun',
  'planned',
  'kept',
  'collected-0',
  'parsed',
  'measured',
  'analyzed',
  'outbox-root',
  'in-doubt-root',
  'unmarked-root',
  'posted-root',
  'outbox-chart',
  'closed',
  'in-doubt-chart',
  'unmarked-chart',
  'posted-chart',
]

/** Kept frames of all runs, as the database has them. */
function framesIn(folder: string): number {
  return countIn(folder, 'select count(*) as n from frame')
}

function countIn(folder: string, query: string): number {
  const db = new Database(join(folder, 'data', 'memcheck.sqlite'), { readonly: true })
  try {
    return (db.prepare(query).get() as { n: number }).n
  } finally {
    db.close()
  }
}

/** Runs that are open and messages that are still to be sent. */
function unfinished(folder: string): number {
  return countIn(
    folder,
    "select (select count(*) from run where state = 'open') + (select count(*) from outbox where state = 'waiting') as n",
  )
}

async function answered(slack: Workspace, folder: string, seen: () => string): Promise<void> {
  await until(() => roots(slack).length > 0 && unfinished(folder) === 0, seen)
  const done = (): boolean => /took|Ask again/.test(textOf(roots(slack)[0]))
  await until(done, seen)
}

describe('a bot that is killed in the middle of a check', () => {
  test.each(STEPS)('at %s', async (killAt) => {
    const slack = await workspace()
    const folder = tempFolder()
    const config = await hostInHere()
    const first = launch({ slack, folder, killAt, config })
    await until(
      () => slack.control.sockets() > 0,
      () => first.log(),
      first.gone,
    )
    // The kill may come before the ack: then Slack tells the asker so itself.
    const target = `db1 ${sleeper()}`
    await slack.control.slash(target).catch(() => undefined)
    expect(await first.gone).toMatchObject({ signal: 'SIGKILL' })
    expect(first.log()).toContain(`"step":"${killAt}"`)
    const kept = framesIn(folder)

    const second = await bot({ slack, folder })
    await answered(slack, folder, () => second.log())
    expect(roots(slack)).toHaveLength(1)
    expect(
      repliesTo(slack, roots(slack)[0]).filter((reply) => imageIds(reply).length > 0).length,
    ).toBeLessThanOrEqual(1)
    expect(posts(slack).length).toBeLessThanOrEqual(2)
    expect(framesIn(folder)).toBeGreaterThanOrEqual(kept)
    const answer = textOf(roots(slack)[0])
    expect(answer).toMatch(new RegExp(`sleep\\[|${target}`))
    if (kept > 0 && killAt !== 'kept') expect(answer).toMatch(/RSS|host available|host memory/)
  })
})

describe('a bot that is started again', () => {
  test('a thread opened before still answers, history and orders are there', async () => {
    const slack = await workspace()
    const folder = tempFolder()
    const config = `${await hostInHere()}orders:\n  - name: morning\n    targets: [db1]\n    every: "0 8 * * *"\n    zone: UTC\n    channel: C0OPS\n`
    const first = await bot({ slack, folder, config })
    const pid = sleeper()
    await slack.control.slash(`db1 ${pid}`)
    const root = await slack.control.waitFor(
      (message) => message.text.includes('sleep[') && message.threadTs === null,
    )
    await until(
      () => repliesTo(slack, root).length > 0,
      () => first.log(),
    )
    await first.stop()

    const second = await bot({ slack, folder })
    slack.control.say('meminfo', { threadTs: root.ts })
    await until(
      () => repliesTo(slack, root).some((reply) => reply.text.includes('memory of the host')),
      () => second.log(),
    )
    await slack.control.slash(`history db1 ${pid}`)
    await until(
      () => posts(slack).some((message) => message.text.includes('the last 14 d')),
      () => second.log(),
    )
    const ack = await slack.control.slash('watch list')
    expect(JSON.stringify(ack)).toContain('morning')
  })
})
