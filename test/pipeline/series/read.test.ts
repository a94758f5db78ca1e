/** `read --as series`: verdicts in the order of the input, notes, exit status, and what a person reads. */
import { gzipSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import { DAY_MS, HOUR_MS } from '../../../src/domain/time.ts'
import { LANGS, type Lang, plain } from '../../../src/domain/words.ts'
import { ownNowMs } from '../../../src/growth/ownNow.ts'
import { answerShared } from '../../../src/pipeline/reading/shared.ts'
import { seriesReply } from '../../../src/pipeline/series/read.ts'
import { printed } from '../../../src/terminal/print.ts'
import { createCompute } from '../../../src/workers/compute.ts'
import { file, filesOf, HOUSE } from '../reading/house.ts'

const compute = createCompute()
afterAll(() => compute.close())
const house = { ...HOUSE, compute }
const START = Date.UTC(2026, 10, 1) / 1000

/** Hourly readings that leak, stay, or leak and stop. */
function line(id: string, how: 'leak' | 'flat' | 'paused', more: object = {}, count = 300): string {
  const t = Array.from({ length: count }, (_, i) => START + i * 3600)
  const rise = (i: number): number =>
    how === 'flat' ? 0 : how === 'leak' ? i : Math.min(i, count * 0.75)
  const v = t.map((_, i) =>
    Math.round(1e9 + rise(i) * 2e6 + ((Math.imul(i + 1, 2654435761) >>> 8) % 13) * 2e5),
  )
  return JSON.stringify({ id, t, v, ...more })
}

async function read(texts: Readonly<Record<string, string | Uint8Array>>, lang: Lang = 'en') {
  const files = filesOf(Object.entries(texts).map(([name, text]) => file(name, text)))
  const lines: Record<string, unknown>[] = []
  const notes: string[] = []
  const reply = seriesReply(house, files, Object.keys(texts), lang)
  if (reply.kind !== 'work') throw new Error('no work')
  const done = await reply.work({
    line: async (value) => void lines.push(value as Record<string, unknown>),
    note: (text) => void notes.push(plain(text)),
  })
  const text = printed((await reply.work()).message, { colour: false })
  return { exit: done.exit, json: done.json, lines, notes, text }
}

test('one line a series, in the order of the input, with what is known and null for what is not', async () => {
  const of = await read({
    'a.jsonl': [
      line('flat', 'flat'),
      line('leak', 'leak', { limit: 4e9 }),
      line('few', 'leak', {}, 4),
    ].join('\n'),
  })
  expect(of.lines.map(({ id, verdict }) => [id, verdict])).toEqual([
    ['flat', 'stable'],
    ['leak', 'leaking'],
    ['few', 'insufficient-data'],
  ])
  for (const one of of.lines)
    expect(Object.keys(one)).toEqual([
      'id',
      'verdict',
      'score',
      'slopeBytesPerDay',
      'since',
      'until',
      'eta',
    ])
  expect(of.lines[1]).toMatchObject({
    since: expect.stringMatching(/^2026-11-01T0[0-9]:00:00Z$/),
    until: null,
    eta: { limitBytes: 4e9, limitName: 'limit' },
  })
  const { slopeBytesPerDay, eta } = of.lines[1] as {
    slopeBytesPerDay: number
    eta: { seconds: number }
  }
  expect(slopeBytesPerDay / 48e6).toBeCloseTo(1, 1)
  expect(eta.seconds / (((4e9 - 1.6e9) / 48e6) * 86_400)).toBeCloseTo(1, 1)
  expect(of.lines[2]).toMatchObject({ score: null, since: null, eta: null })
  expect(of.exit).toBe(1)
  expect(of.json).toBeUndefined()
  expect(of.notes).toEqual(['a.jsonl:3: few: too few readings for a verdict: 4'])
})

test('a leak that stopped has an until, and no time to the limit', async () => {
  const { lines } = await read({ 'a.jsonl': line('paused', 'paused', { limit: 4e9 }) })
  expect(lines[0]?.['since']).toMatch(/^2026-11-0[12]T/)
  expect(lines[0]?.['until']).toMatch(/^2026-11-1\dT/)
  expect(lines[0]?.['eta']).toBeNull()
})

test('values of any unit are judged: there is no floor in bytes', async () => {
  const rows = Array.from(
    { length: 60 },
    (_, i) => `${START + i * 3600},${(30 + i / 3).toFixed(2)}%`,
  )
  const { lines } = await read({ 'percent.csv': `Time,used\n${rows.join('\n')}` })
  expect(lines).toMatchObject([{ id: 'used', verdict: 'leaking' }])
  expect(lines[0]?.['slopeBytesPerDay']).toBeCloseTo(8, 1)
})

test.each([
  [{ a: line('flat', 'flat') }, 0],
  [{ a: `${line('flat', 'flat')}\nnot json` }, 3],
  [{ a: line('flat', 'flat'), b: 'hello' }, 3],
  [{ a: `${line('flat', 'flat')}\n${line('few', 'flat', {}, 3)}` }, 3],
  [{ a: 'hello' }, 2],
  [{ a: '' }, 2],
  [{ a: line('few', 'flat', {}, 3) }, 2],
  [{ a: `${line('leak', 'leak')}\nnot json` }, 1],
])('exit status %#', async (texts, exit) => {
  expect((await read(texts)).exit).toBe(exit)
})

test('what was not read is told with file and line, and the rest is judged', async () => {
  const { lines, notes } = await read({
    'bad.jsonl': `not json\n${line('flat', 'flat')}\n`,
    'empty.csv': '',
    'prose.txt': 'hello\n',
    'stray.csv': `t,v\n${Array.from({ length: 40 }, (_, i) => `${i === 0 ? 0 : START + i * 3600},${1e9 + i}`).join('\n')}`,
    'packed.csv.gz': gzipSync(`time,db9\n2026-11-20 08:00:00,1 GiB\n`),
  })
  expect(lines.map(({ id }) => id)).toEqual(['flat', 'stray.csv', 'db9'])
  expect(notes).toEqual([
    'bad.jsonl:1: lines not understood (1): not json',
    'empty.csv is empty.',
    'prose.txt:1 holds no series: hello',
    'stray.csv:2: stray.csv: readings left out (impossible, or repeated): 1',
    'packed.csv:2: db9: too few readings for a verdict: 1',
    'packed.csv: times without a zone were taken as UTC',
  ])
})

test('the table names the worst first, in both languages, and says what a rate is worth', async () => {
  for (const lang of LANGS) {
    const { text } = await read(
      { 'a.jsonl': [line('calm-one', 'flat'), line('bad-one', 'leak', { limit: 4e9 })].join('\n') },
      lang,
    )
    expect(text.indexOf('bad-one')).toBeLessThan(text.indexOf('calm-one'))
    expect(text).toMatch(lang === 'en' ? /about 4\d\.?\d* MiB\/day \(/ : /约 4\d\.?\d* MiB\/day（/)
    expect(text).toMatch(/2026-11-01 0\d:00/)
  }
})

test('many series are judged in their order, and the table holds the worst of them', async () => {
  const all = Array.from({ length: 300 }, (_, i) =>
    line(`s${i}`, i % 50 === 7 ? 'leak' : 'flat', {}, 40),
  )
  const { lines, text } = await read({ 'many.jsonl': all.join('\n') })
  expect(lines.map(({ id }) => id)).toEqual(all.map((_, i) => `s${i}`))
  expect(text).toContain('The worst 50 of 300')
  expect(text.match(/ leaking {2}/g)).toHaveLength(6)
})

test('a file of series that is shared in a chat is known by its content', async () => {
  const bytes = Uint8Array.from(Buffer.from(line('db1', 'leak')))
  const answer = await answerShared(house, { name: 'mem.jsonl', bytes, lang: 'en' })
  expect(answer).toMatchObject({ done: { message: { text: 'db1: leaking' } } })
})

test('now is the last instant that the others bear out', () => {
  const hours = Array.from({ length: 40 }, (_, i) => START * 1000 + i * HOUR_MS)
  const last = hours.at(-1)
  expect(ownNowMs(hours)).toBe(last)
  expect(ownNowMs([...hours].reverse())).toBe(last)
  expect(ownNowMs([...hours, Date.UTC(2100, 0)])).toBe(last)
  expect(ownNowMs([0, ...hours, Number.POSITIVE_INFINITY, Number.NaN])).toBe(last)
  expect(ownNowMs([Date.UTC(2001, 0), ...hours, Date.UTC(2100, 0)])).toBe(last)
  // A reading that came a month late is a reading.
  expect(ownNowMs([...hours, START * 1000 + 40 * DAY_MS])).toBe(START * 1000 + 40 * DAY_MS)
  expect(ownNowMs([])).toBe(0)
  expect(ownNowMs([5])).toBe(0)
})
