/** The kill switch: real store, real SSH to the embedded host, a second process of the store beside the first. */
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { COMMANDS } from '../../commands/index.ts'
import type { Order } from '../../src/domain/order.ts'
import type { Chat, Schedule } from '../../src/domain/ports.ts'
import { plain } from '../../src/domain/words.ts'
import { type Asked, type Done, doneOf } from '../../src/pipeline/command.ts'
import { dispatch } from '../../src/pipeline/dispatch.ts'
import type { House } from '../../src/pipeline/house.ts'
import { OrderRunner } from '../../src/pipeline/orders.ts'
import { behindPause } from '../../src/pipeline/pause/gate.ts'
import { Poster } from '../../src/pipeline/post.ts'
import { useCases } from '../../src/pipeline/useCases.ts'
import { openStore } from '../../src/store/open.ts'
import { SET, source } from '../script/sources.ts'
import { openLocalHouse, runIn } from './localHouse.ts'
import { memberIn } from './standing.ts'

const SLACK: Asked = {
  actor: memberIn('C1'),
  place: { surface: 'slack', channel: 'C1', threadTs: null, user: 'U1' },
  lang: 'en',
  zone: 'UTC',
}
/** A command that nobody else runs, so that it can be looked for. */
const HANGS = source(
  'hangs',
  { kind: 'argv', argv: ['sleep', '47.25'] },
  { limits: { bytes: 100, seconds: 60 } },
)

let house: House
let file: string
let close: () => Promise<void>

beforeAll(async () => {
  const opened = await openLocalHouse({ sources: [SET.meminfo, HANGS] })
  ;({ file, close } = opened)
  const edge = { ...opened.house.remote, open: opened.house.ranges.open }
  const gate = behindPause(edge, opened.house)
  house = { ...opened.house, remote: gate, ranges: gate }
})

afterAll(async () => await close())

function codeOf(done: Done): string | undefined {
  return (done.json as { error?: { code: string } }).error?.code
}

function wordsOf(done: Done): string {
  return done.message.blocks
    .flatMap((block) =>
      block.kind === 'text' || block.kind === 'headline'
        ? [plain(block.text)]
        : block.kind === 'bullets'
          ? block.items.map(plain)
          : [],
    )
    .join('\n')
}

async function inSlack(words: string): Promise<Done> {
  const use = useCases(house, noSchedule(), null, COMMANDS)
  const reply = await dispatch(COMMANDS, words.split(' '), SLACK, use)
  return await doneOf(reply)
}

function noSchedule(
  onStart: (tick: (dueAtMs: number) => void) => void = () => undefined,
): Schedule {
  return {
    start: (_key, _when, _first, onTick) => onStart(onTick),
    stop: () => undefined,
    next: () => null,
    previous: () => null,
    close: async () => undefined,
  }
}

/** Pids of the hanging command; that of `timeout` before it is another's. */
function hanging(): readonly string[] {
  return readdirSync('/proc').filter((name) => {
    try {
      return readFileSync(`/proc/${name}/cmdline`, 'utf8').endsWith('sleep\0' + '47.25\0')
    } catch {
      return false
    }
  })
}

describe('a pause', () => {
  test('ends what runs, though another process set it, and leaves nothing running on the host', async () => {
    const working = runIn(house, 'local')
    while (hanging().length === 0) await wait(20)
    const beside = await openStore({ file, instance: 'terminal:beside', log: house.log })
    await beside.putPause({ host: '', by: 'bob', surface: 'terminal', atMs: house.clock.now() })
    await beside.close()
    const done = await working
    expect(codeOf(done)).toBe('paused')
    expect(wordsOf(done)).toContain('bob paused it at')
    while (hanging().length > 0) await wait(20)
    await runIn(house, 'resume')
  })

  test('anybody may set it, a check is then refused in words, only an admin lifts it, all is audited', async () => {
    const paused = await inSlack('pause local')
    expect(paused.exit).toBe(0)
    const refused = await inSlack('local')
    expect([codeOf(refused), refused.exit]).toEqual(['paused', 2])
    expect(wordsOf(refused)).toMatch(/Collecting from local is paused: U1 paused it at .* UTC\./)
    expect(wordsOf(refused)).toContain('memcheck resume local')
    // Who paused first is who others ask.
    await runIn(house, 'pause local')
    expect(wordsOf(await runIn(house, 'local'))).toContain('U1 paused it')
    expect(codeOf(await inSlack('resume local'))).toBe('no-policy')
    for (const words of ['hosts', 'help', 'doctor'])
      expect(wordsOf(await runIn(house, words))).toContain('Collecting from local is paused, by U1')
    expect(codeOf(await runIn(house, 'resume'))).toBe('not-paused')
    expect((await runIn(house, 'resume local')).exit).toBe(0)
    expect(wordsOf(await runIn(house, 'help'))).not.toContain('paused, by')
    const rows = new Database(file, { readonly: true })
    onTestFinished(() => void rows.close())
    const audit = rows
      .prepare(
        "select actor, action, target, decision from audit where action in ('pause', 'resume') or rule = 'paused' order by id",
      )
      .all()
      .map((row) => Object.values(row as object).join(' '))
    expect(audit).toEqual([
      'ana resume  allowed',
      'U1 pause local allowed',
      'U1 check local refused',
      'ana pause local allowed',
      'ana check local refused',
      'U1 resume local refused',
      'ana resume  allowed',
      'ana resume local allowed',
    ])
  })

  test('leaves out ticks of orders and counts them; nobody is told at each', async () => {
    const chat: Chat = {
      post: () => Promise.reject(new Error('nothing is told')),
      update: () => Promise.reject(new Error('nothing is told')),
      find: async () => null,
      link: async () => null,
      deleteFile: async () => ({ kind: 'gone' }),
      tell: async () => undefined,
    }
    const order: Order = {
      id: 'watch1',
      name: 'local',
      source: 'person',
      targets: [{ kind: 'host', host: 'local' }],
      depth: 'levels',
      when: { kind: 'interval', everyMs: 5000 },
      untilMs: null,
      where: SLACK.place,
      tell: 'always',
      lang: 'en',
      by: 'U1',
      createdAtMs: house.clock.now(),
      state: 'active',
    }
    await house.store.putOrder(order)
    const sinceMs = house.clock.now()
    await runIn(house, 'pause')
    let tick: (dueAtMs: number) => void = () => undefined
    const runner = new OrderRunner(
      house,
      new Poster(house, chat),
      noSchedule((onTick) => {
        tick = onTick
      }),
    )
    await runner.arm(order)
    for (const dueAtMs of [sinceMs + 1, sinceMs + 2]) {
      tick(dueAtMs)
      while ((await house.store.lastTickMs(order.id)) !== dueAtMs) await wait(10)
      while ((await house.store.pausedTicks(sinceMs)) < dueAtMs - sinceMs) await wait(10)
    }
    await runner.close()
    expect(await house.store.pausedTicks(sinceMs)).toBe(2)
    expect(wordsOf(await runIn(house, 'doctor'))).toContain('2 ticks of orders skipped')
    await runIn(house, 'resume')
  })
})
