/** A file over several channels: the same bytes as over one, whatever becomes of the further channels. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LIMITS } from '../../../src/domain/limits.ts'
import type { MemoryRange, RangeBytes } from '../../../src/domain/memory.ts'
import type { OpenFile } from '../../../src/ssh/ranges/session.ts'
import { type OpenFurther, WideFile } from '../../../src/ssh/ranges/wideFile.ts'

const MIB = 1024 * 1024
const FAR_MS = 50
const whole = Buffer.from(Array.from({ length: 1024 }, (_, i) => (i * 7) % 251))
const CONTENT = Buffer.concat(Array.from({ length: 40 * 1024 }, () => whole))
/** Nothing can be read of it, as of a mapping that is gone. */
const HOLE = { from: 20 * MIB, to: 21 * MIB }

function bytesOf({ at, bytes }: MemoryRange): RangeBytes {
  if (at >= HOLE.from && at < HOLE.to) return null
  const end = at < HOLE.from ? HOLE.from : CONTENT.length
  const came = CONTENT.subarray(at, Math.min(at + bytes, end))
  return came.length === 0 ? null : came
}

interface Fake extends OpenFile {
  readonly reads: { readonly ranges: number; readonly instant: boolean }[]
  /** While held, what is asked waits. */
  release(): void
  break(): void
  ended: boolean
}

function fake(held = false): Fake {
  let open = true
  let broken = false
  let release: () => void = () => undefined
  const gate = new Promise<void>((resolve) => {
    release = resolve
  })
  if (!held) release()
  const file: Fake = {
    reads: [],
    ended: false,
    release,
    break() {
      broken = true
      release()
    },
    async read(ranges, instant) {
      file.reads.push({ ranges: ranges.length, instant })
      await gate
      if (broken) throw new Error('the channel broke')
      return ranges.map((range) => (open ? bytesOf(range) : null))
    },
    about: async () => null,
    close() {
      open = false
      release()
    },
  }
  return file
}

/** A clock by which the first question took so long. */
function clockOf(roundTripMs: number): () => number {
  let calls = 0
  return () => {
    calls += 1
    return calls === 1 ? 0 : roundTripMs
  }
}

interface Lent {
  readonly further: OpenFurther
  readonly files: Fake[]
  readonly wanted: (() => void)[]
}

function lender(free: number, held = false): Lent {
  const files: Fake[] = []
  const wanted: (() => void)[] = []
  return {
    files,
    wanted,
    further: async (onWanted) => {
      if (files.length >= free) return null
      const file = fake(held)
      files.push(file)
      wanted.push(onWanted)
      return {
        file,
        end: async () => {
          file.ended = true
        },
      }
    },
  }
}

const LARGE: readonly MemoryRange[] = Array.from({ length: 12 }, (_, i) => ({
  at: i * MIB,
  bytes: MIB,
}))

function right(came: readonly RangeBytes[], ranges: readonly MemoryRange[]): boolean {
  return came.every((bytes, i) => {
    const range = ranges[i]
    const want = range === undefined ? null : bytesOf(range)
    return want === null || bytes === null ? want === bytes : Buffer.compare(want, bytes) === 0
  })
}

describe('a file over several channels', () => {
  test('far away a large read has all channels that are free, and ends them with the file', async () => {
    const first = fake()
    const lent = lender(100, true)
    const wide = new WideFile(first, lent.further, clockOf(FAR_MS))
    const reading = wide.read([...LARGE, ...LARGE, ...LARGE], false)
    await expect
      .poll(() => lent.files.filter(({ reads }) => reads.length > 0).length)
      .toBe(LIMITS.rangeChannels - 1)
    for (const file of lent.files) file.release()
    expect(right(await reading, [...LARGE, ...LARGE, ...LARGE])).toBe(true)
    expect(lent.files.some(({ ended }) => ended)).toBe(false)
    wide.close()
    await wide.ended()
    expect(lent.files.map(({ ended }) => ended)).toEqual([true, true, true])
    expect(await wide.read([...LARGE, { at: 0, bytes: 8 * MIB }], false)).toEqual(
      Array(13).fill(null),
    )
  })

  test('near by, for small reads and for one instant there is one channel', async () => {
    const near = lender(100)
    const wide = new WideFile(fake(), near.further, clockOf(1))
    expect(right(await wide.read(LARGE, false), LARGE)).toBe(true)
    const far = lender(100)
    const first = fake()
    const small = new WideFile(first, far.further, clockOf(FAR_MS))
    const few = LARGE.slice(0, 3)
    expect(right(await small.read(few, false), few)).toBe(true)
    expect(right(await small.read(LARGE, true), LARGE)).toBe(true)
    expect(first.reads).toEqual([
      { ranges: 3, instant: false },
      { ranges: 12, instant: true },
    ])
    for (const one of [wide, small]) {
      one.close()
      await one.ended()
    }
    expect([near.files.length, far.files.length]).toEqual([0, 0])
  })

  test('many small reads at once are a large one', async () => {
    const lent = lender(100, true)
    const wide = new WideFile(fake(true), lent.further, clockOf(FAR_MS))
    const page = (i: number): MemoryRange => ({ at: i * 4096, bytes: 4096 })
    const ranges = Array.from({ length: 6000 }, (_, i) => page(i))
    // Nothing answers: what does not go onto one channel goes onto the next.
    void wide.read(ranges, false)
    const used = (): number => lent.files.filter(({ reads }) => reads.length > 0).length
    await expect.poll(used).toBe(LIMITS.rangeChannels - 1)
    wide.close()
    await wide.ended()
  })

  test('a channel that somebody waits for is given back once what is under way has come', async () => {
    const lent = lender(1, true)
    const wide = new WideFile(fake(), lent.further, clockOf(FAR_MS))
    const reading = wide.read([...LARGE, ...LARGE], false)
    await expect.poll(() => lent.files[0]?.reads.length ?? 0).toBeGreaterThan(0)
    for (const wanted of lent.wanted) wanted()
    const asked = lent.files[0]?.reads.length
    expect(lent.files[0]?.ended).toBe(false)
    lent.files[0]?.release()
    expect(right(await reading, [...LARGE, ...LARGE])).toBe(true)
    expect(lent.files[0]).toMatchObject({ ended: true })
    expect(lent.files[0]?.reads.length).toBe(asked)
    wide.close()
    await wide.ended()
  })

  test('what a broken channel did not bring comes by the first; a broken first one is told', async () => {
    const lent = lender(2, true)
    const first = fake()
    const wide = new WideFile(first, lent.further, clockOf(FAR_MS))
    const reading = wide.read([...LARGE, ...LARGE], false)
    await expect.poll(() => lent.files.filter(({ reads }) => reads.length > 0).length).toBe(2)
    for (const file of lent.files) file.break()
    expect(right(await reading, [...LARGE, ...LARGE])).toBe(true)
    first.break()
    await expect(wide.read(LARGE, false)).rejects.toThrow('the channel broke')
    wide.close()
    await wide.ended()
    expect(lent.files.map(({ ended }) => ended)).toEqual([true, true])
  })

  test('closed in the middle it answers with null and leaves no channel', async () => {
    const lent = lender(3, true)
    const wide = new WideFile(fake(true), lent.further, clockOf(FAR_MS))
    const reading = wide.read([...LARGE, ...LARGE], false)
    await expect.poll(() => lent.files.filter(({ reads }) => reads.length > 0).length).toBe(3)
    wide.close()
    expect(await reading).toEqual(Array(24).fill(null))
    await wide.ended()
    expect(lent.files.map(({ ended }) => ended)).toEqual([true, true, true])
  })

  test('any ranges give what one channel gives', async () => {
    const range = fc.record({
      at: fc.integer({ min: -1, max: CONTENT.length + 100 }),
      bytes: fc.oneof(fc.integer({ min: -1, max: 5000 }), fc.integer({ min: 0, max: 6 * MIB })),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(range, { maxLength: 12 }),
        fc.nat({ max: 3 }),
        async (all, free) => {
          const lent = lender(free)
          const wide = new WideFile(fake(), lent.further, clockOf(FAR_MS))
          const came = await wide.read([...all, { at: 0, bytes: 5 * MIB }], false)
          const valid = ({ at, bytes }: MemoryRange): boolean => at >= 0 && bytes > 0
          expect(came.length).toBe(all.length + 1)
          expect(
            right(
              came.slice(0, -1).filter((_, i) => valid(all[i] ?? { at: 0, bytes: 0 })),
              all.filter(valid),
            ),
          ).toBe(true)
          expect(
            came.filter(
              (bytes, i) =>
                bytes !== null && i < all.length && !valid(all[i] ?? { at: 0, bytes: 0 }),
            ),
          ).toEqual([])
          wide.close()
          await wide.ended()
        },
      ),
      { numRuns: 60 },
    )
  })
})
