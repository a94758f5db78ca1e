/**
 * What a walk has seen of a process, page by page. A page is read once, so that one walk never sees two states of it;
 * a try anew takes a new view.
 */
import type { MemoryRange, RangeBytes } from '../domain/memory.ts'
import { type Region, regionAt } from './regions.ts'

/** Size of a page on x86-64. */
export const PAGE_BYTES = 4096
/** Reading ahead grows to this while a list leads to near pages one after the other. */
const MAX_AHEAD_BYTES = 1024 * 1024
/** A page is near the last read of its region when within so many times its length. */
const NEAR_LENGTHS = 8

interface LastRead {
  readonly at: number
  readonly end: number
}

export class View {
  readonly #pages = new Map<number, Uint8Array | null>()
  readonly #last = new Map<number, LastRead>()
  readonly regions: readonly Region[]
  /** Pages that were asked for and those that came, for the report's cost. */
  asked = 0
  read = 0

  constructor(regions: readonly Region[]) {
    this.regions = regions
  }

  /** The bytes where all of them were seen; null where one cannot be read; undefined where one was not asked for. */
  see(at: number, bytes: number): Uint8Array | null | undefined {
    if (!this.mapped(at, bytes)) return null
    const first = Math.floor(at / PAGE_BYTES)
    const last = Math.floor((at + bytes - 1) / PAGE_BYTES)
    const out = first === last ? null : new Uint8Array(bytes)
    let absent = false
    for (let page = first; page <= last; page += 1) {
      const seen = this.#pages.get(page)
      if (seen === undefined) return undefined
      const from = Math.max(at - page * PAGE_BYTES, 0)
      const to = Math.min(at + bytes - page * PAGE_BYTES, PAGE_BYTES)
      if (seen === null || seen.length < to) absent = true
      else if (out === null) return seen.subarray(from, to)
      else out.set(seen.subarray(from, to), page * PAGE_BYTES + from - at)
    }
    return absent ? null : out
  }

  /**
   * What to read so that these can be seen: whole pages, each once and each a range of its own, so that one which cannot
   * be read (swapped out, unmapped in between) costs none of its neighbours. Drivers join them for their way.
   */
  wants(ranges: readonly MemoryRange[]): readonly MemoryRange[] {
    const pages = new Set<number>()
    for (const { at, bytes } of ranges) {
      const last = Math.floor((at + bytes - 1) / PAGE_BYTES)
      for (let page = Math.floor(at / PAGE_BYTES); page <= last; page += 1)
        if (!this.#pages.has(page) && !pages.has(page))
          for (const one of this.#ahead(page)) pages.add(one)
    }
    return pagesOf([...pages].sort((a, b) => a - b))
  }

  /** The pages of these ranges, to be read again. */
  again(ranges: readonly MemoryRange[]): readonly MemoryRange[] {
    for (const { at, bytes } of ranges) {
      const last = Math.floor((at + bytes - 1) / PAGE_BYTES)
      for (let page = Math.floor(at / PAGE_BYTES); page <= last; page += 1) this.#pages.delete(page)
    }
    return this.wants(ranges.filter(({ at, bytes }) => this.mapped(at, bytes)))
  }

  /** Keeps what came for `wants`. */
  add(ranges: readonly MemoryRange[], came: readonly RangeBytes[]): void {
    ranges.forEach(({ at, bytes }, index) => {
      const got = came[index] ?? null
      for (let offset = 0; offset < bytes; offset += PAGE_BYTES) {
        const piece = got?.subarray(offset, Math.min(offset + PAGE_BYTES, bytes)) ?? null
        const held = piece !== null && piece.length > 0
        this.#pages.set(Math.floor((at + offset) / PAGE_BYTES), held ? piece : null)
        this.asked += 1
        if (held) this.read += 1
      }
    })
  }

  /** Whether all of it lies in mapped memory; neighbouring regions count as one. */
  mapped(at: number, bytes: number): boolean {
    if (!(bytes > 0) || !Number.isSafeInteger(at)) return false
    let from = at
    while (from < at + bytes) {
      const region = regionAt(this.regions, from)
      if (region === null) return false
      from = region.end
    }
    return true
  }

  /** The page and, where the last read of its region was near, more pages in the direction of travel. */
  #ahead(page: number): readonly number[] {
    const region = regionAt(this.regions, page * PAGE_BYTES)
    if (region === null) return [page]
    const last = this.#last.get(region.at)
    const length = last === undefined ? 0 : last.end - last.at
    const at = page * PAGE_BYTES
    const after = last !== undefined && at >= last.end && at - last.end < NEAR_LENGTHS * length
    const before =
      last !== undefined && at < last.at && last.at - at - PAGE_BYTES < NEAR_LENGTHS * length
    const size = after || before ? Math.min(length * 2, MAX_AHEAD_BYTES) : PAGE_BYTES
    const from = before ? Math.max(at + PAGE_BYTES - size, region.at) : at
    const end = Math.min(before ? at + PAGE_BYTES : at + size, region.end)
    this.#last.set(region.at, { at: from, end })
    const found: number[] = []
    for (let one = from; one < end; one += PAGE_BYTES)
      if (!this.#pages.has(one / PAGE_BYTES)) found.push(one / PAGE_BYTES)
    return found
  }
}

function pagesOf(pages: readonly number[]): readonly MemoryRange[] {
  return pages.map((page) => ({ at: page * PAGE_BYTES, bytes: PAGE_BYTES }))
}
