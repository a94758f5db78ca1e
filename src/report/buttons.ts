/** The row of buttons under a report: the questions that fit what was found, then run again. */
import { ANALYZERS } from '../analyzers/index.ts'
import type { Drilldown } from '../domain/drilldown.ts'
import type { Finding } from '../domain/finding.ts'
import { LIMITS } from '../domain/limits.ts'
import type { Block, Button, Report } from '../domain/report.ts'
import { isInstance } from '../domain/subject.ts'
import type { Lang, Phrase } from '../domain/words.ts'
import { DOUBT_WORDS } from './words/doubts.ts'
import { UI_WORDS } from './words/ui.ts'

/** What fits any report, where the findings leave room. */
const USUAL = {
  process: ['smaps', 'growth', 'cgroup', 'top'],
  instance: ['backends', 'growth', 'cgroup', 'top'],
  cgroup: ['members', 'cgroup', 'growth', 'top'],
  host: ['waterfall', 'top', 'numbers'],
  core: ['contexts', 'tree'],
} as const

const DRILLDOWNS: ReadonlyMap<string, Drilldown> = new Map(
  ANALYZERS.flatMap(({ drilldowns }) => drilldowns.map((one) => [one.name, one] as const)),
)

/** One row, at most as many as a report may have. */
export function buttonsOf(report: Report, lang: Lang): Block {
  const drills: readonly Button[] = questionsFor(report)
    .slice(0, LIMITS.buttons - 1)
    .map((name) => ({ action: `drill:${name}`, label: [name], value: report.runId }))
  const again: Button = { action: 'again', label: [UI_WORDS.again[lang]], value: report.runId }
  return { kind: 'buttons', buttons: [...drills, again], more: moreOf(report, lang) }
}

/** What is asked of a run seldom, behind one sign. A core file stands still: it has no history and is not watched. */
function moreOf({ runId, subject }: Report, lang: Lang): readonly Button[] {
  const button = (action: string, label: Phrase): Button => ({
    action,
    label: [label[lang]],
    value: runId,
  })
  return [
    ...(subject.kind === 'core'
      ? []
      : [button('watch', UI_WORDS.moreWatch), button('history', UI_WORDS.moreHistory)]),
    button('page', UI_WORDS.morePage),
    button('doubt', DOUBT_WORDS.button),
  ]
}

/**
 * Names of drilldowns, the most fitting first: those that the findings' own next steps name, worst finding first;
 * those of the analyzers that found a fault; the usual ones.
 */
export function questionsFor({
  findings,
  subject,
}: Pick<Report, 'findings' | 'subject'>): readonly string[] {
  const { kind } = subject
  const faults = findings.filter(({ severity }) => severity !== 'info')
  const names = [
    ...findings.flatMap(namedBy),
    ...faults.flatMap(({ code }) => analyzerOf(code)?.drilldowns.map(({ name }) => name) ?? []),
    ...USUAL[isInstance(subject) ? 'instance' : kind],
  ]
  const fitting = names.filter((name) => {
    const { scope, walks, groups } = DRILLDOWNS.get(name) ?? {}
    // Of a core only what its walk tells can be asked.
    if (kind === 'core') return walks === true
    if (kind === 'cgroup' && groups === true) return true
    return scope === 'host' || (scope === 'process' && kind === 'process')
  })
  return [...new Set(fitting)]
}

/** A next step is a command as `memcheck db1 4242 smaps`: its last word is what a button can ask. */
function namedBy(finding: Finding): readonly string[] {
  return Object.entries(finding.numbers).flatMap(([name, command]) =>
    name.endsWith('Command') && typeof command === 'string' && command.startsWith('memcheck ')
      ? [command.split(' ').at(-1) ?? '']
      : [],
  )
}

function analyzerOf(code: string) {
  return ANALYZERS.find(({ words }) => code in words)
}
