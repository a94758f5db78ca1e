import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { MemoryContext, WalkedContexts } from '../../../src/domain/contexts.ts'
import { contextsText, memoryContexts } from '../../../src/parsers/postgres/memoryContexts.ts'
import { faultOf, read } from '../helpers.ts'

const size = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER })
const contexts: fc.Arbitrary<readonly MemoryContext[]> = fc
  .array(
    fc.record({
      name: fc.string(),
      ident: fc.option(fc.string({ unit: 'binary' })),
      kind: fc.option(fc.constantFrom('AllocSet' as const, 'Bump' as const)),
      totalBytes: size,
      blocks: fc.option(size),
      freeBytes: fc.option(size),
      freeChunks: fc.option(size),
      contexts: size,
      hangs: fc.nat(),
    }),
    { minLength: 1, maxLength: 30 },
  )
  .map((rows) => {
    const out: MemoryContext[] = []
    for (const { hangs, ...row } of rows) {
      const parent = out.length === 0 ? null : hangs % out.length
      const level = parent === null ? 0 : (out[parent]?.level ?? 0) + 1
      out.push({ ...row, level, parent })
    }
    return out
  })

const walked: fc.Arbitrary<WalkedContexts> = fc.record({
  pid: fc.nat(),
  way: fc.constantFrom('perl', 'sftp'),
  tries: fc.nat(),
  layout: fc.record({
    id: fc.string(),
    version: fc.string(),
    greenplum: fc.boolean(),
    verified: fc.boolean(),
  }),
  torn: fc.array(fc.record({ code: fc.string(), count: fc.nat() })),
  tornDetails: fc.array(fc.record({ code: fc.string(), count: fc.nat() })),
  damaged: fc.array(fc.record({ context: fc.nat(), at: fc.string() })),
  accounting: fc.array(
    fc.record({
      context: fc.nat(),
      allocatedBytes: size,
      freedBytes: size,
      heldAtMostBytes: size,
      balanceBytes: size,
    }),
  ),
  swappedPages: fc.nat(),
  transactions: fc.option(fc.nat()),
  spent: fc.constantFrom(null, 'budget' as const, 'deadline' as const),
  grand: fc.constant(null),
  complete: fc.boolean(),
  contexts,
})

describe('memory/contexts', () => {
  test('what was written is read back', () => {
    fc.assert(
      fc.property(walked, (tree) => {
        expect(read(memoryContexts, contextsText(tree)).value).toEqual(tree)
      }),
    )
  })

  test.each([
    ['another version', '{"kind":"memcheck-contexts","version":2}'],
    ['no contexts', '{"kind":"memcheck-contexts","version":1,"contexts":[]}'],
    ['no JSON', '{'],
  ])('%s is no value', (_, text) => {
    expect(faultOf(memoryContexts, text)).toBe('not-this-format')
  })

  test('a row that hangs on none before it is no tree', () => {
    const text = contextsText({
      ...(fc.sample(walked, { numRuns: 1, seed: 1 })[0] as WalkedContexts),
      contexts: [
        {
          name: 'TopMemoryContext',
          ident: null,
          level: 0,
          parent: 0,
          kind: null,
          totalBytes: 1,
          blocks: null,
          freeBytes: null,
          freeChunks: null,
          contexts: 1,
        },
      ],
    })
    expect(faultOf(memoryContexts, text)).toBe('not-this-format')
  })
})
