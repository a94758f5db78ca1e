/** What runs on a host is written down by the hash of its text, which is the one that `plan` shows beforehand. */
import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LocalHouse, openLocalHouse, runIn } from './localHouse.ts'

let local: LocalHouse
beforeAll(async () => {
  local = await openLocalHouse()
})
afterAll(() => local.close())

test('the audit of a check names each script by the hash that the plan showed', async () => {
  const { rounds } = (await runIn(local.house, `plan local ${process.pid}`)).json as {
    readonly rounds: readonly { readonly script: string; readonly sha256: string }[]
  }
  expect(rounds.map(({ script }) => local.house.ids.sha256(script))).toEqual(
    rounds.map(({ sha256 }) => sha256),
  )
  await runIn(local.house, `local ${process.pid}`)
  const [run] = await local.house.store.runsOf('local', 1)
  const rows = new Database(local.file, { readonly: true })
  const written = rows
    .prepare('select action, target, script from audit where runId = ? order by id')
    .all(run?.id)
  rows.close()
  expect(written).toEqual([
    { action: 'check', target: `local ${process.pid}`, script: null },
    { action: 'round-0', target: `local ${process.pid}`, script: rounds[0]?.sha256 },
    ...written.slice(2),
  ])
})
