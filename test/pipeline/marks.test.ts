/** `mark` and `unmark` in one process: what is typed, what is kept, what graph and history show. */
import Database from 'better-sqlite3'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { readQuoted } from '../../commands/args/quoted.ts'
import { COMMANDS } from '../../commands/index.ts'
import { LIMITS } from '../../src/domain/limits.ts'
import { MINUTE_MS } from '../../src/domain/time.ts'
import { type Asked, type Done, doneOf } from '../../src/pipeline/command.ts'
import { dispatch } from '../../src/pipeline/dispatch.ts'
import type { House } from '../../src/pipeline/house.ts'
import { useCases } from '../../src/pipeline/useCases.ts'
import { createSchedule } from '../../src/schedule/cron.ts'
import { printed } from '../../src/terminal/print.ts'
import { ASKED, openLocalHouse, runIn } from './localHouse.ts'

let house: House
let file: string
let close: () => Promise<void>

beforeAll(async () => {
  ;({ house, file, close } = await openLocalHouse())
})
afterAll(async () => await close())

interface Told {
  readonly mark: { readonly id: number; readonly text: string; readonly at: string }
  readonly marks: readonly { readonly id: number; readonly text: string; readonly by: string }[]
  readonly charts: readonly { readonly alt: string; readonly marks?: readonly unknown[] }[]
}
const jsonOf = (done: Done) => done.json as Told

/** As a shell hands it over: words that may hold blanks. */
async function run(words: readonly string[], asked: Partial<Asked> = {}): Promise<Done> {
  const use = useCases(house, createSchedule(house), null, COMMANDS)
  const reply = await dispatch(COMMANDS, words, { ...ASKED, ...asked }, use)
  return await doneOf(reply)
}

describe('a mark', () => {
  test('is listed, drawn, named in the alt text and in history, and can be taken away; all is audited', async () => {
    await runIn(house, `local ${process.pid}`)
    const made = await runIn(house, 'mark local "deploy 1.2 <b>"')
    const { id } = jsonOf(made).mark
    expect(made.message.text).toMatch(/^Marked on local at .* UTC: deploy 1\.2 <b>\. .*unmark \d+/)
    const checked = await runIn(house, `local ${process.pid}`)
    expect(jsonOf(checked).charts[0]?.alt).toMatch(/ Marks \(UTC\): \S+ \S+ deploy 1\.2 <b>\.$/)
    expect(jsonOf(checked).charts[0]?.marks).toMatchObject([
      { number: id, label: 'deploy 1.2 <b>' },
    ])
    const past = await run(['history', 'local', String(process.pid)], { lang: 'zh' })
    expect(printed(past.message, { colour: false })).toMatch(
      /该时段内的标记[\s\S]*deploy 1\.2 <b>（标记 /,
    )
    expect(jsonOf(past).marks).toMatchObject([{ id, by: 'ana' }])
    expect(jsonOf(await runIn(house, 'mark local')).marks).toMatchObject([{ id }])
    await runIn(house, `unmark #${id}`)
    expect(jsonOf(await runIn(house, 'mark local')).marks).toEqual([])
    expect(jsonOf(await runIn(house, `local ${process.pid}`)).charts[0]?.marks).toEqual([])
    const rows = new Database(file, { readonly: true })
    onTestFinished(() => void rows.close())
    expect(
      rows.prepare("select action, target, decision from audit where action like '%mark%'").all(),
    ).toEqual([
      { action: 'mark', target: 'local', decision: 'allowed' },
      { action: `unmark:${id}`, target: 'local', decision: 'allowed' },
    ])
  })

  test.each([
    [['mark', 'local', 'deploy 1.2'], 'deploy 1.2'],
    [['mark', 'local', 'deploy'], 'deploy'],
    [['mark', 'local', '“deploy', '1.2', 'at', 'noon”'], 'deploy 1.2 at noon'],
    [['mark', 'local', '「发布', '1.2」'], '发布 1.2'],
    [['mark', 'local', 'deploy at noon'], 'deploy at noon'],
    [['mark', 'local', '--remove 3 rows'], '--remove 3 rows'],
  ])('%j is %j', async (words, text) => {
    const { mark } = jsonOf(await run(words))
    expect(mark.text).toBe(text)
    await run(['mark', 'local', '--remove', String(mark.id)])
  })

  test.each([
    ['mark local "deploy" at 2026-11-20T08:00:00+08:00', '2026-11-20T00:00:00Z'],
    ['mark local deploy at 2026-11-20 08:00', '2026-11-20T00:00:00Z'],
    ['mark local --at 2026-11-20T08:00 "a b"', '2026-11-20T00:00:00Z'],
    ['mark local "a b" --at 2026-11-20 08:00', '2026-11-20T00:00:00Z'],
  ])('%s: in the zone of who asks', async (words, at) => {
    const clock = { ...house.clock, now: () => Date.UTC(2026, 10, 26) }
    const use = useCases({ ...house, clock }, createSchedule(house), null, COMMANDS)
    const asked = { ...ASKED, zone: 'Asia/Shanghai' }
    const reply = await dispatch(COMMANDS, words.split(' '), asked, use)
    const { mark } = jsonOf(await doneOf(reply))
    expect(mark.at).toBe(at)
    await runIn(house, `unmark ${mark.id}`)
  })

  test.each([
    ['mark', 'bad-argument'],
    ['mark nowhere', 'unknown-host'],
    ['mark local deploy 1.2', 'bad-argument'],
    ['mark local "deploy 1.2', 'bad-argument'],
    ['mark local ""', 'bad-mark'],
    [`mark local ${'x'.repeat(LIMITS.markChars + 1)}`, 'bad-mark'],
    ['mark local deploy at', 'bad-argument'],
    ['mark local deploy at soon', 'bad-argument'],
    ['mark local deploy at 2099-01-01', 'bad-argument'],
    ['mark local at 14:05', 'bad-argument'],
    ['mark local --at', 'bad-argument'],
    ['mark local --by deploy', 'bad-argument'],
    ['mark local --remove', 'bad-argument'],
    ['mark local --remove x', 'bad-argument'],
    ['mark local --remove 999', 'no-such-mark'],
    ['unmark', 'bad-argument'],
    ['unmark 1 2', 'bad-argument'],
    ['unmark 999', 'no-such-mark'],
  ])('%s: %s', async (words, code) => {
    expect((await runIn(house, words)).json).toMatchObject({ error: { code } })
  })

  test('a host has so many at most, and a list shows the newest', async () => {
    const nowMs = house.clock.now()
    const rows = Array.from({ length: LIMITS.marks }, (_, i) => ({
      host: 'local',
      atMs: nowMs - (i + 1) * MINUTE_MS,
      text: `mark ${i}`,
      by: 'ana',
      madeAtMs: nowMs,
    }))
    const kept = []
    for (const row of rows) kept.push(await house.store.putMark(row))
    expect((await runIn(house, 'mark local more')).json).toMatchObject({
      error: { code: 'too-many-marks' },
    })
    const list = printed((await runIn(house, 'mark local')).message, { colour: false })
    expect(list).toContain(`and ${LIMITS.marks - LIMITS.marksShown} older`)
    for (const { id } of kept) await house.store.dropMark(id)
  })
})

test('what stands in quotes is one piece, however a keyboard curls them', () => {
  const word = fc.stringMatching(/^[a-z0-9.<>&-]{1,8}$/)
  const quotes = fc.constantFrom('""', '“”', '„“', "''", '‘’', '«»', '「」')
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 6 }), quotes, (words, quote) => {
      const text = words.join(' ')
      const typed = `${quote.charAt(0)}${text}${quote.charAt(1)} at 14:05`.split(' ')
      expect(readQuoted(typed, '')).toEqual([
        { text, quoted: true },
        { text: 'at', quoted: false },
        { text: '14:05', quoted: false },
      ])
    }),
  )
})
