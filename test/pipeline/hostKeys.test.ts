/** `hosts add` over its ports: who may, whom it asks, in which order, and when it stops. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { COMMANDS } from '../../commands/index.ts'
import type { HostEntry } from '../../src/domain/inventory.ts'
import type { Person, Schedule, ShownKey } from '../../src/domain/ports.ts'
import { plain, type Text } from '../../src/domain/words.ts'
import type { Asked, Done } from '../../src/pipeline/command.ts'
import { dispatch } from '../../src/pipeline/dispatch.ts'
import { useCases } from '../../src/pipeline/useCases.ts'
import { createSchedule } from '../../src/schedule/cron.ts'
import { type LocalHouse, openLocalHouse } from './localHouse.ts'
import { memberIn } from './standing.ts'

const FINGERPRINT = `SHA256:${'A'.repeat(43)}`
const TERMINAL: Asked = {
  actor: { id: 'ops', surface: 'terminal', team: null, chat: null },
  place: { surface: 'terminal', user: 'ops' },
  lang: 'en',
  zone: 'UTC',
}
const SLACK: Asked = {
  ...TERMINAL,
  actor: memberIn('C1'),
  place: { surface: 'slack', channel: 'C1', threadTs: null, user: 'U1' },
}

let local: LocalHouse
let schedule: Schedule
beforeAll(async () => {
  local = await openLocalHouse()
  schedule = createSchedule({ clock: local.house.clock, log: local.house.log })
})
afterAll(async () => {
  await schedule?.close()
  await local?.close()
})

function embedded(): HostEntry {
  const [host] = local.house.inventory.hosts
  if (host === undefined) throw new Error('no host')
  return host
}

interface Tried {
  readonly done: Done
  readonly recorded: readonly string[]
  readonly asked: readonly string[]
}

/** Two hosts on the way, gate first, in these states; the person's answers in their order, null for nobody. */
async function tried(
  verdicts: Readonly<Record<string, ShownKey['verdict']>>,
  answers: readonly string[] | null,
  words: readonly string[] = [],
  by: Asked = TERMINAL,
): Promise<Tried> {
  const recorded: string[] = []
  const questions: string[] = []
  const left = [...(answers ?? [])]
  const person: Person | null =
    answers === null
      ? null
      : {
          async ask(question: Text) {
            questions.push(plain(question))
            return left.shift() ?? ''
          },
        }
  const shown = (host: string): ShownKey => ({
    host,
    address: '10.0.0.1',
    port: 22,
    verdict: verdicts[host] ?? 'known',
    type: 'ssh-ed25519',
    fingerprint: FINGERPRINT,
    key: 'AAAA',
    recordedAs: '10.0.0.1',
    file: '/known',
  })
  const hop = (name: string): HostEntry => ({ ...embedded(), name })
  const house = {
    ...local.house,
    hostKeys: {
      hops: async () => ['gate', 'local'].map(hop),
      look: async ({ name }: HostEntry) => shown(name),
      record: async ({ host }: ShownKey) => void recorded.push(host),
    },
  }
  const use = useCases(house, schedule, null, COMMANDS, person)
  const reply = await dispatch(COMMANDS, ['hosts', 'add', 'local', ...words], by, use)
  if (reply.kind !== 'say') throw new Error('it is said at once')
  return { done: reply.done, recorded, asked: questions }
}

const codeOf = ({ done }: Tried): string =>
  (done.json as { readonly error?: { readonly code: string } }).error?.code ?? ''

test('each host on the way that is not known is asked for, and recorded after a whole yes', async () => {
  const both = await tried({ gate: 'unknown', local: 'unknown' }, ['yes', ' YES '])
  expect(both.recorded).toEqual(['gate', 'local'])
  expect(both.asked).toHaveLength(2)
  for (const question of both.asked) expect(question).toContain(FINGERPRINT)
  expect(both.done.exit).toBe(0)
})

test.each(['', 'y', 'no', 'yes please'])(
  '%j is no yes: nothing behind is looked at',
  async (answer) => {
    const one = await tried({ gate: 'unknown', local: 'unknown' }, [answer, 'yes'])
    expect(one.recorded).toEqual([])
    expect(one.asked).toHaveLength(1)
    expect(one.done.exit).toBe(2)
  },
)

test('what is known is asked for no more', async () => {
  const known = await tried({}, [])
  expect([known.recorded, known.asked, known.done.exit]).toEqual([[], [], 0])
})

test.each(['changed', 'revoked'] as const)(
  'a %s key is never recorded, whoever says yes',
  async (verdict) => {
    const one = await tried({ local: verdict }, ['yes'], ['--fingerprint', FINGERPRINT])
    expect([codeOf(one), one.recorded]).toEqual([`host-key-${verdict}`, []])
  },
)

test('with nobody to ask only the right fingerprint records, and only of the host itself', async () => {
  expect(codeOf(await tried({ local: 'unknown' }, null))).toBe('needs-person')
  const right = await tried({ local: 'unknown' }, null, ['--fingerprint', FINGERPRINT])
  expect(right.recorded).toEqual(['local'])
  const other = await tried({ local: 'unknown' }, null, [
    '--fingerprint',
    `SHA256:${'B'.repeat(43)}`,
  ])
  expect([codeOf(other), other.recorded]).toEqual(['fingerprint-differs', []])
  const gate = await tried({ gate: 'unknown' }, null, ['--fingerprint', FINGERPRINT])
  expect([codeOf(gate), gate.recorded]).toEqual(['needs-person', []])
  expect(codeOf(await tried({}, null, ['--fingerprint', 'SHA256:x']))).toBe('bad-argument')
})

test('in a chat nobody records a key', async () => {
  const chat = await tried({ local: 'unknown' }, ['yes'], [], SLACK)
  expect([codeOf(chat), chat.recorded]).toEqual(['no-policy', []])
})
