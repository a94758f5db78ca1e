/**
 * Greenplum 6: what a context's header and its shared chunk headers tell of it. Sources: memnodes.h, memutils.h and aset.c
 * of gpdb 6; read there, not seen on a living server.
 */
import { u64 } from '../bytes.ts'
import type { Task } from '../crew.ts'
import type { ContextRecord, Found } from './found.ts'

/** One shared header for each memory account that a context serves. */
const MAX_SHARED_HEADERS = 10_000
const SHARED_HEADER_BYTES = 40
const BALANCE_AT = 16
const NEXT_AT = 32

export function* accounting(found: Found, record: ContextRecord): Task<void> {
  const { context, set } = found.detected.layout
  if (context.accounting === null || set.sharedHeaders === null) return
  const counts = yield { at: record.at + context.accounting, bytes: 24 }
  const heads = yield { at: record.at + set.sharedHeaders, bytes: 16 }
  if (counts === null || heads === null) {
    found.tear('unreadable')
    return
  }
  const seen = new Set<number>()
  let balanceBytes = 0
  // The header for no account stands beside the list in some releases, in it in others.
  for (const head of [u64(heads, 0), u64(heads, 8)])
    balanceBytes += yield* balances(found, record, head, seen)
  record.accounting = {
    allocatedBytes: u64(counts, 0),
    freedBytes: u64(counts, 8),
    heldAtMostBytes: u64(counts, 16),
    balanceBytes,
  }
}

function* balances(
  found: Found,
  record: ContextRecord,
  head: number,
  seen: Set<number>,
): Task<number> {
  let sum = 0
  for (let at = head; at !== 0 && !seen.has(at); ) {
    if (seen.size >= MAX_SHARED_HEADERS) {
      found.tear('cap')
      return sum
    }
    seen.add(at)
    const header = yield { at, bytes: SHARED_HEADER_BYTES }
    if (header === null || u64(header, 0) !== record.at) {
      found.tear(header === null ? 'unreadable' : 'owner')
      return sum
    }
    sum += u64(header, BALANCE_AT)
    at = u64(header, NEXT_AT)
  }
  return sum
}
