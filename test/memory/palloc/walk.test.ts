import { describe, expect, test } from 'vitest'
import { contextDetails } from '../../../src/memory/palloc/details.ts'
import { LAYOUTS } from '../../../src/memory/palloc/layouts.ts'
import { type ContextWalk, isClean } from '../../../src/memory/palloc/result.ts'
import { contextWalk } from '../../../src/memory/palloc/walk.ts'
import { type Built, build, type Image, PROGRAM, program, run, type Shape } from '../image.ts'

const SHAPE: Shape = {
  name: 'TopMemoryContext',
  blocks: [
    [4, 0, 3, -5, 6],
    [2, -3, -3, 1],
  ],
  children: [
    { name: 'ErrorContext', blocks: [[-3]] },
    {
      name: 'CacheMemoryContext',
      blocks: [
        [7, 7, 7],
        [7, -8],
      ],
      children: [
        { name: 'index info', ident: 'pg_class_oid_index', blocks: [[1, 2]] },
        { name: 'index info', ident: 'pg_proc_oid_index', blocks: [[]] },
      ],
    },
    { name: 'dynahash', ident: 'Timezones', blocks: [[5]] },
  ],
}
const NEW = LAYOUTS.find(({ id }) => id === '17-18')
const OLD = LAYOUTS.find(({ id }) => id === '15')
if (NEW === undefined || OLD === undefined) throw new Error('the table lacks 15 or 18')

function walk({ image }: Pick<Built, 'image'>, versionHint: string | null = null): ContextWalk {
  const read = (range: { at: number; bytes: number }) => image.read(range)
  const tree = run(contextWalk({ regions: image.regions, program: PROGRAM, versionHint }), read)
  if ('refused' in tree) throw new Error(tree.refused)
  return run(contextDetails(tree), read)
}

function refusal(image: Image, path = PROGRAM) {
  const found = run(
    contextWalk({ regions: image.regions, program: path, versionHint: '15' }),
    (range) => image.read(range),
  )
  return 'refused' in found ? found.refused : null
}

describe.each(LAYOUTS.map((layout) => [layout.id, layout] as const))('layout %s', (id, layout) => {
  // Identifiers came with 11.
  const shape: Shape =
    layout.context.ident === null
      ? { ...SHAPE, children: (SHAPE.children ?? []).filter(({ name }) => name !== 'dynahash') }
      : SHAPE
  const built = build(layout, shape)

  test.each([...layout.versions, null, '8.0', '18'])('is found with the hint %s', (hint) => {
    const found = walk(built, hint)
    expect(found.layout).toMatchObject({
      id,
      greenplum: layout.greenplum,
      verified: layout.verified,
    })
    if (hint !== null && layout.versions.includes(hint) && Object.keys(layout.tags).length === 0)
      expect(found.layout.version).toBe(hint)
  })

  test('gives what PostgreSQL would print of each context', () => {
    const found = walk(built, layout.versions[0])
    expect(isClean(found)).toBe(true)
    expect(found).toMatchObject({ unclear: [], damaged: [] })
    expect(
      found.tree.contexts.map(({ name, level, totalBytes, blocks, freeBytes, freeChunks }) => ({
        name,
        level,
        totalBytes,
        blocks,
        freeBytes,
        freeChunks,
      })),
    ).toEqual(built.expected)
  })

  test('a chunk header that nothing of palloc writes is damage, with its context', () => {
    const hurt = build(layout, shape)
    const chunk = hurt.chunks.find(({ context, free }) => context > 0 && !free)
    hurt.image.bytes(chunk?.at ?? 0, Array<number>(16).fill(0x78))
    const found = walk(hurt, layout.versions[0])
    expect(found.damaged).toEqual([{ context: chunk?.context, at: chunk?.at }])
    expect(isClean(found)).toBe(true)
    expect(found.tree.contexts.length).toBe(hurt.expected.length)
  })

  test('a free chunk whose header was overwritten is damage, and its list is not told', () => {
    const hurt = build(layout, shape)
    const chunk = hurt.chunks.find(({ free }) => free)
    hurt.image.bytes(chunk?.at ?? 0, Array<number>(16).fill(0x78))
    const found = walk(hurt, layout.versions[0])
    expect(found.damaged).toContainEqual({ context: chunk?.context, at: chunk?.at })
    expect(found.tree.contexts[chunk?.context ?? 0]).toMatchObject({
      freeBytes: null,
      blocks: null,
    })
  })
})

describe('what does not fit', () => {
  const fields = NEW.context

  test.each([
    ['a sibling that leads back to the first', 'nextChild', 5, 1, 'sibling'],
    ['a child that has another parent', 'parent', 2, 3, 'parent'],
    ['a first child that is its own parent', 'firstChild', 2, 2, 'parent'],
  ] as const)('%s ends its list', (_, field, at, to, code) => {
    const { image, sets, expected } = build(NEW, SHAPE)
    image.word((sets[at] ?? 0) + (fields[field] ?? 0), sets[to] ?? 0)
    const found = walk({ image }, '18')
    expect(found.torn.map((one) => one.code)).toContain(code)
    expect(found.tree.complete).toBe(false)
    expect(found.tree.contexts.length).toBeLessThanOrEqual(expected.length)
  })

  test('a block list in a circle ends, and only that context is unclear', () => {
    const { image, sets } = build(NEW, SHAPE)
    const at = sets[0] ?? 0
    // The last block's next is the first.
    image.word(at + NEW.set.size + NEW.block.next, at + NEW.set.size)
    const found = walk({ image }, '18')
    expect(isClean(found)).toBe(true)
    expect(found.unclear.length).toBe(1)
    expect(
      found.tree.contexts.filter(({ blocks }) => blocks === null).map(({ name }) => name),
    ).toEqual(['TopMemoryContext'])
  })

  test('blocks that do not add up to what the header says are not told', () => {
    const { image, sets } = build(NEW, SHAPE)
    image.word((sets[0] ?? 0) + 8, 4096)
    expect(walk({ image }, '18').unclear).toEqual([{ code: 'sum', count: 1 }])
  })

  test.each([
    ['another architecture', 'architecture', (image: Image) => program(image, 1, 183)],
    ['no ELF file', 'not-elf', (image: Image) => image.bytes(image.regions[0]?.at ?? 0, [35, 33])],
    ['contexts that are not set up', 'not-started', (image: Image) => program(image, 0)],
    ['a top that lies nowhere', 'unknown-layout', (image: Image) => program(image, 4096)],
  ] as const)('%s is refused', (_, code, change) => {
    const { image } = build(OLD, SHAPE)
    change(image)
    expect(refusal(image)).toBe(code)
  })

  test('a program that is not mapped is refused', () => {
    expect(refusal(build(OLD, SHAPE).image, '/usr/bin/other')).toBe('no-program')
  })

  test('a damaged first chunk of the top hides no tree where the tag tells the version', () => {
    const { image, chunks } = build(OLD, SHAPE)
    image.bytes(chunks[0]?.at ?? 0, Array<number>(16).fill(0x78))
    const found = walk({ image }, '15')
    expect(found.damaged).toEqual([{ context: 0, at: chunks[0]?.at }])
  })

  test('a top of another name is refused', () => {
    const { image } = build(OLD, { ...SHAPE, name: 'TopMemoryContexts' })
    expect(refusal(image)).toBe('unknown-layout')
  })
})

test('a list that changes between two reads is read again and found whole', () => {
  const { image, sets, expected } = build(NEW, SHAPE)
  const field = (sets[1] ?? 0) + NEW.context.parent
  image.word(field, 0)
  const walk = contextWalk({ regions: image.regions, program: PROGRAM, versionHint: '18' })
  let step = walk.next([])
  let afterHeap = 0
  while (step.done !== true) {
    const heapAtOnce = step.value.length > 100
    const came = step.value.map((range) => image.read(range))
    // By the time that pages are read again the backend has gone on.
    if (heapAtOnce) image.word(field, sets[0] ?? 0)
    if (heapAtOnce || afterHeap > 0) afterHeap += 1
    step = walk.next(came)
  }
  if ('refused' in step.value) throw new Error(step.value.refused)
  expect(isClean(step.value)).toBe(true)
  expect(step.value.tree.contexts.length).toBe(expected.length)
  expect(afterHeap).toBeLessThan(5)
})

test.each([
  [1, 0],
  [2, 0],
  [3, 1],
])('a header that looks damaged in %i looks after the first: %i damaged', (looks, damaged) => {
  const hurt = build(NEW, SHAPE)
  const chunk = hurt.chunks.find(({ context, free }) => context > 0 && !free)?.at ?? 0
  const sound = hurt.image.read({ at: chunk, bytes: 8 }) ?? []
  hurt.image.bytes(chunk, Array<number>(8).fill(0x78))
  const tree = run(
    contextWalk({ regions: hurt.image.regions, program: PROGRAM, versionHint: '18' }),
    (range) => hurt.image.read(range),
  )
  if ('refused' in tree) throw new Error(tree.refused)
  let left = looks
  const found = run(contextDetails(tree), (range) => {
    const bytes = hurt.image.read(range)
    // The heap was seen by the first walk: who reads the page again looks anew, and past the last it has healed.
    if (range.at <= chunk && chunk < range.at + range.bytes && --left === 0)
      hurt.image.bytes(chunk, [...sound])
    return bytes
  })
  expect(found.damaged.length).toBe(damaged)
})

test('names and totals are there before the details, blocks and free space are not', () => {
  const { image } = build(NEW, SHAPE)
  const tree = run(
    contextWalk({ regions: image.regions, program: PROGRAM, versionHint: '18' }),
    (range) => image.read(range),
  )
  if ('refused' in tree) throw new Error(tree.refused)
  expect(tree.tree.contexts[0]).toMatchObject({
    name: 'TopMemoryContext',
    blocks: null,
    freeBytes: null,
  })
  expect(tree.tree.contexts.every(({ totalBytes }) => totalBytes > 8000)).toBe(true)
})
