/**
 * kill -9 at the named steps of a check, from the run row on: what was kept is not lost, nothing is posted twice,
 * and the asker learns what became of it. One bot after the other on the same data: each answers for the one before.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Workspace } from '../../src/workspace/server.ts'
import {
  bot,
  hostInHere,
  imageIds,
  posts,
  type RunningBot,
  repliesTo,
  roots,
  sleeper,
  tempFolder,
  textOf,
  together,
  until,
  workspace,
} from '../e2e/world.ts'
import { WHOLE } from '../whole.ts'

/** In their order; beside those that CI leaves out, the step whose death is found the same way by who comes after. */
const ALL_STEPS = {
  'run-row': null,
  begun: null,
  planned: 'begun',
  kept: null,
  'collected-0': null,
  parsed: 'collected-0',
  measured: null,
  analyzed: 'measured',
  'outbox-root': null,
  'in-doubt-root': null,
  'unmarked-root': null,
  'posted-root': null,
  'outbox-chart': null,
  closed: null,
  'in-doubt-chart': 'in-doubt-root',
  'unmarked-chart': null,
  'posted-chart': 'posted-root',
} as const

const STEPS = Object.entries(ALL_STEPS)
  .filter(([, same]) => WHOLE || same === null)
  .map(([step]) => step)

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

/** Waits until all that was asked has its answer, and what was asked of `pid` last of all a final one. */
async function answered(slack: Workspace, folder: string, pid: string, seen: () => string) {
  const mine = () => roots(slack).filter((root) => rootOf(pid).test(textOf(root)))
  await until(() => mine().length > 0 && unfinished(folder) === 0, seen)
  await until(() => /took|Ask again/.test(textOf(mine()[0])), seen)
  return mine()
}

const rootOf = (pid: string): RegExp => new RegExp(`sleep\\[${pid}\\]|db1 ${pid}\\b`)

describe('a bot that is killed in the middle of a check', () => {
  let slack: Workspace
  let folder: string
  /** The one that answers for the last that died, and dies at the next step of its own. */
  let mortal: RunningBot
  let mortalAt = 'none'

  const downs: (() => Promise<void>)[] = []

  async function next(killAt = 'none'): Promise<void> {
    const start = async () => {
      mortal = await bot({ slack, folder, killAt })
    }
    downs.push(await together(start))
    mortalAt = killAt
  }

  /** Where the test before failed, its bot is not the one to die here: another takes up what was left. */
  async function dyingAt(killAt: string): Promise<void> {
    if (mortalAt === killAt && mortal.child.signalCode === null) return
    await mortal.stop()
    await next(killAt)
    await until(() => unfinished(folder) === 0, mortal.log)
  }

  beforeAll(async () => {
    const make = async () => {
      slack = await workspace()
      folder = tempFolder()
      writeFileSync(join(folder, 'memcheck.yaml'), await hostInHere())
    }
    downs.push(await together(make))
    await next(STEPS[0])
  })

  afterAll(async () => {
    for (const down of downs.reverse()) await down()
  })

  test.each(STEPS)('at %s', async (killAt) => {
    await dyingAt(killAt)
    const before = { roots: roots(slack).length, posts: posts(slack).length }
    const pid = sleeper()
    const framesBefore = framesIn(folder)
    // The kill may come before the ack: then Slack tells the asker so itself.
    await slack.control.slash(`db1 ${pid}`).catch(() => undefined)
    expect(await mortal.gone).toMatchObject({ signal: 'SIGKILL' })
    expect(mortal.log()).toContain(`"step":"${killAt}"`)
    const kept = framesIn(folder)

    await next(STEPS[STEPS.indexOf(killAt) + 1])
    const answers = await answered(slack, folder, pid, mortal.log)
    expect(answers).toHaveLength(1)
    expect(roots(slack)).toHaveLength(before.roots + 1)
    expect(
      repliesTo(slack, answers[0]).filter((reply) => imageIds(reply).length > 0).length,
    ).toBeLessThanOrEqual(1)
    expect(posts(slack).length).toBeLessThanOrEqual(before.posts + 2)
    expect(framesIn(folder)).toBeGreaterThanOrEqual(kept)
    const answer = textOf(answers[0])
    if (kept > framesBefore && killAt !== 'kept')
      expect(answer).toMatch(/RSS|host available|host memory/)
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
