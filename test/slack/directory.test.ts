/** Who somebody is, by the workspace's own word: asked over the wire, kept, and unknown where Slack does not say. */
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Log } from '../../src/domain/ports.ts'
import { createCaller } from '../../src/slack/client.ts'
import { createDirectory } from '../../src/slack/directory.ts'
import { Pacer } from '../../src/slack/pacer.ts'
import { createPersonOf } from '../../src/slack/person.ts'
import { startWorkspace, type Workspace } from '../../src/workspace/server.ts'

const log: Log = {
  info: () => undefined,
  warn: () => undefined,
  bug: () => 'E00000',
  step: () => undefined,
}
const person = (id: string, standing?: 'guest' | 'stranger') => ({
  id,
  name: id.toLowerCase(),
  realName: id,
  tz: 'UTC',
  locale: 'en-US',
  ...(standing === undefined ? {} : { standing }),
})

let slack: Workspace
let pacer: Pacer

beforeEach(async () => {
  pacer = new Pacer()
  slack = await startWorkspace({
    port: 0,
    manifestPath: join(import.meta.dirname, '..', '..', 'manifest.json'),
    dataDir: null,
    now: () => Date.now(),
    people: [person('U0ANA'), person('U0KIM', 'guest'), person('U0SAM', 'stranger')],
    usergroups: [
      { id: 'S0DBA', users: ['U0ANA'] },
      { id: 'S0WEB', users: ['U0KIM'] },
    ],
  })
})
afterEach(async () => {
  pacer.close()
  await slack.close()
})

function directory() {
  const { botToken, apiUrl } = slack
  const caller = createCaller({ botToken, apiUrl, log }, 'person', pacer)
  return createDirectory(caller, createPersonOf(caller.client, log), log)
}
const at = (user: string, channel = 'C0OPS', team: string | null = null) => ({
  user,
  team,
  channel,
  usergroups: ['S0DBA', 'S0WEB'],
})

test('members, guests and strangers; user groups; rooms', async () => {
  const of = directory()
  expect(await of.standing(at('U0ANA', 'C0OPS', 'T0LOCAL'))).toEqual({
    standing: 'member',
    groups: ['S0DBA'],
    unlearned: [],
    channel: 'C0OPS',
    room: 'joined',
  })
  expect(await of.standing(at('U0KIM'))).toMatchObject({ standing: 'guest', groups: ['S0WEB'] })
  expect(await of.standing(at('U0SAM'))).toMatchObject({ standing: 'outsider', groups: [] })
  expect(await of.standing(at('U0ANA', 'C0GENERAL'))).toMatchObject({ room: 'apart' })
  expect(await of.standing(at('U0ANA', 'C0ALERTS'))).toMatchObject({ room: 'joined' })
  expect(await of.standing(at('U0ANA', 'D0ANA'))).toMatchObject({ room: 'direct' })
  expect(await of.standing(at('U0ANA', 'U0ANA'))).toMatchObject({ room: 'direct' })
  expect(await of.standing(at('U0ANA', 'C0SECRET'))).toMatchObject({ room: 'apart' })
})

test('who acts from another team is of that, whatever his profile says', async () => {
  expect(await directory().standing(at('U0ANA', 'C0OPS', 'T0OTHER'))).toMatchObject({
    standing: 'outsider',
  })
})

test('one question a person, room and group', async () => {
  const of = directory()
  await Promise.all([of.standing(at('U0ANA')), of.standing(at('U0ANA'))])
  await of.standing(at('U0ANA'))
  const asked = slack.control.calls().map(({ method }) => method)
  for (const method of ['users.info', 'conversations.info', 'auth.test'])
    expect(asked.filter((one) => one === method)).toHaveLength(1)
  expect(asked.filter((one) => one === 'usergroups.users.list')).toHaveLength(2)
})

test('regression: a group that is gone takes nobody out of the others', async () => {
  const usergroups = ['S0DBA', 'S0GONE']
  expect(await directory().standing({ ...at('U0ANA'), usergroups })).toMatchObject({
    standing: 'member',
    groups: ['S0DBA'],
    unlearned: ['S0GONE'],
    room: 'joined',
  })
})

test('regression: a Slack that is away makes nobody known and no room joined, until it is back', async () => {
  const of = directory()
  slack.control.down(true)
  expect(await of.standing(at('U0ANA'))).toEqual({
    standing: 'unknown',
    groups: [],
    unlearned: ['S0DBA', 'S0WEB'],
    channel: 'C0OPS',
    room: 'unknown',
  })
  slack.control.down(false)
  await expect
    .poll(() => of.standing(at('U0ANA')), { timeout: 60_000, interval: 200 })
    .toMatchObject({ standing: 'member', groups: ['S0DBA'], room: 'joined' })
})
