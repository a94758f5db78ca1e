/**
 * A format: how to read one kind of text, wherever it came from. A source: a format with the place on a host
 * where its text is. The plan compiles the places into one shell script (src/script/); nothing that a person
 * typed ever becomes part of a place.
 */
import type { LossLog, Parsed, Told } from './parsed.ts'

/** Who may ask (design 8). */
export const ACTION_CLASSES = ['look', 'memory', 'intrusive', 'admin'] as const
export type ActionClass = (typeof ACTION_CLASSES)[number]

/** What the host pays: `locks-mm` holds the target's mmap lock while it is read, `pauses` stops it. */
export type Price = 'free' | 'cheap' | 'locks-mm' | 'pauses'

/**
 * Which masking rule (domain/secrets.ts) is applied before anything is kept.
 *
 * - `none`: numbers and words of the kernel alone. Who may have it is listed in test/conformance/masks.ts, with reasons.
 * - `names`: names that people or programs chose (files, groups, units, titles), beside numbers: secrets that are known by
 *   their shape. What is merely random stays, for it may be the name of what holds the memory.
 * - `paths`: the same of each line from its first `/` or `[` on, for large tables with a path at the end.
 * - `args`: running text, command lines, logs: all shapes, numbers of cards and random words too.
 * - `environ`: each value; names stay.
 * - `statements`, `tabbed-statements`: as `args`, and the values in statements of a database's log.
 * - `idents`: as `names`, and the values in what tells one memory context from another.
 */
export const MASK_RULES = [
  'none',
  'names',
  'paths',
  'args',
  'environ',
  'statements',
  'idents',
  'tabbed-statements',
] as const
export type MaskRule = (typeof MASK_RULES)[number]

/**
 * Where the text comes from. In `path` and `argv` the word PID stands for the process's number, which
 * the script takes as its parameter.
 *
 * - `file`: one file. `small` files have a form bounded by the kernel and are read together by one grep.
 * - `argv`: one command without a shell.
 * - `processes`: lines that match `pattern` (ERE) in the named files of every process, as `PID/file:line`.
 * - `files`: several small files as one source, each line as `path:line`; one that is missing is left out.
 * - `args`: the arguments of every process, or argv[0] alone, as `PID/cmdline:text` records ended by NUL.
 * - `cgroups`: the named files in PID's memory cgroup and all its ancestors, on v1, v2 and hybrid mounts,
 *   as `path:line`; without names the inodes of these groups, as `ls -di` prints them.
 * - `held-files`: what fincore says of the `count` largest regular files of at least `floorKib` that processes hold open.
 * - `open-logs`: what log files that these processes hold open for writing, and a unit's journal, say of a process
 *   (`victim`) and of some minutes of any day (`03:14`); see script/openLogs.ts. Filled from evidence.
 * - `data-dirs`: settings about memory, and what the newest logs say of memory, in the working directories of these
 *   postmasters (Greenplum's segments); see script/dataDirs.ts. Filled from evidence.
 * - `kernel-log`: lines about memory of the kernel's log, each log headed `# via NAME` and ended by `# rc STATUS`.
 *   `near` takes the first place that gives them (ring, journal of this boot, a log file), `far` takes all: earlier
 *   boots and rotated files too, newest first.
 * - `tools`: which of these commands are there, asked of the shell itself, and marks that only a shell sees.
 * - `sysstat`: memory as sadf prints it from the host's own daily files, the newest `days` of them, newest first.
 */
export type Place =
  | { readonly kind: 'file'; readonly path: string; readonly small: boolean }
  | { readonly kind: 'argv'; readonly argv: readonly string[] }
  | { readonly kind: 'processes'; readonly files: readonly string[]; readonly pattern: string }
  | { readonly kind: 'files'; readonly paths: readonly string[] }
  | { readonly kind: 'args'; readonly first: boolean }
  | { readonly kind: 'cgroups'; readonly files: readonly string[] }
  | { readonly kind: 'held-files'; readonly count: number; readonly floorKib: number }
  | {
      readonly kind: 'open-logs'
      readonly pids: readonly number[]
      readonly victim: number
      readonly unit: string | null
      readonly window: { readonly fromSec: number; readonly toSec: number }
      readonly minutes: readonly string[]
    }
  | { readonly kind: 'data-dirs'; readonly pids: readonly number[] }
  | { readonly kind: 'kernel-log'; readonly reach: 'near' | 'far' }
  | { readonly kind: 'tools'; readonly names: readonly string[] }
  | { readonly kind: 'sysstat'; readonly days: number }

/** How a text is known by its content, so that files people paste are read as what they are. */
export interface Signs {
  /** A line that begins a text of this kind: its header, or a first line that no other kind has. */
  readonly begins: RegExp
  /** What its further lines look like; a line that neither this nor `begins` matches belongs to another kind. */
  readonly goesOn: RegExp
  /**
   * Whether a line that `begins` may come again within one text: true for tables that print their header again
   * (vmstat, sar), false where every such line is a text of its own. Left out, the reader judges by the lines.
   */
  readonly repeats?: boolean
  /** File names (the last part of a path) under which such a text is kept; a hint, the content decides. */
  readonly names: RegExp | null
}

/** Takes a text without bound line by line, in bounded memory. */
export interface LineSink<T> {
  line(text: string, number: number): void
  /** The value, or null when nothing of the format was seen. */
  end(): T | null
}

/** A value with its instant, where content or name of its file tell it. */
export interface Dated<T> {
  readonly value: T
  readonly atMs: number | null
}

/** What one text also tells in another format's terms: `free` tells part of meminfo. */
export interface Also {
  readonly format: Format<unknown>
  readonly value: unknown
}

export interface Format<T> {
  /** `proc/meminfo`, `proc/PID/status`, `free`: unique, stable, shown to people as evidence and as kind of a file. */
  readonly id: string
  readonly mask: MaskRule
  /** Null for a bare number or word that only its name tells: read with `--as`, or by the name of its file. */
  readonly signs: Signs | null
  /** Pure and total. */
  parse(text: string, told: Told): Parsed<T>
  /** For texts that may be larger than memory; `parse` is made of it then. */
  readonly sink?: (losses: LossLog) => LineSink<T>
  /**
   * Texts of one series (dumps in a folder), oldest first, as one value: for what tells more as a series. What came
   * before is judged with the newest then, and not by itself.
   */
  joined?(all: readonly Dated<T>[]): T
  /** What a table of its largest numbers shows, where the value's own fields are none: names with bytes (`...Bytes`). */
  glance?(value: T): Readonly<Record<string, unknown>>
  /** Values of other formats that follow from this one; they never hide a value that was read itself. */
  also?(value: T): readonly Also[]
}

export interface Source<T> extends Format<T> {
  /** `process` sources need a pid. */
  readonly scope: 'host' | 'process'
  readonly at: Place
  readonly price: Price
  readonly class: ActionClass
  readonly limits: { readonly bytes: number; readonly seconds: number }
  /** Holds counters: read first, and again at least LIMITS.rateWaitMs later when rates are wanted. */
  readonly counters: boolean
  /** `always` in a check; `bounded` in a check only while the process has few mappings; `asked` by a question or a deeper round. */
  readonly when: 'always' | 'bounded' | 'asked'
}

/** A format or source whose value type does not matter to the holder (lists, plans, scripts). */
export type AnyFormat = Format<unknown>
export type AnySource = Source<unknown>
