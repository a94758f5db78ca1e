/** Which of several tries is told. The backend is a made one that finishes its statement between two of them. */
import { expect, test } from 'vitest'
import { LAYOUTS } from '../../../src/memory/palloc/layouts.ts'
import { walkTree } from '../../../src/pipeline/memory/contexts.ts'
import { Driver } from '../../../src/pipeline/memory/drive.ts'
import { type Built, build, type Image, PROGRAM, type Shape } from '../../memory/image.ts'

const LAYOUT = LAYOUTS.find(({ id }) => id === '17-18')
if (LAYOUT === undefined) throw new Error('the table lacks 18')
const { parent } = LAYOUT.context

const named = (name: string, children: readonly Shape[] = []): Shape => ({
  name,
  blocks: [[1]],
  children,
})
const lasting = [named('ErrorContext'), named('CacheMemoryContext')]
const expressions = Array.from({ length: 8 }, () => named('ExprContext'))
const idle = build(LAYOUT, named('TopMemoryContext', lasting))
const busy = build(LAYOUT, named('TopMemoryContext', [...lasting, named('Portal', expressions)]))
/** A context of the statement names a parent that it no longer has. */
const last = busy.sets.at(-1) ?? 0
busy.image.word(last + parent, 0)

/** Walks what is there at each try; the last stays. */
async function walked(states: readonly Built[]) {
  let left = [...states]
  const image = (): Image => (left[0] ?? idle).image
  const clock = { now: () => 0, sleep: () => new Promise<void>((resolve) => setImmediate(resolve)) }
  const limits = { budgetBytes: 1e9, bytesPerSec: 1e9, deadlineMs: 1e9 }
  const reader = {
    read: async (ranges: readonly { at: number; bytes: number }[]) =>
      ranges.map((range) => image().read(range)),
  }
  const driver = new Driver({
    reader,
    swapped: null,
    clock: { now: clock.now, sleep: until },
    limits,
  })
  const tree = await walkTree(
    driver,
    clock,
    { regions: image().regions, program: PROGRAM, versionHint: '18' },
    async () => {
      if (left.length > 1) left = left.slice(1)
      return image().regions
    },
  )
  if (typeof tree === 'string') throw new Error(tree)
  return { tries: tree.tries, torn: tree.walk.torn, contexts: tree.walk.tree.contexts.length }
}

/** A deadline that nobody reaches. */
async function until(_ms: number, signal?: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()))
}

test('a clean try is told though a torn one before it saw more contexts', async () => {
  expect(await walked([busy, idle])).toEqual({ tries: 2, torn: [], contexts: 3 })
})

test('where no try is clean, the one that saw most is told as torn', async () => {
  const few = build(LAYOUT, named('TopMemoryContext', lasting))
  few.image.word((few.sets.at(-1) ?? 0) + parent, 0)
  expect(await walked([few, busy, few])).toEqual({
    tries: 5,
    torn: [{ code: 'parent', count: 1 }],
    contexts: 11,
  })
})
