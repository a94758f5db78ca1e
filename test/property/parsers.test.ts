/** Whatever a host sends, every parser gives a value or a fault that names its source: nothing is thrown. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Loss } from '../../src/domain/parsed.ts'
import type { AnyFormat } from '../../src/domain/source.ts'
import { parserFiles, realTexts } from '../parsers/helpers.ts'

const FILES = await parserFiles()
const CASES = FILES.flatMap(({ sources, sample }) =>
  sources.map((source) => [source.id, source, [sample, ...realTexts(source.id)]] as const),
)

/** CI has the same cases each time, so more of them find nothing new there; `npm run prove -- properties` names a seed. */
const SPOILT_RUNS = process.env['MEMCHECK_SEED'] === undefined ? 100 : 300

const LOSS_CODES = ['cut', 'bad-line', 'bad-number', 'missing-field', 'too-many']
const FAULT_CODES = ['empty', 'not-this-format', 'cut-before-value']

function hold(source: AnyFormat, text: string, cut: boolean): void {
  const parsed = source.parse(text, { cut })
  if ('error' in parsed) {
    expect(FAULT_CODES).toContain(parsed.error.code)
    expect(parsed.error.source).toBe(source.id)
    expect(parsed.error.line).toBeGreaterThanOrEqual(0)
    expect(parsed.error.sample.length).toBeLessThanOrEqual(120)
    expect(parsed.error.code === 'cut-before-value').toBe(cut)
    return
  }
  for (const loss of parsed.losses) holdLoss(loss, source.id)
  if (cut) expect(parsed.losses.map((loss) => loss.code)).toContain('cut')
  expectExact(parsed.value)
}

function holdLoss(loss: Loss, id: string): void {
  expect(LOSS_CODES).toContain(loss.code)
  expect(loss.source).toBe(id)
  expect(loss.count).toBeGreaterThan(0)
  expect(loss.sample.length).toBeLessThanOrEqual(120)
}

/** No number in a value is NaN, infinite or beyond what a double holds exactly. */
function expectExact(value: unknown): void {
  if (typeof value === 'number') {
    expect(Number.isFinite(value)).toBe(true)
    expect(Math.abs(value)).toBeLessThanOrEqual(Number.MAX_SAFE_INTEGER)
  } else if (typeof value === 'object' && value !== null) {
    for (const part of Object.values(value)) expectExact(part)
  }
}

/** A real text with one thing done to it that transports, kernels and programs do. */
function spoilt(texts: readonly string[]): fc.Arbitrary<string> {
  return fc
    .record({
      text: fc.constantFrom(...texts),
      how: fc.constantFrom(
        'delete',
        'duplicate',
        'swap',
        'truncate',
        'flip',
        'insert',
        'crlf',
        'digits',
        'minus',
      ),
      at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
      to: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
      junk: fc.string({ unit: 'binary', maxLength: 40 }),
    })
    .map(({ text, how, at, to, junk }) => {
      const bytes = Buffer.from(text)
      const place = Math.floor(at * bytes.length)
      const lines = text.split('\n')
      const [one, other] = [Math.floor(at * lines.length), Math.floor(to * lines.length)]
      switch (how) {
        case 'delete':
          return lines.toSpliced(one, 1).join('\n')
        case 'duplicate':
          return lines.toSpliced(other, 0, lines[one] ?? '').join('\n')
        case 'swap':
          return lines
            .with(one, lines[other] ?? '')
            .with(other, lines[one] ?? '')
            .join('\n')
        case 'truncate':
          return bytes.subarray(0, place).toString()
        case 'flip':
          bytes[place] = (bytes[place] ?? 0) ^ (1 << Math.floor(to * 8))
          return bytes.toString()
        case 'insert':
          return lines.toSpliced(one, 0, junk).join('\n')
        case 'crlf':
          return lines.join('\r\n')
        case 'digits':
          return text.replace(/\d+/g, (digits, offset: number) =>
            offset >= place && offset < place + 200 ? `${digits}9007199254740993` : digits,
          )
        default:
          return text.replace(/\d+/g, (digits, offset: number) =>
            offset >= place && offset < place + 200 ? `-${digits}` : digits,
          )
      }
    })
}

describe.each(CASES)('%s', (_, source, texts) => {
  test('any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), fc.boolean(), (text, cut) =>
        hold(source, text, cut),
      ),
    )
  })

  test('text made of its own characters', () => {
    const own = fc.constantFrom(...new Set(texts.join('').slice(0, 2000)))
    fc.assert(
      fc.property(fc.array(own, { maxLength: 300 }), fc.boolean(), (chars, cut) =>
        hold(source, chars.join(''), cut),
      ),
    )
  })

  test('a real text, spoilt', () => {
    fc.assert(
      fc.property(spoilt(texts), fc.boolean(), (text, cut) => hold(source, text, cut)),
      { numRuns: SPOILT_RUNS },
    )
  })

  test('a real text with CRLF reads as with LF', () => {
    for (const text of texts) {
      const windows = source.parse(text.replaceAll('\n', '\r\n'), { cut: false })
      expect(windows).toEqual(source.parse(text, { cut: false }))
    }
  })

  test('a real text without its last line feed reads the same', () => {
    for (const text of texts) {
      expect(source.parse(text.replace(/\n$/, ''), { cut: false })).toEqual(
        source.parse(text, { cut: false }),
      )
    }
  })
})
