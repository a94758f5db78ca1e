/** What a host sends back, read: any bytes in any chunking give the same events, and the last is always an end. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { IntrusiveEvent, IntrusiveRequest } from '../../src/domain/intrusive.ts'
import { IntrusiveReader } from '../../src/script/intrusive/read.ts'

const NONCE = 'f00dcafe12345678'
const REQUEST: IntrusiveRequest = {
  kind: 'gcore',
  pid: 77,
  startTicks: 5,
  nonce: NONCE,
  seconds: 60,
  dumpDir: '/var/cores',
  dumpMaxBytes: 1e9,
}

function read(...chunks: readonly (string | Uint8Array)[]): readonly IntrusiveEvent[] {
  const reader = new IntrusiveReader(REQUEST)
  const events = chunks.flatMap((chunk) => reader.push(Buffer.from(chunk)))
  return [...events, ...reader.end()]
}

const mark = (words: string): string => `\n@@${NONCE} ${words}\n`

describe('what a host sends back', () => {
  test('each mark is its event', () => {
    const words = [
      'B',
      'P',
      'D 5 10',
      'R 1230',
      'S',
      'X',
      'F 4096',
      'F 4096 77.1234',
      'G none',
      'G other',
      'C 1',
      'Z done',
    ]
    expect(read(words.map(mark).join(''))).toEqual([
      { kind: 'begun' },
      { kind: 'pausing' },
      { kind: 'progress', doneBytes: 5, ofBytes: 10 },
      { kind: 'resumed', pausedMs: 1230 },
      { kind: 'still-stopped' },
      { kind: 'text-cut' },
      { kind: 'file', path: `/var/cores/memcheck-core.77.${NONCE}`, bytes: 4096, made: null },
      {
        kind: 'file',
        path: `/var/cores/memcheck-core.77.${NONCE}`,
        bytes: 4096,
        made: { inode: 77, changedAtSec: 1234, bytes: 4096 },
      },
      { kind: 'found', what: 'none' },
      { kind: 'found', what: 'other' },
      { kind: 'cleaned', left: true },
      { kind: 'end', ok: true, detail: 'done' },
    ])
  })

  test('a refusal has its numbers and its words', () => {
    const said = 'N no-space needBytes=12 freeBytes=7 keepBytes=3'
    expect(read(mark(said), mark('N not-permitted ptraceScope=-1'), mark('Z refused'))).toEqual([
      { kind: 'refused', code: 'no-space', params: { needBytes: 12, freeBytes: 7, keepBytes: 3 } },
      { kind: 'refused', code: 'not-permitted', params: { ptraceScope: -1 } },
      { kind: 'end', ok: false, detail: 'refused' },
    ])
    expect(read(mark('N dir-unusable why=link'))[0]).toEqual({
      kind: 'refused',
      code: 'dir-unusable',
      params: { why: 'link' },
    })
  })

  test('what is no mark of ours is text, and what is none of our marks is nothing', () => {
    const lines = ['@@0000000000000000 Z done', 'Z done', ` @@${NONCE} Z done`, `x@@${NONCE} B`]
    expect(read(lines.join('\n'))).toEqual([
      ...lines.map((line) => ({ kind: 'text', line })),
      { kind: 'end', ok: false, detail: 'lost' },
    ])
    const unknown = ['Q', 'I 5', 'D x 1', 'D 1', 'R -1', 'F', 'N what', 'C 2', 'Z what', '']
    expect(read(unknown.map(mark).join(''))).toEqual([{ kind: 'end', ok: false, detail: 'lost' }])
  })

  test('text moves no cursor and fills no message', () => {
    expect(read('#0 \u001b[31mred\u0000\u0085\u2028 x\t y\r\n')[0]).toEqual({
      kind: 'text',
      line: '#0  [31mred    x  y',
    })
    const [long] = read(`${'é'.repeat(100_000)}\nnext\n`)
    expect(long).toEqual({ kind: 'text', line: 'é'.repeat(500) })
  })

  test('nothing comes after the end', () => {
    expect(read(mark('Z deadline'), 'more\n', mark('B'), mark('Z done'))).toEqual([
      { kind: 'end', ok: false, detail: 'deadline' },
    ])
  })

  test('however it is cut, the same events, and exactly one end, the last', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '\n',
        mark('B'),
        mark('D 1 2'),
        mark('F 9'),
        `@@${NONCE}`,
        `@@${NONCE} `,
        'é',
      ),
      fc.constantFrom('P', 'Z done', 'N gone').map(mark),
    )
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 30 }),
        fc.array(fc.nat(400), { maxLength: 10 }),
        (pieces, cuts) => {
          const whole = Buffer.from(pieces.join(''))
          const ends = [...new Set([...cuts.filter((at) => at < whole.length), whole.length])].sort(
            (a, b) => a - b,
          )
          const chunks = ends.map((end, i) => whole.subarray(ends[i - 1] ?? 0, end))
          const events = read(...chunks)
          expect(events).toEqual(read(whole))
          expect(events.filter(({ kind }) => kind === 'end')).toHaveLength(1)
          expect(events.at(-1)?.kind).toBe('end')
        },
      ),
      { numRuns: 200 },
    )
  })
})
