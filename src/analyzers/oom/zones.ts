/**
 * Why the host's allocator found nothing: all zones short, only those that this request may use, or free memory in
 * pieces that are too small. Rules: __zone_watermark_ok and gfp_zone of mm/page_alloc.c and include/linux/gfp.h.
 */
import type { OomEvent, OomZone } from '../../parsers/kernel/events.ts'
import { ROOM_FLOOR_BYTES, ROOM_RATIO } from './thresholds.ts'

export interface Shortage {
  readonly kind: 'exhausted' | 'low-zone' | 'fragmented' | 'room'
  /** The zone that tells it: the largest usable one, or the one with most free memory in pieces. */
  readonly zone: OomZone
  /** For a low zone: one with room that this request could not use. */
  readonly roomy: OomZone | null
}

/** Gives what the zones tell of this request; null when the log shows no zone with its free memory. */
export function shortageOf(event: OomEvent): Shortage | null {
  const zones = event.zones.filter((zone) => zone.freeBytes !== null)
  const highest = highestZone(event.invoker?.gfpMask ?? null)
  const usable = usableZones(zones, event.invoker?.gfpMask ?? null)
  const largest = [...usable].sort(byManaged)[0]
  if (largest === undefined) return null
  const index = reserveIndex(zones, highest)
  const withRoom = usable.filter((zone) => !isShort(zone, index))
  if (withRoom.length > 0) return inPieces(withRoom, event.invoker?.order ?? 0)
  const roomy = zones.filter((zone) => rankOf(zone) > highest && hasMuch(zone)).sort(byFree)[0]
  return roomy === undefined
    ? { kind: 'exhausted', zone: largest, roomy: null }
    : { kind: 'low-zone', zone: largest, roomy }
}

/** The zones that a request with this mask may use: its own and those below. */
export function usableZones(zones: readonly OomZone[], gfpMask: string | null): readonly OomZone[] {
  const highest = highestZone(gfpMask)
  return zones.filter((zone) => rankOf(zone) <= highest)
}

/** Free memory, but no block as large as was asked for; order 0 fits everywhere. */
function inPieces(withRoom: readonly OomZone[], order: number): Shortage | null {
  const zone = [...withRoom].sort(byFree)[0]
  if (zone === undefined) return null
  const told = withRoom.filter((one) => one.freeBlocks !== null)
  const none = told.every((one) => (one.freeBlocks ?? []).slice(order).every((n) => n === 0))
  const fragmented = order > 0 && told.length > 0 && none
  return { kind: fragmented ? 'fragmented' : 'room', zone, roomy: null }
}

/** Order of zones on every port: a request may use its own zone and those below. */
const RANKS: readonly string[] = ['DMA', 'DMA32', 'Normal', 'HighMem', 'Movable', 'Device']
const ALL = RANKS.length

function rankOf({ zone }: OomZone): number {
  const rank = RANKS.indexOf(zone)
  return rank < 0 ? ALL : rank
}

/** The highest zone that the request may use: by names where the kernel writes them, else by bits 0-3 of the mask. */
function highestZone(mask: string | null): number {
  if (mask === null) return ALL
  if (/GFP_DMA32/.test(mask)) return RANKS.indexOf('DMA32')
  if (/GFP_DMA\b/.test(mask)) return RANKS.indexOf('DMA')
  if (/HIGHUSER|HIGHMEM|TRANSHUGE/.test(mask)) return ALL
  if (/GFP_/.test(mask)) return RANKS.indexOf('Normal')
  const bits = Number.parseInt(mask.replace(/^0x/i, ''), 16)
  if (Number.isNaN(bits)) return ALL
  if (bits % 2 === 1) return RANKS.indexOf('DMA')
  if (Math.floor(bits / 4) % 2 === 1) return RANKS.indexOf('DMA32')
  return Math.floor(bits / 2) % 2 === 1 ? ALL : RANKS.indexOf('Normal')
}

/** Position in `lowmem_reserve[]` of the highest zone: kernels with high memory have no DMA32. */
function reserveIndex(zones: readonly OomZone[], highest: number): number {
  const names = zones.some((zone) => zone.zone === 'HighMem')
    ? ['DMA', 'Normal', 'HighMem', 'Movable']
    : ['DMA', 'DMA32', 'Normal', 'Movable']
  const at = names.indexOf(RANKS[highest] ?? 'Movable')
  return at < 0 ? names.length - 1 : at
}

/** At or below the low mark and what is held back from requests that could go elsewhere. */
function isShort(zone: OomZone, index: number): boolean {
  const reserve = zone.lowmemReserveBytes ?? []
  const held = reserve[index] ?? reserve.at(-1) ?? 0
  return (zone.freeBytes ?? 0) <= (zone.lowBytes ?? zone.minBytes ?? 0) + held
}

function hasMuch(zone: OomZone): boolean {
  const free = zone.freeBytes ?? 0
  return (
    free > (zone.highBytes ?? 0) &&
    free >= ROOM_FLOOR_BYTES &&
    free >= ROOM_RATIO * (zone.managedBytes ?? 0)
  )
}

/** The largest, and where sizes are not told the highest. */
function byManaged(a: OomZone, b: OomZone): number {
  return (b.managedBytes ?? 0) - (a.managedBytes ?? 0) || rankOf(b) - rankOf(a)
}

function byFree(a: OomZone, b: OomZone): number {
  return (b.freeBytes ?? 0) - (a.freeBytes ?? 0)
}
