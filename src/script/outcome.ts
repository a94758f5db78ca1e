/** What came of a section -> what each of its sources gave: text, or why there is none. Pure. */
import type { GapReason, Raw } from '../domain/capture.ts'
import type { AnySource } from '../domain/source.ts'
import { RC } from './prelude.ts'
import { pathsFor, type Section } from './sections.ts'

/** A section as far as it came. */
interface Came {
  readonly text: string
  /** Bytes past the cap were seen. */
  readonly over: boolean
  readonly err: string
  /** Its exit status; null when its end never came. */
  readonly rc: number | null
  /** Why its end never came. */
  readonly ended: Ended
}

/**
 * How the stream ended under an open section. `cut`: a file that somebody brought ends there; `unasked`: it is whole,
 * and its script knew nothing of the section.
 */
export type Ended =
  | 'exited'
  | 'deadline'
  | 'too-large'
  | 'stopped'
  | 'stalled'
  | 'lost'
  | 'cut'
  | 'unasked'

type Cut = Extract<Raw, { kind: 'ok' }>['cut']

/** The source and what it gave, in the section's order. */
export function outcomes(
  section: Section,
  pid: number | null,
  came: Came,
): readonly (readonly [AnySource, Raw])[] {
  if (section.step === 'group') return groupOutcomes(section, pid, came)
  return section.sources.map((source) => [source, singleOutcome(section, came)])
}

/** What a source is whose section never began. */
export function neverCame(ended: Ended, err: string): Raw {
  return { kind: 'gap', reason: REASON_OF[ended], detail: firstLine(err) }
}

const REASON_OF = {
  exited: 'failed',
  deadline: 'timeout',
  'too-large': 'too-large',
  stopped: 'lost',
  stalled: 'stuck',
  lost: 'lost',
  cut: 'cut-off',
  unasked: 'not-asked',
} as const satisfies Record<Ended, GapReason>

const CUT_OF = {
  exited: 'lost',
  deadline: 'timeout',
  'too-large': 'cap',
  stopped: 'lost',
  stalled: 'timeout',
  lost: 'lost',
  cut: 'lost',
  unasked: 'lost',
} as const satisfies Record<Ended, Cut>

function singleOutcome(section: Section, came: Came): Raw {
  const { text, rc, err } = came
  if (came.over) return { kind: 'ok', text, cut: 'cap' }
  if (rc === null) {
    return text === '' ? neverCame(came.ended, err) : { kind: 'ok', text, cut: CUT_OF[came.ended] }
  }
  const cut = cutBy(section, rc, text)
  return cut === undefined ? gapBy(section, rc, err) : { kind: 'ok', text, cut }
}

/** How an ended section's text is cut; undefined when its status leaves nothing to show. */
function cutBy(section: Section, rc: number, text: string): Cut | undefined {
  if (rc === 0 || rc === RC.capped) return null
  // grep: 1 is "no line matched", 2 "a file was not there any more": both usual where processes come and go.
  const grepped =
    section.step === 'processes' || section.step === 'args' || section.step === 'cgroups'
  if (grepped && rc <= 2 && text !== '') return null
  if (text === '') return undefined
  return rc === RC.killed ? 'timeout' : 'lost'
}

/** What shells say, beside the status, of a command that was killed: it names the script's own words. */
const SHELL_SAYS_KILLED = /^(?:.*: line \d+: +\d+ )?Killed(?: .*)?$/gm

function gapBy(section: Section, rc: number, said: string): Raw {
  const err = rc === RC.killed ? said.replace(SHELL_SAYS_KILLED, '') : said
  const sudo = saidBySudo(err)
  const detail = section.step === 'kernel-log' ? firstAndLast(err) : (sudo ?? firstLine(err))
  return { kind: 'gap', reason: reasonBy(section, rc, err), detail }
}

function reasonBy(section: Section, rc: number, err: string): GapReason {
  if (rc === RC.absent) return 'absent'
  if (rc === RC.gone) return 'gone'
  if (rc === RC.tooLarge) return 'too-large'
  if (rc === RC.shed) return 'shed'
  if (rc === RC.notPinned) return 'not-pinned'
  if (rc === RC.noTool || rc === 126) return 'no-tool'
  if (rc === RC.killed) return 'timeout'
  // busybox without -z, and other tools that do not know an option of ours.
  if (/invalid option|unrecognized option|illegal option|unknown option/i.test(err))
    return 'no-tool'
  if (section.step === 'processes' && rc === 1) return 'absent'
  return reasonIn(err) ?? 'failed'
}

/** The reason in a tool's own words (strerror in the C locale), or null. */
function reasonIn(err: string): GapReason | null {
  if (/Permission denied|Operation not permitted|insufficient permissions/i.test(err))
    return 'denied'
  if (saidBySudo(err) !== null) return 'denied'
  // ESRCH of a process that is still there: a kernel thread or a zombie, which has no memory to read.
  if (/No such (?:file|process|device)|Invalid argument/i.test(err)) return 'absent'
  return null
}

function groupOutcomes(
  section: Section,
  pid: number | null,
  came: Came,
): readonly (readonly [AnySource, Raw])[] {
  const own = section.sources.map((source) => pathsFor(source, pid))
  const paths = own.flat()
  const texts = splitByPath(came.text, new Set(paths))
  const last = paths[lastWithText(paths, texts)]
  const broken = groupCut(came)
  return section.sources.map((source, i) => {
    const mine = own[i] ?? []
    const text = textOf(source, mine, texts)
    if (text === null) {
      const passed = last !== undefined && paths.indexOf(mine[0] ?? '') <= paths.indexOf(last)
      return [source, emptyOutcome(section, mine[0] ?? '', came, passed)]
    }
    const over = text.length > source.limits.bytes
    if (over) return [source, { kind: 'ok', text: text.slice(0, source.limits.bytes), cut: 'cap' }]
    // grep goes in order: only the file it was in when it ended can be incomplete.
    const ended = last !== undefined && mine.includes(last)
    return [source, { kind: 'ok', text, cut: ended ? broken : null }]
  })
}

/** What a source's files gave: one file's text as it is, several with each line behind its path; null for nothing. */
function textOf(
  source: AnySource,
  paths: readonly string[],
  texts: ReadonlyMap<string, string>,
): string | null {
  if (source.at.kind !== 'files') return texts.get(paths[0] ?? '') ?? null
  const there = paths.filter((path) => texts.has(path))
  if (there.length === 0) return null
  return there.map((path) => (texts.get(path) ?? '').replace(/^(?=.)/gm, `${path}:`)).join('')
}

/** Why a group's end is missing; null when grep came to its end. */
function groupCut(came: Came): Cut {
  if (came.over) return 'cap'
  if (came.rc === null) return CUT_OF[came.ended]
  return came.rc === RC.killed ? 'timeout' : null
}

/** A file of a group that gave no line: its own error, or the group's end, or it is empty. */
function emptyOutcome(section: Section, path: string, came: Came, passed: boolean): Raw {
  const said = came.err.split('\n').find((line) => line.includes(`${path}: `))
  const reason = said === undefined ? null : reasonIn(said)
  if (said !== undefined) {
    const gone = came.rc === RC.gone && reason === 'absent'
    return { kind: 'gap', reason: gone ? 'gone' : (reason ?? 'failed'), detail: firstLine(said) }
  }
  if (passed) return { kind: 'ok', text: '', cut: null }
  if (came.over) return { kind: 'gap', reason: 'too-large', detail: '' }
  if (came.rc === null) return neverCame(came.ended, came.err)
  if (came.rc > 2) return gapBy(section, came.rc, came.err)
  return { kind: 'ok', text: '', cut: null }
}

function lastWithText(paths: readonly string[], texts: ReadonlyMap<string, string>): number {
  return paths.findLastIndex((path) => texts.has(path))
}

/**
 * Lines of `grep -H` by file, prefixes removed. Each line carries the path that grep itself opened, so no file's
 * content can pass for another's. A line of no known path is dropped.
 */
function splitByPath(text: string, paths: ReadonlySet<string>): ReadonlyMap<string, string> {
  const lines = new Map<string, string[]>()
  for (const line of text.split('\n')) {
    const colon = pathEnd(line, paths)
    if (colon < 0) continue
    const path = line.slice(0, colon)
    const known = lines.get(path)
    if (known === undefined) lines.set(path, [line.slice(colon + 1)])
    else known.push(line.slice(colon + 1))
  }
  return new Map([...lines].map(([path, of]) => [path, `${of.join('\n')}\n`]))
}

const PATH_CHARS = 512

function pathEnd(line: string, paths: ReadonlySet<string>): number {
  for (
    let colon = line.indexOf(':');
    colon >= 0 && colon <= PATH_CHARS;
    colon = line.indexOf(':', colon + 1)
  ) {
    if (paths.has(line.slice(0, colon))) return colon
  }
  return -1
}

const DETAIL_CHARS = 200

/** Why sudo ran nothing, in its own words (sudo 1.8 and 1.9, plugins/sudoers/); what it warns of beside is none. */
const SUDO_REFUSED =
  /^(?:sudo: (?!unable to resolve host).*|Sorry, user .*|\S+ is not (?:in the sudoers file|allowed to run sudo).*)$/m

function saidBySudo(err: string): string | null {
  return SUDO_REFUSED.exec(err)?.[0].slice(0, DETAIL_CHARS) ?? null
}

/** What the first place of a log said, and the script's own last line: what may be missing. */
function firstAndLast(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const said = [lines[0] ?? '', saidBySudo(text) ?? '', lines.at(-1) ?? '']
  return [...new Set(said.filter((line) => line !== ''))].join('; ').slice(0, DETAIL_CHARS)
}

/** The first line that says something: evidence, bounded. */
function firstLine(text: string): string {
  return (text.split('\n').find((line) => line.trim() !== '') ?? '').trim().slice(0, DETAIL_CHARS)
}
