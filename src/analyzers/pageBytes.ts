/** How large a page is, for counters that the kernel prints in pages. */
import type { Evidence } from '../domain/evidence.ts'
import type { Facts } from '../domain/facts.ts'
import { meminfo } from '../parsers/proc/meminfo.ts'
import { vmstat } from '../parsers/proc/vmstat.ts'

/** What nearly all hosts have. */
export const USUAL_PAGE_BYTES = 4096
const LARGEST_BYTES = 262_144

/**
 * Bytes of a page: as the host said; else from free memory, which /proc/meminfo prints in bytes and /proc/vmstat in
 * pages (read a moment apart, so the nearest power of two is meant); else what nearly all hosts have.
 */
export function pageBytesOf(facts: Facts, evidence: Evidence): number {
  if (facts.pageBytes !== null) return facts.pageBytes
  const bytes = evidence.get(meminfo)?.['memFreeBytes'] ?? 0
  const pages = evidence.get(vmstat)?.['nrFreePages'] ?? 0
  if (!(bytes > 0) || !(pages > 0)) return USUAL_PAGE_BYTES
  const guess = 2 ** Math.round(Math.log2(bytes / pages))
  return guess < USUAL_PAGE_BYTES || guess > LARGEST_BYTES ? USUAL_PAGE_BYTES : guess
}
