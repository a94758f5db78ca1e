/** `audit` and `mask` in one process: who may, what is shown, what a program gets. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { COMMANDS } from '../../commands/index.ts'
import type { AuditRow } from '../../src/domain/audit.ts'
import { LIMITS } from '../../src/domain/limits.ts'
import type { Policy } from '../../src/domain/policy.ts'
import type { Files } from '../../src/domain/ports.ts'
import { type Asked, doneOf } from '../../src/pipeline/command.ts'
import { dispatch } from '../../src/pipeline/dispatch.ts'
import type { House } from '../../src/pipeline/house.ts'
import { useCases } from '../../src/pipeline/useCases.ts'
import { createSchedule } from '../../src/schedule/cron.ts'
import { printed } from '../../src/terminal/print.ts'
import { ASKED, openLocalHouse, runIn } from './localHouse.ts'
import { memberIn } from './standing.ts'

let house: House
let close: () => Promise<void>

beforeAll(async () => {
  ;({ house, close } = await openLocalHouse())
})
afterAll(async () => await close())

const SLACK: Asked = {
  ...ASKED,
  actor: memberIn('C1'),
  place: { surface: 'slack', channel: 'C1', threadTs: null, user: 'U1' },
}

/** What `--json` writes, a line each. */
async function lines(words: readonly string[]): Promise<readonly Record<string, unknown>[]> {
  const use = useCases(house, createSchedule(house), null, COMMANDS)
  const reply = await dispatch(COMMANDS, words, ASKED, use)
  const out: Record<string, unknown>[] = []
  const line = async (value: unknown): Promise<void> => void out.push(value as never)
  await doneOf(reply, { line, note: () => undefined })
  return out
}

test('shows who did what by which rule, with the scripts that ran; of a host, a person, a time', async () => {
  await runIn(house, `local ${process.pid}`)
  await runIn(house, 'mark local "a | b"')
  const all = await lines(['audit'])
  // Looking is written down before anything is shown.
  expect(all[0]).toMatchObject({ action: 'audit', class: 'admin', decision: 'allowed' })
  expect(all.find(({ action }) => action === 'mark')).toMatchObject({
    target: 'local',
    actor: 'ana',
  })
  expect(all.find(({ action }) => action === 'check')).toMatchObject({
    target: `local ${process.pid}`,
    rule: 'terminal-looks',
  })
  expect(all.find(({ script }) => script !== null)?.['script']).toMatch(/^[0-9a-f]{64}$/)
  const ids = all.map(({ id }) => Number(id))
  expect(ids).toEqual([...ids].sort((a, b) => b - a))
  const ofHost = await lines(['audit', 'local'])
  expect(ofHost.length).toBeGreaterThan(2)
  expect(ofHost.every(({ target }) => String(target).startsWith('local'))).toBe(true)
  expect(await lines(['audit', '--by', 'nobody'])).toEqual([])
  expect((await lines(['audit', '--by', 'ana', 'since', '1h'])).length).toBeGreaterThan(3)
  const list = await runIn(house, 'audit local')
  expect(printed(list.message, { colour: false })).toMatch(/terminal-looks/)
})

test('is for admins: in a chat for those whom the policy makes admins, and told to them alone', async () => {
  const asked = async (policy: Policy | null) => {
    const judged = { ...house, law: { policy, readOnly: false, embedded: true } }
    const use = useCases(judged, createSchedule(house), null, COMMANDS)
    return await dispatch(COMMANDS, ['audit'], SLACK, use)
  }
  expect((await doneOf(await asked(null))).json).toMatchObject({ error: { code: 'no-policy' } })
  const all = { users: [], usergroups: [], channels: [], hosts: null }
  const reply = await asked({ grants: [{ ...all, name: 'admins', may: ['admin'] }] })
  expect(reply).toMatchObject({ kind: 'say', audience: 'asker' })
  expect(printed((await doneOf(reply)).message, { colour: false })).toMatch(/no-policy/)
})

test('what came of a run is written down: what was read, what it cost, how it ended', async () => {
  await runIn(house, `local ${process.pid}`)
  const rows = await house.store.audited({ host: 'local', actor: null, sinceMs: 0 }, null, 20)
  const ended = rows.find(({ action }) => action === 'check:ended')
  expect(ended).toMatchObject({ actor: 'ana', rule: 'done', decision: 'allowed' })
  expect(ended?.detail?.['bytes']).toBeGreaterThan(1000)
  expect(ended?.detail?.['execs']).toBeGreaterThan(0)
  const rounds = rows.filter(({ action, runId }) => action === 'round-0' && runId === ended?.runId)
  expect(rounds.map(({ detail }) => detail?.['sources'])).toEqual([
    expect.stringContaining('proc/meminfo'),
  ])
})

test('a program gets every row, in pages that nothing falls between', async () => {
  const row: AuditRow = {
    atMs: house.clock.now(),
    ...{ actor: 'many', surface: 'slack', place: 'C1', action: 'check', class: 'look' },
    ...{ target: 'local', decision: 'refused' as const, rule: 'x', runId: null },
  }
  for (let i = 0; i < LIMITS.auditPage + 3; i += 1) await house.store.audit(row)
  expect(await lines(['audit', '--by', 'many'])).toHaveLength(LIMITS.auditPage + 3)
  const list = await runIn(house, 'audit --by many')
  expect(printed(list.message, { colour: false })).toContain('audit --json')
})

test('mask shows what would be kept of a text, and counts what would not', async () => {
  const text = 'psql postgres://app:s3cretpw@db1/x --token abcdef0123 /var/lib/pg/16384/2619'
  const files = { read: async () => new TextEncoder().encode(text) } as unknown as Files
  const use = useCases(house, createSchedule(house), files, COMMANDS)
  const done = await doneOf(await dispatch(COMMANDS, ['mask', '-'], ASKED, use))
  expect(done.json).toMatchObject({ rule: 'args', masked: 2 })
  expect(JSON.stringify(done.json)).not.toMatch(/s3cretpw|abcdef0123/)
  expect(JSON.stringify(done.json)).toContain('/var/lib/pg/16384/2619')
  const wrong = await doneOf(await dispatch(COMMANDS, ['mask', '-', '--as', 'x'], ASKED, use))
  expect(wrong.exit).toBe(64)
})
