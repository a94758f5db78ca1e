/**
 * A source: how to get one thing from a host, and how to read it. The plan compiles the places into one
 * shell script (src/script/); nothing that a person typed ever becomes part of a place.
 */
import type { Parsed, Told } from './parsed.ts'

/** Who may ask (design 8). */
export const ACTION_CLASSES = ['look', 'memory', 'intrusive', 'admin'] as const
export type ActionClass = (typeof ACTION_CLASSES)[number]

/** What the host pays: `locks-mm` holds the target's mmap lock while it is read, `pauses` stops it. */
export type Price = 'free' | 'cheap' | 'locks-mm' | 'pauses'

/** Which masking rule (domain/secrets.ts) is applied before anything is kept. */
export type MaskRule = 'none' | 'args' | 'environ'

/**
 * Where the text comes from. In `path` and `argv` the word PID stands for the process's number, which
 * the script takes as its parameter.
 *
 * - `file`: one file. `small` files have a form bounded by the kernel and are read together by one grep.
 * - `argv`: one command without a shell.
 * - `processes`: lines that match `pattern` (ERE) in the named files of every process, as `PID/file:line`.
 * - `first-args`: argv[0] of every process, as `PID/cmdline:text` records ended by NUL.
 * - `cgroups`: the named files in PID's memory cgroup and all its ancestors, on v1, v2 and hybrid mounts,
 *   as `path:line`.
 */
export type Place =
  | { readonly kind: 'file'; readonly path: string; readonly small: boolean }
  | { readonly kind: 'argv'; readonly argv: readonly string[] }
  | { readonly kind: 'processes'; readonly files: readonly string[]; readonly pattern: string }
  | { readonly kind: 'first-args' }
  | { readonly kind: 'cgroups'; readonly files: readonly string[] }

export interface Source<T> {
  /** `proc/meminfo`, `proc/PID/status`, `cgroup/memory`: unique, stable, shown to people as evidence. */
  readonly id: string
  /** `process` sources need a pid. */
  readonly scope: 'host' | 'process'
  readonly at: Place
  readonly price: Price
  readonly class: ActionClass
  readonly mask: MaskRule
  readonly limits: { readonly bytes: number; readonly seconds: number }
  /** Holds counters: read first, and again at least LIMITS.rateWaitMs later when rates are wanted. */
  readonly counters: boolean
  /** `always` in a check; `bounded` in a check only while the process has few mappings; `asked` by a drilldown. */
  readonly when: 'always' | 'bounded' | 'asked'
  /** Pure and total. */
  parse(text: string, told: Told): Parsed<T>
}

/** A source whose value type does not matter to the holder (lists, plans, scripts). */
export type AnySource = Source<unknown>
