/**
 * What a program's own arguments say that it stops at: `-Xmx4g`, `--maxmemory 2gb`, `-c shared_buffers=4GB`,
 * `memcached -m 1024`. Growth below such a cap may be a cache that fills, so it is never called proved.
 * Sources: java(1) -Xmx, redis.conf maxmemory, postgres(1) -c and -B, memcached(1) -m, mysqld --innodb-buffer-pool-size.
 */
import { GIB, KIB, MIB } from '../domain/bytes.ts'
import type { KnownCap } from '../domain/growth.ts'

/** Names of settings that bound what a program holds; each with a size behind `=`, a blank, or nothing (`-Xmx4g`). */
const SETTING =
  /^(?:-{1,2}|-c\s*)?(Xmx|XX:MaxRAM|XX:MaxHeapSize|max-?memory|max[-_]?mem(?:ory)?[-_]?(?:size|limit)?|memory[-_]?limit|mem[-_]?limit|(?:max[-_]?)?cache[-_]?(?:size|limit|memory|mem)|max[-_]?old[-_]?space[-_]?size|max[-_]?heap[-_]?size|shared_buffers|innodb[-_]buffer[-_]pool[-_]size|wiredTigerCacheSizeGB)(?:[= :]\s*)?(\d{1,15}(?:\.\d{1,6})?)\s*([kmgt]?)i?b?$/i
const UNITS: Readonly<Record<string, number>> = { k: KIB, m: MIB, g: GIB, t: 1024 * GIB }
/** Settings whose plain number is no count of bytes. */
const PLAIN: Readonly<Record<string, number>> = {
  maxoldspacesize: MIB,
  shared_buffers: 8 * KIB,
  sharedbuffers: 8 * KIB,
  wiredtigercachesizegb: GIB,
}
/** Below this nothing is a cap of memory: a count of entries, a percentage. */
const LEAST_BYTES = MIB
/** Arguments looked through: a JVM has hundreds. */
const MOST_ARGS = 500

/** Caps by size, the smallest first. */
export function capsOf(args: readonly string[]): readonly KnownCap[] {
  const program = (args[0] ?? '').slice((args[0] ?? '').lastIndexOf('/') + 1)
  const caps = args.slice(0, MOST_ARGS).flatMap((arg, i) => {
    const next = args[i + 1] ?? ''
    const cap = capIn(arg) ?? (/\d/.test(arg) ? null : capIn(`${arg} ${next}`))
    return cap ?? memcachedCap(program, arg, next) ?? []
  })
  return caps.toSorted((a, b) => a.bytes - b.bytes)
}

function capIn(text: string): KnownCap | null {
  const [, name, digits, unit = ''] = SETTING.exec(text) ?? []
  if (name === undefined || digits === undefined) return null
  const plain = PLAIN[name.toLowerCase().replaceAll('-', '')] ?? 1
  const bytes = Math.round(Number(digits) * (UNITS[unit.toLowerCase()] ?? plain))
  return bytes >= LEAST_BYTES && Number.isSafeInteger(bytes) ? { bytes, name: text } : null
}

function memcachedCap(program: string, arg: string, next: string): KnownCap | null {
  if (program !== 'memcached' || arg !== '-m' || !/^\d{1,9}$/.test(next)) return null
  return { bytes: Number(next) * MIB, name: `-m ${next}` }
}
