/**
 * The order of collecting, known to both ends: the script is written from it and the reader splits by it.
 * A section is one frame of the script: one file, one command, or a group of small files read by one grep.
 */
import type { AnySource } from '../domain/source.ts'

type Step =
  | 'group'
  | 'file'
  | 'flat'
  | 'argv'
  | 'processes'
  | 'args'
  | 'cgroups'
  | 'held-files'
  | 'open-logs'
  | 'data-dirs'
  | 'kernel-log'
  | 'tools'
  | 'sysstat'

export interface Section {
  /** A source's id, or `group:...`; with `#2` for the second reading. Unique in a script. */
  readonly name: string
  readonly step: Step
  /** One source; several for a group, in the order in which grep is given their files. */
  readonly sources: readonly AnySource[]
  readonly scope: 'host' | 'process'
  readonly reading: 1 | 2
  /** Read only while the process has few mappings. */
  readonly bounded: boolean
}

export interface Sections {
  readonly host: readonly Section[]
  readonly process: readonly Section[]
  /** `/proc/PID/stat` again at the end: a reused pid shows by its other start time. */
  readonly statAgain: Section | null
  readonly secondHost: readonly Section[]
  readonly secondProcess: readonly Section[]
}

const STAT_PATH = '/proc/PID/stat'

/**
 * Lays sources out: counters of the host first of all, then its cgroups (no lock of a process is waited for
 * there), the host's other files, the process's small files with its stat in front, and last what walks mappings.
 */
export function sectionsOf(sources: readonly AnySource[]): Sections {
  const host = sources.filter((source) => !needsPid(source))
  const process = sources.filter(needsPid)
  const cgroups = process.filter((source) => source.at.kind === 'cgroups')
  const rest = process.filter((source) => source.at.kind !== 'cgroups')
  const stat = process.find(isStat)
  return {
    host: sectionsFor('group:host', [...host].sort(countersFirst), 1),
    process: [
      ...cgroups.map((source) => single(source, 1)),
      ...sectionsFor('group:process', [...rest].sort(byWeight), 1),
    ],
    statAgain:
      stat === undefined
        ? null
        : {
            name: `${stat.id}#end`,
            step: 'file',
            sources: [stat],
            scope: 'process',
            reading: 2,
            bounded: false,
          },
    secondHost: sectionsFor('group:host-counters', host.filter(isCounter), 2),
    secondProcess: [
      ...cgroups.filter(isCounter).map((source) => single(source, 2)),
      ...sectionsFor('group:process-counters', rest.filter(isCounter), 2),
    ],
  }
}

/** All sections in the order in which the script gives them. */
export function inOrder(sections: Sections): readonly Section[] {
  return [
    ...sections.host,
    ...sections.process,
    ...(sections.statAgain === null ? [] : [sections.statAgain]),
    ...sections.secondHost,
    ...sections.secondProcess,
  ]
}

/** True when a source can only be read of a process. */
export function needsPid(source: AnySource): boolean {
  const { at } = source
  if (source.scope === 'process' || at.kind === 'cgroups') return true
  if (at.kind === 'file') return hasPid(at.path)
  if (at.kind === 'files') return at.paths.some(hasPid)
  return at.kind === 'argv' && at.argv.some(hasPid)
}

/** PID is a word of its own between slashes: `/proc/PID/maps`, `PID`; `MYPID` is none. */
export function hasPid(word: string): boolean {
  return word.split('/').includes('PID')
}

/** The paths of a source that is one file or several; a group holds no others. */
export function pathsOf({ id, at }: AnySource): readonly string[] {
  if (at.kind === 'file') return [at.path]
  if (at.kind === 'files') return at.paths
  throw new Error(`${id} is no file`)
}

/** A place's paths with PID between slashes replaced, as tools of the host print them. */
export function pathsFor(source: AnySource, pid: number | null): readonly string[] {
  return pathsOf(source).map((path) =>
    path
      .split('/')
      .map((part) => (part === 'PID' ? String(pid) : part))
      .join('/'),
  )
}

function sectionsFor(
  group: string,
  sources: readonly AnySource[],
  reading: 1 | 2,
): readonly Section[] {
  const small = sources.filter(isSmall)
  const others = sources.filter((source) => !isSmall(source))
  const [first] = small
  if (first === undefined) return others.map((source) => single(source, reading))
  const together: Section = {
    name: named(group, reading),
    step: 'group',
    sources: small,
    scope: needsPid(first) ? 'process' : 'host',
    reading,
    bounded: false,
  }
  return [together, ...others.map((source) => single(source, reading))]
}

function single(source: AnySource, reading: 1 | 2): Section {
  return {
    name: named(source.id, reading),
    step: stepOf(source),
    sources: [source],
    scope: needsPid(source) ? 'process' : 'host',
    reading,
    bounded: source.when === 'bounded' && walksMappings(source),
  }
}

function stepOf({ at }: AnySource): Step {
  if (at.kind === 'files') return 'group'
  if (at.kind !== 'file') return at.kind
  return holdsNul(at.path) ? 'flat' : 'file'
}

function named(name: string, reading: 1 | 2): string {
  return reading === 1 ? name : `${name}#2`
}

/**
 * Arguments and environments are text of the process itself, with NULs (busybox's grep cuts lines at one) and
 * with newlines, by which a process that saw the nonce could forge a frame: they are read alone, on one line.
 */
function holdsNul(path: string): boolean {
  return /\/(?:cmdline|environ)$/.test(path) && path !== '/proc/cmdline'
}

function isSmall(source: AnySource): boolean {
  const { at } = source
  if (at.kind === 'files') return true
  return at.kind === 'file' && at.small && !holdsNul(at.path) && source.when !== 'bounded'
}

function walksMappings({ at }: AnySource): boolean {
  return at.kind === 'file' || at.kind === 'argv'
}

function isCounter(source: AnySource): boolean {
  return source.counters
}

function isStat({ at }: AnySource): boolean {
  return at.kind === 'file' && at.path === STAT_PATH
}

/** What will be read twice is read first: nothing else stretches the time between. */
function countersFirst(a: AnySource, b: AnySource): number {
  return Number(b.counters) - Number(a.counters)
}

/** Stat first, so that all that follows lies between its two readings; what walks mappings last. */
function byWeight(a: AnySource, b: AnySource): number {
  return weight(a) - weight(b)
}

function weight(source: AnySource): number {
  if (isStat(source)) return 0
  if (source.when === 'bounded') return 3
  return source.price === 'locks-mm' || source.price === 'pauses' ? 2 : 1
}
