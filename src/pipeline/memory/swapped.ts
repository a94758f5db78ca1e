/**
 * Which pages of a process lie in swap, by /proc/PID/pagemap (Documentation/admin-guide/mm/pagemap.rst): one entry of
 * 8 bytes a page, bit 62 tells swap. Reading such a page would bring it in, on a host that has no room: it is left alone.
 */
import type { MemoryRange, RangeReader } from '../../domain/memory.ts'

const PAGE_BYTES = 4096
const ENTRY_BYTES = 8
/** Entries that are read together: one page of the pagemap tells 2 MiB. */
const BLOCK_ENTRIES = 512
/** The byte of an entry that holds bits 56 to 63, and swap's bit in it. */
const TOP_BYTE = 7
const SWAP_BIT = 0x40

export class Swapped {
  readonly #reader: Pick<RangeReader, 'read'>
  readonly #blocks = new Map<number, Uint8Array | null>()

  constructor(reader: Pick<RangeReader, 'read'>) {
    this.#reader = reader
  }

  /** Finds out about these ranges; `has` can be asked of them then. Gives the bytes that it read. */
  async look(ranges: readonly MemoryRange[]): Promise<number> {
    const wanted = new Set<number>()
    for (const { at, bytes } of ranges) {
      const last = blockOf(at + bytes - 1)
      for (let block = blockOf(at); block <= last; block += 1)
        if (!this.#blocks.has(block)) wanted.add(block)
    }
    if (wanted.size === 0) return 0
    const bytes = BLOCK_ENTRIES * ENTRY_BYTES
    const blocks = [...wanted]
    const came = await this.#reader.read(blocks.map((block) => ({ at: block * bytes, bytes })))
    blocks.forEach((block, index) => {
      this.#blocks.set(block, came[index] ?? null)
    })
    return came.reduce((sum, one) => sum + (one?.length ?? 0), 0)
  }

  /** Whether any page of the range is in swap; false where the pagemap could not be read. */
  has({ at, bytes }: MemoryRange): boolean {
    for (let page = Math.floor(at / PAGE_BYTES); page * PAGE_BYTES < at + bytes; page += 1) {
      const entries = this.#blocks.get(blockOf(page * PAGE_BYTES))
      const top = entries?.[(page % BLOCK_ENTRIES) * ENTRY_BYTES + TOP_BYTE] ?? 0
      if ((top & SWAP_BIT) !== 0) return true
    }
    return false
  }
}

function blockOf(at: number): number {
  return Math.floor(at / (PAGE_BYTES * BLOCK_ENTRIES))
}
