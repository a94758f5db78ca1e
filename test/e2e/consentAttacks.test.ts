/**
 * What must not make an intrusive action run, each over the wire of Slack: refused, in the audit by its rule, and the process
 * never touched. Clients that lie are the workspace's `forge`.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Message } from '../../src/workspace/model.ts'
import { missing, needing } from '../real/needs.ts'
import {
  auditOf,
  coresIn,
  requested,
  rulesOf,
  told,
  valueIn,
  type Ward,
  ward,
  whispered,
} from './consentWorld.ts'
import { sleeper, textOf, together } from './world.ts'

const CONFIRM = 'mc:consent-confirm'
let here: Ward
let down: (() => Promise<void>) | undefined

beforeAll(async () => {
  down = await together(async () => {
    here = await ward()
  })
}, 120_000)

afterAll(async () => down?.())

/** The newest row, once it is by this rule. */
async function refusedBy(rule: string, actor = 'U0ANA'): Promise<void> {
  await expect
    .poll(() => auditOf(here).findLast((row) => row.rule === rule), { timeout: 30_000 })
    .toMatchObject({ decision: 'refused', actor })
}

function runs(): number {
  return rulesOf(here).filter((rule) => rule === 'consent-run').length
}

/** What the test cannot wait for, or cannot make a kernel do: time goes by, a pid is given to another process. */
function alter(column: 'expiresAtMs' | 'startTicks', value: number, request: string): void {
  const db = new Database(join(here.folder, 'data', 'memcheck.sqlite'))
  const { changes } = db
    .prepare(`update consent set ${column} = ? where id = ?`)
    .run(value, request)
  db.close()
  expect(changes).toBe(1)
}

const idOf = (request: Message): string => valueIn(request, 'consent-confirm').split('.')[0] ?? ''

describe.skipIf(missing('gdb'))(needing('gdb', 'refused and audited:'), () => {
  test('another person, a second value, another request’s nonce, a made-up one, none at all', async () => {
    const { slack } = here
    const request = await requested(here, 'gcore')
    await slack.control.click(request.ts, CONFIRM, { user: 'U0LI' })
    await refusedBy('consent-other-person', 'U0LI')
    expect(textOf(await whispered(here, /U0ANA/))).toContain('U0ANA')
    const other = await requested({ ...here, pid: sleeper() }, 'gcore')
    const [, nonce = ''] = valueIn(request, 'consent-confirm').split('.')
    await slack.control.forge(other.ts, CONFIRM, `${idOf(other)}.${nonce}`)
    await refusedBy('consent-other-request')
    await slack.control.forge(request.ts, CONFIRM, `${idOf(request)}.${'0'.repeat(32)}`)
    await refusedBy('consent-forged')
    for (const value of [
      '',
      idOf(request),
      here.pid,
      `${valueIn(request, 'consent-confirm')}.${here.pid}`,
    ])
      await slack.control.forge(request.ts, CONFIRM, value)
    await expect
      .poll(() => rulesOf(here).filter((rule) => rule === 'consent-forged').length)
      .toBe(5)
    // The whole value in another message's place.
    await slack.control.forge(other.ts, CONFIRM, valueIn(request, 'consent-confirm'))
    await refusedBy('consent-other-place')
    expect(runs()).toBe(0)
  })

  test('what only a button carries, said in words, in a command, and to a menu', async () => {
    const { slack } = here
    const request = await requested(here, 'gcore')
    const value = valueIn(request, 'consent-confirm')
    const said = () => rulesOf(here).filter((rule) => rule === 'consent-by-text').length
    slack.control.say(`consent-confirm ${value}`, { threadTs: request.ts })
    await expect.poll(said).toBe(1)
    slack.control.say(`@memcheck mc:consent-confirm ${value}`)
    await expect.poll(said).toBe(2)
    await slack.control.slash(`consent-confirm ${value}`)
    await expect.poll(said).toBe(3)
    const offered = await slack.control.forgeOptions(request.ts, 'mc:field:consent:ticket', value)
    expect(offered.flatMap(({ options }) => options)).toEqual([])
    await refusedBy('consent-by-options')
    expect(runs()).toBe(0)
  })

  test('one that is past its time, and one whose pid is another process now', async () => {
    const { slack } = here
    const late = await requested(here, 'gcore')
    alter('expiresAtMs', 1, idOf(late))
    await slack.control.forge(late.ts, CONFIRM, valueIn(late, 'consent-confirm'))
    await refusedBy('consent-expired')
    // Nobody needs to press it for its button to go.
    await told(here, late, /Nobody confirmed it in time/)
    expect(runs()).toBe(0)
    const request = await requested(here, 'gcore')
    alter('startTicks', 1, idOf(request))
    await slack.control.click(request.ts, CONFIRM)
    const answer = await told(here, request, /Nothing was done to/)
    expect(textOf(answer)).toContain('another process now')
    await refusedBy('consent-other-process')
    expect(coresIn(here)).toEqual([])
  })

  test('regression: a press before Slack said where the request stands is answered in its thread', async () => {
    const { slack } = here
    slack.control.slowAnswers(1000)
    const request = await requested(here, 'gcore')
    await slack.control.click(request.ts, CONFIRM)
    slack.control.slowAnswers(0)
    const done = await told(here, request, /The core file of sleep/)
    expect(done.threadTs).toBe(request.ts)
    await slack.control.click(done.ts, 'mc:consent-remove')
    await told(here, request, /deleted the core file/)
    expect(coresIn(here)).toEqual([])
  })

  test('two presses at once make one run, and each later one is a replay; so with deleting', async () => {
    const { slack } = here
    const before = runs()
    const request = await requested(here, 'gcore')
    const value = valueIn(request, 'consent-confirm')
    const press = () => slack.control.forge(request.ts, CONFIRM, value)
    await Promise.all([press(), press(), press()])
    const done = await told(here, request, /The core file of sleep/)
    await press()
    const replays = () =>
      rulesOf(here).filter((rule) => rule === 'consent-replayed' || rule === 'consent-host-busy')
        .length
    await expect.poll(replays).toBe(3)
    await refusedBy('consent-replayed')
    expect(runs()).toBe(before + 1)
    expect(coresIn(here)).toHaveLength(1)
    const remove = valueIn(done, 'consent-remove')
    const removals = () => rulesOf(here).filter((rule) => rule === 'consent-removed').length
    const removed = removals()
    const drop = () =>
      slack.control.forge(done.ts, 'mc:consent-remove', remove, { threadTs: request.ts })
    await Promise.all([drop(), drop()])
    await told(here, request, /deleted the core file/)
    await expect.poll(replays).toBe(4)
    expect(removals()).toBe(removed + 1)
    expect(coresIn(here)).toEqual([])
  })

  test('nowhere in database or log does a nonce stand', async () => {
    const request = await requested(here, 'gcore')
    const [, nonce = ''] = valueIn(request, 'consent-confirm').split('.')
    await here.slack.control.forge(request.ts, CONFIRM, `${idOf(request)}.${nonce}`, {
      user: 'U0LI',
    })
    await expect.poll(() => rulesOf(here).at(-1)).toBe('consent-other-person')
    expect(nonce).toMatch(/^[0-9a-f]{32}$/)
    const files = ['memcheck.sqlite', 'memcheck.sqlite-wal'].map((name) =>
      readFileSync(join(here.folder, 'data', name), 'latin1'),
    )
    for (const text of [...files, here.bot.log()]) expect(text.includes(nonce)).toBe(false)
    // It would be found there if it were: its request is.
    expect(files.some((text) => text.includes(idOf(request)))).toBe(true)
  })
})
