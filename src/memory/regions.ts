/** What is mapped where, as numbers: from /proc/PID/maps of a living process, or from a core's own tables. */
import type { Mapping } from '../parsers/proc/mapsRow.ts'

export interface Region {
  readonly at: number
  /** First address behind it. */
  readonly end: number
  /** Where in its file it begins. */
  readonly offset: number
  /** A file's path, `[heap]`, `[stack]` or nothing; without the kernel's " (deleted)". */
  readonly path: string
}

/** Mappings beyond this many are left out; the kernel's own default limit is 65,530 (vm.max_map_count). */
const MAX_REGIONS = 1_000_000
/** User addresses of x86-64 end below this. */
const END_OF_USER = 2 ** 47

/** Gives the readable regions in the order of their addresses. */
export function regionsOf(mappings: readonly Mapping[]): readonly Region[] {
  return mappings
    .slice(0, MAX_REGIONS)
    .filter(({ perms }) => perms.startsWith('r'))
    .map(({ start, end, offset, path }) => ({
      at: Number.parseInt(start, 16),
      end: Number.parseInt(end, 16),
      offset: Number.parseInt(offset, 16),
      path: bare(path),
    }))
    .filter(({ at, end }) => at < end && end <= END_OF_USER)
    .sort((a, b) => a.at - b.at)
}

/** The region that holds an address, by bisection. */
export function regionAt(regions: readonly Region[], at: number): Region | null {
  let low = 0
  let high = regions.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((regions[middle]?.end ?? 0) <= at) low = middle + 1
    else high = middle
  }
  const found = regions[low]
  return found !== undefined && found.at <= at ? found : null
}

/** Where the program's own file begins in memory; null when it is not mapped. */
export function programStart(regions: readonly Region[], program: string): number | null {
  const path = bare(program)
  return regions.find((region) => bare(region.path) === path && region.offset === 0)?.at ?? null
}

function bare(path: string): string {
  return path.replace(/ \(deleted\)$/, '')
}
