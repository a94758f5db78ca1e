/** Series in every form that people have them in. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { SERIES_POINTS } from '../../../src/parsers/series/found.ts'
import { looksLikeSeries } from '../../../src/parsers/series/reader.ts'
import { pointsOf, readSeriesText } from './read.ts'

const AT = Date.UTC(2026, 10, 20, 8) / 1000

test('JSONL: id, t, v, boot and limit; a null is a hole, what is no number is told', () => {
  const { series, losses } = readSeriesText(
    [
      `{"id":"db1","t":[${AT},${AT + 60},${AT + 120}],"v":[10,null,"x"],"boot":["a","a",null],"limit":99}`,
      '',
      'not json',
      `{"id":7,"t":[${AT}000],"v":["1.5 KiB"]}`,
      `{"t":[${AT},${AT + 1}],"v":[1],"boot":["a"]}`,
      '{"id":"empty","t":[],"v":[]}',
      '[]',
    ].join('\n'),
  )
  expect(series).toMatchObject([
    { id: 'db1', line: 1, atMs: [AT * 1000], values: [10], lives: ['a'], limit: 99 },
    { id: '7', line: 4, atMs: [AT * 1000], values: [1536], lives: null, limit: null },
    { id: 'file.txt:5', line: 5, values: [1], lives: null },
  ])
  expect(series[0]?.losses).toMatchObject([
    { code: 'bad-number', line: 1, count: 1, sample: '"x"' },
  ])
  expect(series[2]?.losses).toMatchObject([{ code: 'missing-field', line: 5 }])
  expect(losses).toMatchObject([{ code: 'bad-line', line: 3, count: 2, sample: 'not json' }])
})

test('one bogus instant does not change what unit the others are in', () => {
  const [series] = readSeriesText(`{"id":"a","t":[1e12,${AT},${AT + 60},0],"v":[1,2,3,4]}`).series
  expect(series?.atMs.slice(1)).toEqual([AT * 1000, (AT + 60) * 1000, 0])
})

test.each([
  ['epoch seconds', `${AT},5`],
  ['with a fraction', `${AT}.000,5`],
  ['milliseconds', `${AT}000,5`],
  ['nanoseconds', `${AT}000000000,5`],
  ['ISO', '2026-11-20T08:00:00Z,5'],
  ['ISO with an offset', '2026-11-20T09:30:00+01:30,5'],
  ['as Grafana writes it', '2026-11-20 08:00:00,5'],
  ['with slashes, to the minute', '2026/11/20 08:00,5'],
  ['quoted', '"2026-11-20 08:00:00.000","5"'],
  ['tab', '2026-11-20 08:00:00\t5'],
  ['semicolon', '2026-11-20 08:00:00;5,0'],
  ['bar', '2026-11-20 08:00:00 | 5'],
  ['unit', '2026-11-20 08:00:00,5 B'],
])('a time and a value, without a header: %s', (_, row) => {
  expect(pointsOf(`${row}\r\n`)).toEqual({ 'file.txt': [[AT, 5]] })
  expect(pointsOf(`\ufeffTime${/[\t;|]/.exec(row)?.[0] ?? ','}Value\n${row}`)).toEqual({
    'file.txt': [[AT, 5]],
  })
})

test.each([
  ['1.95 GiB', 1.95 * 1024 ** 3],
  ['2.1 GB', 2.1e9],
  ['512Mi', 512 * 1024 ** 2],
  ['4g', 4 * 1024 ** 3],
  ['"1,234,567"', 1_234_567],
  ['"1 234 567"', 1_234_567],
  ["1'234'567", 1_234_567],
  ['45.3%', 45.3],
  ['1.2 Mil', 1.2e6],
  ['2.5e9', 2.5e9],
  ['-3', -3],
])('a value of %s', (cell, value) => {
  expect(pointsOf(`time,x\n${AT},${cell}`)).toEqual({ x: [[AT, expect.closeTo(value, 3)]] })
})

test('Grafana, series joined by time: a column each, holes left out, a bad cell told with its line', () => {
  const text = [
    'sep=,',
    '"Time","{__name__=""up"", instance=""localhost:9090""}","db2","db2"',
    '2026-11-20 08:00:00,1.95 GiB,2.1 GB,1',
    '2026-11-20 08:01:00,1.96 GiB,,undefined',
    '2026-11-20 08:02:00,oops,2.2 GB,2',
    'no time,1,2,3',
    '2026-11-20 08:03:00,1,95,2,2,3',
  ].join('\r\n')
  const { series, losses, zoneless } = readSeriesText(text)
  expect(series.map(({ id, values }) => [id, values.length])).toEqual([
    ['{__name__="up", instance="localhost:9090"}', 2],
    ['db2', 2],
    ['db2 (2)', 2],
  ])
  expect(series[0]?.losses).toMatchObject([{ code: 'bad-number', line: 5, sample: 'oops' }])
  expect(losses).toMatchObject([{ code: 'bad-line', line: 6, count: 2 }])
  expect(zoneless).toBe(true)
})

test('a row for each reading: the names of series may stand in several columns, or be numbers', () => {
  const text = `"Series";"Time";"Value"\ndb1;${AT};1\ndb2;${AT};7\ndb1;${AT + 60};1,5\n`
  expect(pointsOf(text)).toEqual({
    db1: [
      [AT, 1],
      [AT + 60, 1.5],
    ],
    db2: [[AT, 7]],
  })
  expect(pointsOf(`time,host,pid,rss,swap\n${AT},db1,42,10,1\n${AT},db1,43,20,2`)).toEqual({
    'db1 42 rss': [[AT, 10]],
    'db1 42 swap': [[AT, 1]],
    'db1 43 rss': [[AT, 20]],
    'db1 43 swap': [[AT, 2]],
  })
})

test('Prometheus: an answer of the API on one line or many, and what promtool prints', () => {
  const api = {
    status: 'success',
    data: {
      resultType: 'matrix',
      result: [
        {
          metric: { __name__: 'up', job: 'a' },
          values: [
            [AT, '1'],
            [AT + 60, 'NaN'],
          ],
        },
        { metric: {}, values: [[AT + 0.5, '1e3'], ['?', '1'], null] },
      ],
    },
  }
  const expected = { 'up{job="a"}': [[AT, 1]], '{}': [[AT + 0.5, 1000]] }
  expect(pointsOf(JSON.stringify(api))).toEqual(expected)
  expect(pointsOf(JSON.stringify(api, null, 2))).toEqual(expected)
  const range = `up{job="a"} =>\n1 @[${AT}]\n2 @[${AT + 60}.5]\nup =>\n3 @[${AT}]\n`
  const told = {
    'up{job="a"}': [
      [AT, 1],
      [AT + 60.5, 2],
    ],
    up: [[AT, 3]],
  }
  expect(pointsOf(range)).toEqual(told)
  const dump = `{__name__="up", job="a"} 1 ${AT}000\n{__name__="up", job="a"} 2 ${AT + 60}000\n`
  expect(Object.values(pointsOf(dump))).toEqual([
    [
      [AT, 1],
      [AT + 60, 2],
    ],
  ])
  const victoria = `{"metric":{"__name__":"up","job":"a"},"values":[1],"timestamps":[${AT}000]}`
  expect(pointsOf(victoria)).toEqual({ 'up{job="a"}': [[AT, 1]] })
})

test('UTF-16, as a spreadsheet saves "Unicode text"', () => {
  const text = `\ufeffTime\tdb1\r\n${AT}\t5\r\n`
  const bytes = new Uint8Array(Buffer.from(text, 'utf16le'))
  expect(pointsOf(bytes)).toEqual({ db1: [[AT, 5]] })
})

test('of a long series every second point is kept, so that its span stays whole; that is told', () => {
  const count = SERIES_POINTS * 2 + 10
  const t = Array.from({ length: count }, (_, i) => AT + i)
  const [series] = readSeriesText(JSON.stringify({ id: 'long', t, v: t }), 1e6).series
  expect(series?.atMs.length).toBeLessThanOrEqual(SERIES_POINTS)
  expect(series?.atMs.length).toBeGreaterThan(SERIES_POINTS / 4)
  expect(series?.atMs.at(-1)).toBeGreaterThan((AT + count - 5) * 1000)
  expect(series?.losses).toMatchObject([{ code: 'too-many' }])
})

test('what is no series gives none, and says at which line', () => {
  for (const text of ['hello\n', '{"a":1}\n', '{\n', '[1,2]', '"open,1\n'])
    expect(readSeriesText(text)).toMatchObject({ series: [], losses: [{ line: 1 }] })
  expect(readSeriesText('a,b\n1,2\n').losses).toMatchObject([{ line: 2, count: 2, sample: '1,2' }])
})

test('no file of evidence is taken for series', () => {
  const root = join(import.meta.dirname, '../..')
  const texts = ['fixtures', 'hosts'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  )
  const taken = texts.filter((file) =>
    looksLikeSeries(readFileSync(file, 'latin1').slice(0, 65_536)),
  )
  expect(texts.length).toBeGreaterThan(100)
  expect(taken).toEqual([])
})

test.each([
  [`{"id":"db1","t":[${AT}],"v":[1]}`],
  ['{"status":"success","data":{"resultType":"matrix","result":[]}}'],
  [`Time,db1\n${AT},1`],
  [`2026-11-20 08:00:00;1\n2026-11-20 08:01:00;2`],
  [`up =>\n1 @[${AT}]`],
])('series are known by their first lines: %s', (text) => {
  expect(looksLikeSeries(text)).toBe(true)
})
