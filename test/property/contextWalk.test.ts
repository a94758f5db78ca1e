/** Whatever lies in memory, a walk ends, throws nothing and gives no more contexts than it was shown. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { MemoryRange, RangeBytes } from '../../src/domain/memory.ts'
import { readCore } from '../../src/memory/core.ts'
import { contextDetails } from '../../src/memory/palloc/details.ts'
import { LAYOUTS } from '../../src/memory/palloc/layouts.ts'
import { contextWalk } from '../../src/memory/palloc/walk.ts'
import {
  build,
  HEAP_AT,
  HEAP_BYTES,
  type Image,
  PROGRAM,
  run,
  type Shape,
} from '../memory/image.ts'

const MAX_ROUNDS = 5000
const layout = fc.constantFrom(...LAYOUTS)
const shape: fc.Arbitrary<Shape> = fc.letrec<{ shape: Shape }>((tie) => ({
  shape: fc.record(
    {
      name: fc.constantFrom('ExprContext', 'dynahash', 'CachedPlan'),
      ident: fc.constantFrom('a', 'select 1'),
      blocks: fc.array(fc.array(fc.integer({ min: -6, max: 5 }), { maxLength: 5 }), {
        minLength: 1,
        maxLength: 2,
      }),
      children: fc.oneof(
        { maxDepth: 3 },
        fc.constant([]),
        fc.array(tie('shape'), { maxLength: 3 }),
      ),
    },
    { requiredKeys: ['name', 'blocks'] },
  ),
})).shape
const top = shape.map((one): Shape => ({ ...one, name: 'TopMemoryContext' }))

/** Word-sized writes into the heap: of pointers into it, of small numbers, of anything. */
const scribbles = fc.array(
  fc.record({
    at: fc.integer({ min: 0, max: 4000 }).map((word) => HEAP_AT + word * 8),
    value: fc.oneof(
      fc.integer({ min: 0, max: 4000 }).map((word) => HEAP_AT + word * 8),
      fc.integer({ min: 0, max: 64 }),
      fc.integer({ min: 0, max: HEAP_BYTES }).map((byte) => HEAP_AT + byte),
      fc.maxSafeInteger().map(Math.abs),
    ),
  }),
  { maxLength: 40 },
)

function holds(image: Image, read: (range: MemoryRange) => RangeBytes, hint: string | null): void {
  const input = { regions: image.regions, program: PROGRAM, versionHint: hint }
  const tree = run(contextWalk(input), read, MAX_ROUNDS)
  if ('refused' in tree) return
  const { contexts } = run(contextDetails(tree), read, MAX_ROUNDS).tree
  expect(contexts.length).toBeLessThanOrEqual(HEAP_BYTES / 8)
  for (const [place, { parent, level, blocks, freeBytes, totalBytes }] of contexts.entries()) {
    expect(parent === null ? level : (contexts[parent]?.level ?? 0) + 1).toBe(level)
    expect(parent ?? -1).toBeLessThan(place)
    if (blocks !== null) expect(freeBytes ?? 0).toBeLessThanOrEqual(Number.MAX_SAFE_INTEGER)
    expect(Number.isFinite(totalBytes)).toBe(true)
  }
}

describe('context walk', () => {
  test('a sound tree is given as it was built, whatever the hint', () => {
    fc.assert(
      fc.property(layout, top, fc.constantFrom(null, '9.4', '12', '15', '18'), (one, of, hint) => {
        const { image, expected } = build(one, of)
        const input = { regions: image.regions, program: PROGRAM, versionHint: hint }
        const tree = run(contextWalk(input), (range) => image.read(range), MAX_ROUNDS)
        if ('refused' in tree) throw new Error(tree.refused)
        const whole = run(contextDetails(tree), (range) => image.read(range), MAX_ROUNDS)
        expect(whole.damaged).toEqual([])
        expect(
          whole.tree.contexts.map(({ totalBytes, freeBytes }) => [totalBytes, freeBytes]),
        ).toEqual(expected.map(({ totalBytes, freeBytes }) => [totalBytes, freeBytes]))
      }),
      { numRuns: 60 },
    )
  })

  test('pointers that lead anywhere', () => {
    fc.assert(
      fc.property(layout, top, scribbles, (one, of, words) => {
        const { image } = build(one, of)
        for (const { at, value } of words) image.word(at, value)
        holds(image, (range) => image.read(range), one.versions[0] ?? null)
      }),
      { numRuns: 300 },
    )
  })

  test('memory that changes at every read, or is not there', () => {
    fc.assert(
      fc.property(
        layout,
        top,
        scribbles,
        fc.infiniteStream(fc.integer({ min: 0, max: 9 })),
        (one, of, words, dice) => {
          const { image } = build(one, of)
          const writes = [...words]
          const read = (range: MemoryRange): RangeBytes => {
            const drawn = dice.next().value
            const write = writes.pop()
            if (write !== undefined) image.word(write.at, write.value)
            const bytes = image.read(range)
            if (drawn === 0) return null
            return drawn === 1 ? (bytes?.subarray(0, bytes.length / 2) ?? null) : bytes
          }
          holds(image, read, null)
        },
      ),
      { numRuns: 200 },
    )
  })

  test('bytes of any kind', () => {
    fc.assert(
      fc.property(layout, fc.uint8Array({ minLength: 64, maxLength: 4096 }), (one, bytes) => {
        const { image } = build(one, { name: 'TopMemoryContext', blocks: [[1]] })
        const read = ({ at, bytes: length }: MemoryRange): RangeBytes =>
          at >= HEAP_AT
            ? Uint8Array.from({ length }, (_, index) => bytes[(at + index) % bytes.length] ?? 0)
            : image.read({ at, bytes: length })
        holds(image, read, null)
        holds(
          image,
          ({ at, bytes: length }) =>
            Uint8Array.from({ length }, (_, index) => bytes[(at + index) % bytes.length] ?? 0),
          null,
        )
      }),
      { numRuns: 60 },
    )
  })
})

test('core tables of any bytes give tables or a refusal', () => {
  const header = [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 62, 0]
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2000 }), fc.boolean(), (rest, headed) => {
      const bytes = Uint8Array.from(headed ? [...header, ...rest] : rest)
      const read = ({ at, bytes: length }: MemoryRange): RangeBytes =>
        bytes.subarray(at, at + Math.min(length, 1e6))
      const core = run(readCore(), read, 100)
      expect('refused' in core || core.regions.length >= 0).toBe(true)
    }),
  )
})
