/**
 * What show_mem prints into OOM reports and page allocation failures: Mem-Info, zones, buddy lists, huge pages, swap.
 * Source: mm/show_mem.c (mm/page_alloc.c before 6.3), mm/swap_state.c, lib/show_mem.c.
 */
import type { LossLog } from '../../domain/parsed.ts'
import { camelCase } from '../text/names.ts'
import type { OomEvent, OomZone } from './events.ts'
import { kibBytes, scaled } from './figures.ts'

/** A zone with its reserve still in pages. */
interface ZoneDraft {
  readonly zone: Omit<OomZone, 'freeBlocks' | 'lowmemReserveBytes'>
  freeBlocks: readonly number[] | null
  reservePages: readonly number[] | null
}

const MAX_ZONES = 256
const MAX_POOLS = 256
const MAX_FIGURES = 64
/** Orders of a buddy list: MAX_ORDER is 11, up to 14 with 64 KiB pages. */
const MAX_ORDERS = 20

export class MemDump {
  readonly #pages = new Map<string, number>()
  readonly #zones: ZoneDraft[] = []
  readonly #hugepages: OomEvent['hugepages'][number][] = []
  readonly #swap: { total: number | null; free: number | null } = { total: null, free: null }
  #ramPages: number | null = null
  #inMemInfo = false
  /** Size of a block of order 0 in the buddy lists: the kernel's page. */
  pageBytes: number | null = null

  /** Reads one line of a dump; false when it is none. */
  line(message: string, number: number, losses: LossLog): boolean {
    if (/^Mem-[Ii]nfo:/.test(message)) {
      this.#inMemInfo = true
      return true
    }
    return (
      this.#figures(message) ||
      this.#zone(message) ||
      this.#reserve(message) ||
      this.#buddy(message, number, losses) ||
      this.#pool(message) ||
      this.#total(message)
    )
  }

  /** `active_anon:811 inactive_anon:47711 isolated_anon:0`: pages. */
  #figures(message: string): boolean {
    if (!this.#inMemInfo || !FIGURES.test(message)) return false
    for (const [, name = '', digits] of message.matchAll(/(\w+):(\d+)/g)) {
      const pages = scaled(digits, 1)
      if (pages !== null && this.#pages.size < MAX_FIGURES) this.#pages.set(camelCase(name), pages)
    }
    return true
  }

  #zone(message: string): boolean {
    const [, node, zone, free, rest] = ZONE.exec(message) ?? []
    if (zone === undefined || rest === undefined) return false
    const sizes = new Map(
      [...rest.matchAll(/\b([a-z]+):(\d+)kB/g)].map(([, name, kib]) => [name, kibBytes(kib)]),
    )
    const of = (name: string): number | null => sizes.get(name) ?? null
    this.#add({
      node: scaled(node, 1) ?? 0,
      zone,
      freeBytes: kibBytes(free),
      minBytes: of('min'),
      lowBytes: of('low'),
      highBytes: of('high'),
      managedBytes: of('managed'),
    })
    return true
  }

  #add(zone: ZoneDraft['zone']): ZoneDraft | null {
    const draft = { zone, freeBlocks: null, reservePages: null }
    if (this.#zones.length >= MAX_ZONES) return null
    this.#zones.push(draft)
    return draft
  }

  /** `lowmem_reserve[]: 0 191 191`: pages by zone, of the zone before it. */
  #reserve(message: string): boolean {
    const numbers = RESERVE.exec(message)?.[1]
    const zone = this.#zones.at(-1)
    if (numbers === undefined || zone === undefined) return false
    const pages = numbers
      .trim()
      .split(/ +/)
      .slice(0, MAX_ORDERS)
      .map((digits) => scaled(digits, 1))
    zone.reservePages = pages.some((count) => count === null)
      ? null
      : pages.map((count) => count ?? 0)
    return true
  }

  /** `Node 0 DMA: 0*4kB 1*8kB (U) ... = 888kB`. */
  #buddy(message: string, number: number, losses: LossLog): boolean {
    const [, node, zone, list] = BUDDY.exec(message) ?? []
    if (zone === undefined || list === undefined) return false
    const blocks = [...list.matchAll(/(\d+)\*(\d+)kB/g)].slice(0, MAX_ORDERS)
    const counts = blocks.map(([, count]) => scaled(count, 1) ?? Number.NaN)
    const sizes = blocks.map(([, , kib]) => kibBytes(kib) ?? Number.NaN)
    const [page = Number.NaN] = sizes
    if (counts.some(Number.isNaN) || sizes.some((size, order) => size !== page * 2 ** order)) {
      losses.add('bad-line', number, message)
      return true
    }
    if (page >= SMALLEST_PAGE && page <= LARGEST_PAGE) this.pageBytes ??= page
    const id = scaled(node, 1) ?? 0
    const known = this.#zones.find((one) => one.zone.node === id && one.zone.zone === zone)
    const of = known ?? this.#add({ ...NO_LEVELS, node: id, zone })
    if (of !== null) of.freeBlocks = counts
    return true
  }

  #pool(message: string): boolean {
    const [, node, total, free, size] = POOL.exec(message) ?? []
    const sizeBytes = kibBytes(size)
    const [totalCount, freeCount] = [scaled(total, 1), scaled(free, 1)]
    if (sizeBytes === null || totalCount === null || freeCount === null) return false
    if (this.#hugepages.length < MAX_POOLS) {
      this.#hugepages.push({
        node: scaled(node, 1) ?? 0,
        total: totalCount,
        free: freeCount,
        sizeBytes,
      })
    }
    return true
  }

  #total(message: string): boolean {
    const [, which, kib] = SWAP.exec(message) ?? []
    if (which === 'Free') this.#swap.free = kibBytes(kib)
    else if (which === 'Total') this.#swap.total = kibBytes(kib)
    if (which !== undefined) return true
    const [, pages, of = ''] = PAGES.exec(message) ?? []
    const count = scaled(pages, 1)
    if (count === null) return false
    if (/RAM/.test(of)) this.#ramPages = count
    else this.#pages.set(TOTAL_NAMES[of] ?? camelCase(of), count)
    return true
  }

  /** The dump in bytes, for pages of this size. */
  read(
    pageBytes: number,
  ): Pick<OomEvent, 'memInfo' | 'zones' | 'swap' | 'hugepages' | 'totalRamBytes'> {
    const { total, free } = this.#swap
    const sizes = [...this.#pages].map(
      ([name, pages]) => [`${name}Bytes`, pages * pageBytes] as const,
    )
    return {
      memInfo:
        this.#pages.size === 0
          ? null
          : Object.fromEntries(sizes.filter(([, size]) => Number.isSafeInteger(size))),
      zones: this.#zones.map(({ zone, freeBlocks, reservePages }) => ({
        ...zone,
        freeBlocks,
        lowmemReserveBytes: reservePages?.map((pages) => pages * pageBytes) ?? null,
      })),
      swap: total === null || free === null ? null : { totalBytes: total, freeBytes: free },
      hugepages: this.#hugepages,
      totalRamBytes: this.#ramPages === null ? null : this.#ramPages * pageBytes,
    }
  }
}

const [SMALLEST_PAGE, LARGEST_PAGE] = [4096, 262_144]
const NO_LEVELS = {
  freeBytes: null,
  minBytes: null,
  lowBytes: null,
  highBytes: null,
  managedBytes: null,
}

const FIGURES = /^(?:[A-Za-z]\w*:\d+ ?)+$/
const ZONE = /^(?:Node (\d+),? )?([A-Z]\w{1,15}) free:(\d+)kB(.*)$/
const RESERVE = /^lowmem_reserve\[\]:((?: \d+)+)$/
const BUDDY = /^(?:Node (\d+),? )?([A-Z]\w{1,15}): (\d+\*\d+kB.*)$/
const POOL =
  /^(?:Node (\d+) )?hugepages_total=(\d+) hugepages_free=(\d+) hugepages_surp=\d+ hugepages_size=(\d+)kB/
const SWAP = /^(Free|Total) swap *[=:] *(\d+)kB$/
const PAGES =
  /^(\d+) (pages (?:of )?RAM|(?:total )?pagecache pages|pages in swap cache|pages reserved|reserved pages|pages HighMem\/MovableOnly|pages cma reserved|pages hwpoisoned)$/
const TOTAL_NAMES: Readonly<Record<string, string>> = {
  'total pagecache pages': 'totalPagecache',
  'pagecache pages': 'totalPagecache',
  'pages in swap cache': 'swapCache',
  'pages reserved': 'reserved',
  'reserved pages': 'reserved',
  'pages HighMem/MovableOnly': 'highMem',
  'pages cma reserved': 'cmaReserved',
  'pages hwpoisoned': 'hwpoisoned',
}
