/** Free blocks by order -> what can be had of each order, and whether a miss is shortage or fragmentation. Pure. */
import type { BuddyZone } from '../../parsers/proc/buddyinfo.ts'

type Blocks = readonly number[]

/** Free pages of a zone's lists; those in the per-CPU lists are not among them. */
export function freePages(freeBlocks: Blocks): number {
  return freeBlocks.reduce((sum, blocks, order) => sum + blocks * 2 ** order, 0)
}

/** Pages in blocks of this order or larger. */
export function pagesFrom(freeBlocks: Blocks, order: number): number {
  return freePages(freeBlocks.map((blocks, at) => (at < order ? 0 : blocks)))
}

/**
 * The external fragmentation index of a request for one block of 2^order pages: towards 0 it fails for lack of
 * memory, towards 1 for fragmentation; -1 when it would succeed. As the kernel computes it, which compacts above
 * vm.extfrag_threshold only: mm/vmstat.c `__fragmentation_index`, in thousandths cut to whole numbers.
 */
export function extfragIndex(freeBlocks: Blocks, order: number): number {
  const blocksTotal = freeBlocks.reduce((sum, blocks) => sum + blocks, 0)
  if (blocksTotal === 0) return 0
  if (pagesFrom(freeBlocks, order) > 0) return -1
  const asked = Math.floor((freePages(freeBlocks) * 1000) / 2 ** order)
  return (1000 - Math.floor((1000 + asked) / blocksTotal)) / 1000
}

/** x86's DMA zone: 16 MiB for ISA devices, which other requests leave alone. */
const ISA_PAGES = 4096

/** The zones that serve ordinary requests. On arm64 DMA is a large zone like any other. */
export function servingZones(zones: readonly BuddyZone[]): readonly BuddyZone[] {
  const serving = zones.filter(
    ({ zone, freeBlocks }) => zone !== 'DMA' || freePages(freeBlocks) > ISA_PAGES,
  )
  return serving.length === 0 ? zones : serving
}

interface Miss {
  /** The smallest order of which no zone has a block. */
  readonly order: number
  /** The zone with the most free pages: where a block would have to come from. */
  readonly zone: BuddyZone
  readonly index: number
  readonly freePages: number
}

/** The smallest order that no zone can serve; null when a block of every order is free somewhere. */
export function firstMiss(zones: readonly BuddyZone[]): Miss | null {
  const serving = servingZones(zones)
  const orders = serving[0]?.freeBlocks.length ?? 0
  for (let order = 0; order < orders; order += 1) {
    if (serving.some(({ freeBlocks }) => pagesFrom(freeBlocks, order) > 0)) continue
    return missAt(serving, order)
  }
  return null
}

/** Of a request for this order, and all larger ones, that no zone can serve. */
export function missAt(zones: readonly BuddyZone[], order: number): Miss | null {
  const [first, ...others] = servingZones(zones)
  if (first === undefined) return null
  const zone = others.reduce(
    (most, one) => (freePages(one.freeBlocks) > freePages(most.freeBlocks) ? one : most),
    first,
  )
  return {
    order,
    zone,
    index: extfragIndex(zone.freeBlocks, order),
    freePages: freePages(zone.freeBlocks),
  }
}
