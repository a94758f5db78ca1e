/** The driver of walks: joins, budgets, rate, deadline, swap. A toy walk sums the words of a made memory. */
import { describe, expect, test } from 'vitest'
import type { MemoryRange, RangeBytes, Walk } from '../../../src/domain/memory.ts'
import type { Clock } from '../../../src/domain/ports.ts'
import { type DriveLimits, Driver } from '../../../src/pipeline/memory/drive.ts'
import { Swapped } from '../../../src/pipeline/memory/swapped.ts'

const PAGE = 4096
const WIDE: DriveLimits = { budgetBytes: 1e9, bytesPerSec: 1e9, deadlineMs: 1e9 }

/** A clock that goes on only by sleeping. */
function clockOf(): Clock & { readonly slept: number[] } {
  let now = 0
  const slept: number[] = []
  return {
    slept,
    now: () => now,
    sleep: async (ms, signal) => {
      if (signal !== undefined) {
        // A deadline that nobody reaches: it ends with its signal.
        await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
        return
      }
      slept.push(ms)
      now += ms
    },
  }
}

/** Memory where each page is full of its own number; beyond `pages` nothing is mapped. */
function memoryOf(pages: number) {
  const asked: MemoryRange[] = []
  return {
    asked,
    async read(ranges: readonly MemoryRange[]): Promise<readonly RangeBytes[]> {
      asked.push(...ranges.map(({ at, bytes }) => ({ at, bytes })))
      return ranges.map(({ at, bytes }) => {
        const length = Math.min(bytes, pages * PAGE - at)
        if (length <= 0) return null
        return Uint8Array.from({ length }, (_, i) => Math.floor((at + i) / PAGE))
      })
    },
  }
}

/** Asks for these ranges, batch by batch, and gives the first byte of each answer. */
function* walk(batches: readonly (readonly MemoryRange[])[]): Walk<readonly (number | null)[]> {
  const seen: (number | null)[] = []
  for (const batch of batches) for (const bytes of yield batch) seen.push(bytes?.[0] ?? null)
  return seen
}

const page = (number: number): MemoryRange => ({ at: number * PAGE, bytes: PAGE })

describe('the driver', () => {
  test('reads neighbours as one and answers each as it was asked', async () => {
    const memory = memoryOf(20)
    const driver = new Driver({ reader: memory, swapped: null, clock: clockOf(), limits: WIDE })
    const seen = await driver.run(
      walk([
        [page(3), page(4), page(5), page(9)],
        [page(19), page(20)],
      ]),
    )
    expect(seen).toEqual([3, 4, 5, 9, 19, null])
    expect(memory.asked).toEqual([
      { at: 3 * PAGE, bytes: 3 * PAGE },
      page(9),
      { at: 19 * PAGE, bytes: 2 * PAGE },
    ])
    expect(driver.driven).toEqual({
      rounds: 2,
      reads: 3,
      bytes: 5 * PAGE,
      swappedPages: 0,
      spent: null,
    })
  })

  test('past the budget a walk is answered with nothing, and ends', async () => {
    const limits = { ...WIDE, budgetBytes: 2 * PAGE }
    const memory = memoryOf(20)
    const driver = new Driver({ reader: memory, swapped: null, clock: clockOf(), limits })
    expect(await driver.run(walk([[page(1), page(2)], [page(3)], [page(4)]]))).toEqual([
      1,
      2,
      null,
      null,
    ])
    expect(driver.driven).toMatchObject({ spent: 'budget', bytes: 2 * PAGE })
    expect(memory.asked.length).toBe(1)
  })

  test('waits for its rate once more than a heap was read', async () => {
    const clock = clockOf()
    const mib = 1024 * 1024
    const limits = { ...WIDE, bytesPerSec: 8 * mib }
    const reader = {
      read: async (ranges: readonly MemoryRange[]) =>
        ranges.map(({ bytes }) => new Uint8Array(bytes)),
    }
    const driver = new Driver({ reader, swapped: null, clock, limits })
    const range = (number: number) => [{ at: number * 24 * mib, bytes: 24 * mib }]
    await driver.run(walk([range(0), range(1), range(2)]))
    // 24 MiB are there, 16 of them were free: 8 at 8 MiB/s, then 24 more.
    expect(clock.slept).toEqual([1000, 3000])
  })

  test('a read that does not come ends with the deadline', async () => {
    const clock: Clock = { now: () => 0, sleep: async () => undefined }
    const reader = { read: () => new Promise<never>(() => undefined) }
    const driver = new Driver({ reader, swapped: null, clock, limits: WIDE })
    expect(await driver.run(walk([[page(1)], [page(2)]]))).toEqual([null, null])
    expect(driver.driven.spent).toBe('deadline')
  })

  test('pages in swap are left there and counted, their neighbours are read', async () => {
    const memory = memoryOf(20)
    const pagemap = {
      // Bit 62 of the entry of page 4.
      read: async (ranges: readonly MemoryRange[]) =>
        ranges.map(({ bytes }) =>
          Uint8Array.from({ length: bytes }, (_, i) => (i === 39 ? 0x40 : 0)),
        ),
    }
    const swapped = new Swapped(pagemap)
    const driver = new Driver({ reader: memory, swapped, clock: clockOf(), limits: WIDE })
    expect(await driver.run(walk([[page(3), page(4), page(5)]]))).toEqual([3, null, 5])
    expect(memory.asked).toEqual([page(3), page(5)])
    expect(driver.driven.swappedPages).toBe(1)
  })
})
