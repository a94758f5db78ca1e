/** The language of a place: set and told by the command, followed by orders; real store, no chat. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { COMMANDS } from '../../commands/index.ts'
import type { Lang } from '../../src/domain/words.ts'
import type { Asked, Done, Reply } from '../../src/pipeline/command.ts'
import { dispatch } from '../../src/pipeline/dispatch.ts'
import type { House } from '../../src/pipeline/house.ts'
import { inItsLang, langIn } from '../../src/pipeline/spoken.ts'
import { useCases } from '../../src/pipeline/useCases.ts'
import { createSchedule } from '../../src/schedule/cron.ts'
import { anOrder } from '../store/rows.ts'
import { openLocalHouse, runIn } from './localHouse.ts'
import { memberIn } from './standing.ts'

let house: House
let close: () => Promise<void>

beforeAll(async () => {
  const channelLangs = new Map<string, Lang>([['C0FILE', 'zh']])
  ;({ house, close } = await openLocalHouse({ channelLangs }))
})

afterAll(async () => await close())

beforeEach(async () => {
  for (const place of ['C1', 'C0FILE', 'U1']) await house.store.dropLang(place)
})

async function typed(words: string, channel = 'C1', own: Lang = 'en'): Promise<Reply> {
  const use = useCases(house, createSchedule(house), null, COMMANDS)
  const asked: Asked = {
    actor: memberIn('C1'),
    place: { surface: 'slack', channel, threadTs: null, user: 'U1' },
    lang: (await langIn(house, channel, 'U1')) ?? own,
    ownLang: own,
    zone: 'UTC',
  }
  return dispatch(COMMANDS, words.split(' '), asked, use)
}

function doneOf(reply: Reply): Done {
  if (reply.kind !== 'say') throw new Error('work')
  return reply.done
}

test('set for a channel: said to all in it, kept with who and when, told alone, taken back', async () => {
  const reply = await typed('lang ZH')
  expect(reply).toMatchObject({ audience: 'channel' })
  expect(doneOf(reply).json).toMatchObject({ lang: 'zh', from: 'typed', by: 'U1' })
  expect(doneOf(reply).message.text).toMatch(/本频道.*使用中文：由 @U1 于 2/)
  expect(await house.store.langOf('C1')).toMatchObject({ lang: 'zh', by: 'U1' })
  const told = await typed('lang')
  expect(told).toMatchObject({ audience: 'asker' })
  expect(doneOf(told).message).toEqual(doneOf(reply).message)
  expect(doneOf(await typed('lang default')).message.text).toMatch(/yours: English.*orders speak/)
  expect(await house.store.langOf('C1')).toBeNull()
  // Where nothing is set there is nothing to take back, and that is no fault.
  expect(doneOf(await typed('lang default')).exit).toBe(0)
})

test('the file holds where nobody typed another, and holds again once that is taken back', async () => {
  expect(doneOf(await typed('lang', 'C0FILE')).json).toMatchObject({ lang: 'zh', from: 'file' })
  expect(doneOf(await typed('lang en', 'C0FILE')).json).toMatchObject({ lang: 'en', from: 'typed' })
  expect(doneOf(await typed('lang default', 'C0FILE')).message.text).toContain('memcheck.yaml')
})

test('in direct messages it is the person’s own, and holds in no channel', async () => {
  expect(doneOf(await typed('lang', 'D0U1', 'zh')).message.text).toContain('个人资料')
  expect(doneOf(await typed('lang zh', 'D0U1')).message.text).toContain('私信')
  expect(await langIn(house, 'D0OTHER', 'U1')).toBe('zh')
  expect(await langIn(house, 'D0U2', 'U2')).toBeNull()
  expect(await langIn(house, 'C1', 'U1')).toBeNull()
})

test.each(['lang fr', 'lang zh en', 'lang <@U2>'])(
  '`%s` is refused with what may stand there',
  async (words) => {
    expect(doneOf(await typed(words)).json).toMatchObject({
      error: { code: 'bad-argument', params: { expected: 'lang [zh|en|default]' } },
    })
    expect(await house.store.langOf('C1')).toBeNull()
  },
)

test('a terminal tells its language and sets none', async () => {
  expect((await runIn(house, 'lang')).message.text).toContain('MEMCHECK_LANG')
  expect((await runIn(house, 'lang zh')).json).toMatchObject({
    error: { code: 'lang-in-chat-only' },
  })
})

test('an order speaks as its channel does now; its own word wins; a name is known once it was posted to', async () => {
  const order = anOrder('o1')
  const named = anOrder('o2', {
    where: { surface: 'slack', channel: '#memory', threadTs: null, user: 'memcheck.yaml' },
  })
  expect((await inItsLang(house, order)).lang).toBe('en')
  await typed('lang zh')
  expect((await inItsLang(house, order)).lang).toBe('zh')
  expect((await inItsLang(house, { ...order, ownLang: true })).lang).toBe('en')
  expect((await inItsLang(house, named)).lang).toBe('en')
  await house.store.nameChannel('#memory', 'C1')
  expect((await inItsLang(house, named)).lang).toBe('zh')
  await typed('lang default')
  expect((await inItsLang(house, order)).lang).toBe('en')
})
