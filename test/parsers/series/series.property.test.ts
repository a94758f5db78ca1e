import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readSeriesText } from './read.ts'

const anyCell = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.constantFrom(
    '',
    '2026-11-20 08:00:00',
    '1763625600',
    'Time',
    'Value',
    '1,95',
    '1.95 GiB',
    '"',
  ),
)
const anyLine = fc.oneof(
  fc.string({ maxLength: 60 }),
  fc.array(anyCell, { maxLength: 6 }).map((cells) => cells.join(',')),
  fc.array(anyCell, { maxLength: 4 }).map((cells) => cells.join(';')),
  fc.json({ maxDepth: 4 }),
  fc
    .record({ id: fc.anything({ maxDepth: 1 }), t: anyArray(), v: anyArray(), boot: anyArray() })
    .map((record) => JSON.stringify(record)),
  fc
    .array(fc.anything({ maxDepth: 2 }), { maxLength: 3 })
    .map((result) => JSON.stringify({ data: { resultType: 'matrix', result } })),
  fc.constantFrom('{', '[', 'up =>', '1 @[1763625600]', '{a="b"} 1 1763625600000', 'sep=;', '#'),
)

function anyArray() {
  return fc.option(fc.array(fc.anything({ maxDepth: 1 }), { maxLength: 8 }))
}

const anyText = fc
  .tuple(fc.array(anyLine, { maxLength: 12 }), fc.constantFrom('\n', '\r\n'))
  .map(([lines, end]) => lines.join(end))

function expectSound({ series, losses }: ReturnType<typeof readSeriesText>): void {
  for (const { atMs, values, lives, line, losses: own } of series) {
    expect(atMs.length).toBeGreaterThan(0)
    expect(values).toHaveLength(atMs.length)
    expect([...atMs, ...values].every((one) => typeof one === 'number')).toBe(true)
    expect(lives === null || lives.length === atMs.length).toBe(true)
    expect(line).toBeGreaterThan(0)
    expect(own.every((loss) => loss.count > 0 && (loss.line ?? 0) > 0)).toBe(true)
  }
  expect(losses.every((loss) => loss.count > 0 && (loss.line ?? 0) > 0)).toBe(true)
}

test('any text gives series or losses with their lines; nothing is thrown', () => {
  fc.assert(fc.property(anyText, (text) => expectSound(readSeriesText(text))))
})

test('any bytes give series or losses', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => expectSound(readSeriesText(bytes))),
  )
})

const AT = Date.UTC(2026, 10, 20, 8) / 1000
const anyPoints = fc.array(
  fc.tuple(fc.integer({ min: 0, max: 1e7 }), fc.integer({ min: 0, max: 2 ** 44 })),
  { minLength: 1, maxLength: 40 },
)

test('the same points come back from every form, in chunks of any size', () => {
  fc.assert(
    fc.property(anyPoints, fc.integer({ min: 1, max: 50 }), (points, chunk) => {
      const rows = points.map(([after, value]) => [AT + after, value] as const)
      const iso = (at: number): string => new Date(at * 1000).toISOString()
      const texts = [
        JSON.stringify({ id: 'x', t: rows.map(([at]) => at), v: rows.map(([, v]) => v) }),
        `time,x\n${rows.map(([at, v]) => `${at},${v}`).join('\n')}`,
        `"Time";"x"\r\n${rows.map(([at, v]) => `"${iso(at)}";"${v}"`).join('\r\n')}\r\n`,
        `time\tmetric\tvalue\n${rows.map(([at, v]) => `${at}000\tx\t${v}`).join('\n')}`,
        `x =>\n${rows.map(([at, v]) => `${v} @[${at}]`).join('\n')}`,
      ]
      const told = texts.map((text) => {
        const [series] = readSeriesText(text, chunk).series
        return [series?.id, series?.atMs.map((at, i) => [at / 1000, series.values[i]])]
      })
      for (const one of told) expect(one).toEqual(['x', rows])
    }),
  )
})

test('a file that is cut anywhere gives what stands before the cut', () => {
  const text = `Time,db1,db2\n${Array.from({ length: 9 }, (_, i) => `${AT + i},${i},${i}.5`).join('\n')}\n`
  for (let end = 0; end <= text.length; end += 1) expectSound(readSeriesText(text.slice(0, end)))
})
