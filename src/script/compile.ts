/**
 * Sources -> the one POSIX-sh script of a round. The text depends on the sources alone: pid, nonce and wait are
 * positional parameters, and nothing that a person typed is ever part of it.
 */
import { LIMITS } from '../domain/limits.ts'
import type { AnySource } from '../domain/source.ts'
import { DATA_DIRS, dataDirsWords } from './dataDirs.ts'
import { HELD_FILES } from './heldFiles.ts'
import { kernelLog } from './kernelLog.ts'
import { LIM, WATCH } from './limit.ts'
import { OPEN_LOGS, openLogsWords } from './openLogs.ts'
import {
  CGROUPS,
  FRAMES,
  GENTLY,
  GUARD,
  HEAD,
  mapsGate,
  PROCESSES,
  READERS,
  TOOLS,
} from './prelude.ts'
import { bySudo, privilegeOf } from './privilege.ts'
import { hasPid, inOrder, pathsOf, type Section, type Sections, sectionsOf } from './sections.ts'
import { SYSSTAT } from './sysstat.ts'

/** What a host's entry changes in its script. */
export interface ScriptOptions {
  /** Ids of sources that are read by sudo where the login is denied. */
  readonly sudo: readonly string[]
}

/**
 * Gives the script, to be run as `sh -s -- NONCE PID WAIT`: PID is digits, or `-` for none; WAIT is the seconds
 * before counters are read again, 0 for one reading. Frames come on stdout as they are read; the mark `levels`
 * tells that all but the second reading is out, `bye` that nothing was cut off.
 */
export function compileScript(
  sources: readonly AnySource[],
  { sudo }: ScriptOptions = { sudo: [] },
): string {
  const sections = sectionsOf(sources)
  return [
    HEAD,
    GUARD,
    GENTLY,
    ...functionsOf(sections, sudo),
    'watch_on',
    '',
    ...stepsOf(sections, (_, step) => step, sudo),
    'cost',
    'watch_off',
    'kill $guard 2>/dev/null',
    'exit 0',
    '}',
    '{ exec 5<&0; main "$@" </dev/null; exit; }',
    '',
  ].join('\n')
}

/** The functions that these sections are calls of. Long ones go only into scripts that call them. */
export function functionsOf(
  sections: Sections,
  sudo: ScriptOptions['sudo'] = [],
): readonly string[] {
  const sources = inOrder(sections).flatMap((section) => section.sources)
  return [
    LIM,
    WATCH,
    FRAMES,
    READERS,
    PROCESSES,
    CGROUPS,
    HELD_FILES,
    ...(hasStep(sections, 'tools') ? [TOOLS] : []),
    ...(hasStep(sections, 'open-logs') ? [OPEN_LOGS] : []),
    ...(hasStep(sections, 'data-dirs') ? [DATA_DIRS] : []),
    ...(hasStep(sections, 'kernel-log') ? [kernelLog(logBySudo(sources, sudo))] : []),
    ...(hasStep(sections, 'sysstat') ? [SYSSTAT] : []),
    mapsGate(LIMITS.smapsMappings),
    ...(sources.some((source) => isBySudo(source, sudo)) ? [bySudo(LIMITS.smapsMappings)] : []),
  ]
}

/** What is run of sections only where something holds: gives a step's line, as it is or behind a condition. */
type Guarded = (sections: readonly Section[], step: string) => string

/** The calls, in the order of collecting, with their marks. */
export function stepsOf(
  sections: Sections,
  guarded: Guarded,
  sudo: ScriptOptions['sudo'] = [],
): readonly string[] {
  const call = (section: Section): string => called(section, sudo)
  const one = (section: Section): string => guarded([section], call(section))
  const bounded = sections.process.filter((section) => section.bounded)
  const process = [
    ...sections.process.filter((section) => !section.bounded).map(one),
    ...(bounded.length === 0 ? [] : [guarded(bounded, 'maps_gate')]),
    ...bounded.map((section) => guarded([section], `bounded ${call(section)}`)),
    ...(sections.statAgain === null
      ? []
      : [guarded([sections.statAgain], statAgain(sections.statAgain))]),
  ]
  const second = [...sections.secondHost.map(one), ...withPid(sections.secondProcess.map(one))]
  return [
    ...sections.host.map(one),
    ...withPid(process),
    'mark levels',
    ...(second.length === 0 ? [] : ['if [ "$wait" != 0 ]; then', 'sleep "$wait"', ...second, 'fi']),
    'mark bye',
  ]
}

function withPid(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['if [ "$PID" != - ]; then', ...lines, 'fi']
}

/** Whether the host's entry lets this source be read by sudo. */
function isBySudo(source: AnySource, sudo: readonly string[]): boolean {
  return sudo.includes(source.id) && privilegeOf(source) !== null
}

/** A round reads one log, so that one grant is the round's. */
function logBySudo(sources: readonly AnySource[], sudo: readonly string[]): boolean {
  return sources.some((source) => source.at.kind === 'kernel-log' && isBySudo(source, sudo))
}

/** Read by the shell itself: one line, and one process less. */
function statAgain(section: Section): string {
  const name = frameName(section.name)
  return `begin ${name}; stat=; { IFS= read -r stat <"$P/stat"; } 2>/dev/null; printf '%s' "$stat"; alive process 0; end ${name} $?`
}

/** One section as one call of a function of the prelude. */
function called(section: Section, sudo: readonly string[]): string {
  const [source] = section.sources
  if (source === undefined) throw new Error(`section ${section.name} has no source`)
  const { at } = source
  const privilege = isBySudo(source, sudo) ? privilegeOf(source) : null
  const name = frameName(section.name)
  const seconds = Math.max(1, ...section.sources.map((one) => Math.ceil(one.limits.seconds)))
  // One byte more than the cap, so that the reader can tell a full text from a cut one.
  const bytes = source.limits.bytes + 1
  switch (at.kind) {
    case 'files':
      return group(section, name, seconds)
    case 'file':
      return section.step === 'group'
        ? group(section, name, seconds)
        : `${privilege === null ? '' : 'sudo_'}${section.step} ${section.scope} ${name} ${seconds} ${bytes} ${word(at.path)}`
    case 'argv':
      if (privilege === null && isOwnLink(at.argv))
        return `link ${section.scope} ${name} ${at.argv.slice(1).map(word).join(' ')}`
      return `${ARGV_STEP[privilege?.kind ?? ''] ?? 'argv'} ${section.scope} ${name} ${seconds} ${bytes} ${at.argv.map(word).join(' ')}`
    case 'processes':
      return `processes ${name} ${seconds} ${bytes} ${quote(at.pattern)} ${at.files.map(plainName).join(' ')}`
    case 'args':
      return `arguments ${name} ${seconds} ${bytes} ${at.first ? 1 : 100}`
    case 'held-files':
      return `held_files ${name} ${seconds} ${at.count} ${at.floorKib}`
    case 'open-logs':
      return `open_logs ${name} ${seconds} ${bytes} ${openLogsWords(at)}`
    case 'data-dirs':
      return `data_dirs ${name} ${seconds} ${bytes} ${dataDirsWords(at)}`
    case 'cgroups':
      return `cgroups ${name} ${seconds} ${at.files.map(plainName).join(' ')}`
    case 'kernel-log':
      return `kernel_log ${name} ${seconds} ${eachLog(source.limits.bytes, at.reach)} ${at.reach}`
    case 'tools':
      return `tools ${name} ${at.names.map(plainName).join(' ')}`
    case 'sysstat':
      return `sysstat ${name} ${seconds} ${bytes} ${at.days}`
  }
}

/** A link of the process: its target is told at once and is a path's length, so that it needs no bounds. */
function isOwnLink(argv: readonly string[]): boolean {
  return argv.length === 2 && argv[0] === 'readlink' && /^\/proc\/PID\/\w+$/.test(argv[1] ?? '')
}

/** A link and a directory are told from their commands; see privilege.ts. */
const ARGV_STEP: Readonly<Record<string, string>> = { exe: 'sudo_link', fds: 'sudo_list' }

/** A log may fill half of the source's bytes where one is read, an eighth where all are: the rest is for their heads. */
function eachLog(bytes: number, reach: 'near' | 'far'): number {
  return Math.floor(bytes / (reach === 'near' ? 2 : 8))
}

function hasStep(sections: Sections, step: Section['step']): boolean {
  return sections.host.some((section) => section.step === step)
}

function group(section: Section, name: string, seconds: number): string {
  const paths = section.sources.flatMap(pathsOf).map(word)
  return `group ${section.scope} ${name} ${seconds} ${paths.join(' ')}`
}

/** A name is one word of a mark's line. */
function frameName(name: string): string {
  if (!/^[A-Za-z0-9_./:=@%+#-]+$/.test(name)) throw new Error(`not a source's id: ${name}`)
  return quote(name)
}

/** File names that the script puts behind a directory it found: they are split at blanks, so they hold none. */
function plainName(name: string): string {
  if (!/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(name)) throw new Error(`not a plain file name: ${name}`)
  return name
}

/** One word of the shell, with PID between slashes replaced by the parameter. */
function word(text: string): string {
  if (!hasPid(text)) return quote(text)
  const own = /^\/proc\/PID\/([A-Za-z0-9_./-]+)$/.exec(text)?.[1]
  if (own !== undefined && !hasPid(own)) return `"$P/${own}"`
  return text
    .split('/')
    .map((part) => (part === 'PID' ? '"$PID"' : part === '' ? '' : quote(part)))
    .join('/')
}

function quote(text: string): string {
  if (/^[A-Za-z0-9_./:=@%+-]+$/.test(text)) return text
  return `'${text.replaceAll("'", "'\\''")}'`
}
