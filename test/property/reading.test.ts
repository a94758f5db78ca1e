/** Whatever people bring, reading it ends in parts or in one UserError: never a throw, a hang, or a number that is not exact. */
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { UserError } from '../../src/domain/errors.ts'
import type { Part } from '../../src/pipeline/readFile.ts'
import { tar } from '../archive/pack.ts'
import { parserFiles, realTexts } from '../parsers/helpers.ts'
import { answer, file } from '../pipeline/reading/house.ts'

/** A text is taken to this size: what is done to it matters, not how much of it there is. */
const TEXT_CHARS = 12_000
const FILES = await parserFiles()
const TEXTS = FILES.flatMap(({ sources, sample }) =>
  sources.flatMap(({ id }) =>
    [sample, ...realTexts(id)].map((text) => ({ id, text: text.slice(0, TEXT_CHARS) })),
  ),
)
const NAMES = [
  'paste',
  'meminfo',
  'memory.stat',
  'memory.max.before',
  'dmesg.1',
  'x/proc/77/smaps',
  'vmstat-20261120T0800',
  'a.gz',
]

const text = fc.constantFrom(...TEXTS).map((one) => one.text)
const share = fc.double({ min: 0, max: 1, noNaN: true })

/** One or two real texts, done to as transports, editors and people do. */
const spoilt: fc.Arbitrary<string | Uint8Array> = fc
  .record({
    one: text,
    other: text,
    at: share,
    to: share,
    junk: fc.string({ unit: 'binary', maxLength: 60 }),
    how: fc.constantFrom(
      'whole',
      'cut',
      'joined',
      'spliced',
      'woven',
      'digits',
      'minus',
      'junk',
      'utf16',
      'quoted',
      'coloured',
      'marked',
      'twice',
      'permuted',
      'gzip',
      'tar',
      'bytes',
    ),
  })
  .map(({ one, other, at, to, junk, how }) => {
    const lines = one.split('\n')
    const place = Math.floor(at * one.length)
    const line = Math.floor(at * lines.length)
    switch (how) {
      case 'cut':
        return one.slice(0, place)
      case 'joined':
        return one + other
      case 'spliced':
        return one.slice(0, place) + other.slice(Math.floor(to * other.length))
      case 'woven': {
        const others = other.split('\n')
        return lines.flatMap((own, i) => [own, others[i] ?? '']).join('\n')
      }
      case 'digits':
        return one.replace(/\d+/g, (digits, offset: number) =>
          offset >= place && offset < place + 300 ? `${digits}9007199254740993` : digits,
        )
      case 'minus':
        return one.replace(/\d+/g, (digits, offset: number) =>
          offset >= place && offset < place + 300 ? `-${digits}` : digits,
        )
      case 'junk':
        return lines.toSpliced(line, 1, junk, lines[line] ?? '').join('\n')
      case 'utf16':
        return new Uint8Array(Buffer.from(one, 'utf16le'))
      case 'quoted':
        return one.replace(/^/gm, '> ')
      case 'coloured':
        return one.replace(/(\d+)/g, '\u001b[31m$1\u001b[0m')
      case 'marked':
        return `$ cat /proc/meminfo\n${one}\n==> x <==\n${other}`
      case 'twice':
        return one + one
      case 'permuted':
        return lines.map((own) => own.split(/\s+/).reverse().join(' ')).join('\n')
      case 'gzip': {
        const packed = gzipSync(one)
        return packed.subarray(0, Math.max(12, Math.floor(at * packed.length)))
      }
      case 'tar':
        return tar([
          { name: 'proc/meminfo', text: one },
          { name: '../x', text: other },
          { name: 'y', text: other },
        ])
      case 'bytes': {
        const bytes = Uint8Array.from(Buffer.from(one))
        if (bytes.length > 0) bytes[Math.floor(at * (bytes.length - 1))] = Math.floor(to * 255)
        return bytes
      }
      default:
        return one
    }
  })

/** No number in a value is NaN, infinite or beyond what a double holds exactly. */
function expectExact(value: unknown): void {
  if (typeof value === 'number') {
    expect(Number.isFinite(value)).toBe(true)
    expect(Math.abs(value)).toBeLessThanOrEqual(Number.MAX_SAFE_INTEGER)
  } else if (typeof value === 'object' && value !== null) {
    for (const part of Object.values(value)) expectExact(part)
  }
}

function hold(part: Part): void {
  expect(Object.keys(part).sort()).toEqual(
    expect.arrayContaining(['findings', 'gaps', 'kind', 'losses', 'value']),
  )
  expectExact(part.value)
  for (const loss of part.losses) expect(loss.sample.length).toBeLessThanOrEqual(120)
  for (const finding of part.findings) expect(finding.evidence.length).toBeGreaterThan(0)
  expect(part.lines[0]).toBeLessThanOrEqual(part.lines[1])
}

test('one or two files of anything', async () => {
  await fc.assert(
    fc.asyncProperty(
      spoilt,
      spoilt,
      fc.constantFrom(...NAMES),
      fc.boolean(),
      async (one, other, name, both) => {
        const files = both ? [file(name, one), file('other', other)] : [file(name, one)]
        try {
          const of = await answer(...files)
          expect([0, 1, 2, 3]).toContain(of.exit)
          for (const part of of.parts) hold(part)
        } catch (error) {
          // What is thrown by an analyzer comes here as well: the house of these tests does not swallow it.
          if (!(error instanceof UserError)) throw error
        }
      },
    ),
    { numRuns: 250 },
  )
})

test.each(FILES.map((of) => [of.file, of] as const))(
  'the sample of %s under a name that says nothing',
  async (_, { sources, sample }) => {
    const { id, signs } = sources[0] ?? { id: '', signs: null }
    if (signs === null) return
    const of = await answer(file('paste', sample))
    expect(of.parts.map(({ kind }) => kind)).toContain(id)
  },
)
