/** The words of findings, gathered from all analyzers, and small helpers for text. */
import { ANALYZERS } from '../analyzers/index.ts'
import { groupTitle } from '../analyzers/names.ts'
import type { Finding } from '../domain/finding.ts'
import type { Report } from '../domain/report.ts'
import { displayName } from '../domain/subject.ts'
import { CORE_PREFIX } from '../domain/target.ts'
import {
  type FindingWords,
  type Lang,
  nextFor,
  type Params,
  type Span,
  say,
  sayWhy,
  type Text,
} from '../domain/words.ts'

const FINDINGS: ReadonlyMap<string, FindingWords> = new Map(
  ANALYZERS.flatMap((analyzer) => Object.entries(analyzer.words)),
)

/** The table's entry of a finding's code; null for a code that no analyzer of this build has. */
export function findingWords(code: string): FindingWords | null {
  return FINDINGS.get(code) ?? null
}

/** Params every phrase of a report may use besides the finding's own numbers. */
export function paramsOf(
  finding: Finding,
  report: Pick<Report, 'subject' | 'incarnation'>,
): Params {
  return {
    subject: displayName(report.subject),
    host: report.subject.host,
    pid:
      report.incarnation?.pid === null || report.incarnation === null
        ? ''
        : String(report.incarnation.pid),
    ...finding.numbers,
  }
}

/** What a finding says, as text. */
export function sayFinding(
  finding: Finding,
  part: 'brief' | 'what' | 'why' | 'next',
  report: Pick<Report, 'subject' | 'incarnation'>,
  lang: Lang,
): Text {
  const words = findingWords(finding.code)
  if (words === null) return [finding.code]
  const params = paramsOf(finding, report)
  if (part === 'why') return sayWhy(words, params, lang)
  return say(part === 'next' ? nextFor(words, report.subject) : words[part], params, lang)
}

export function join(parts: readonly Text[], between: Span): Text {
  return parts.flatMap((part, i) => (i === 0 ? part : [between, ...part]))
}

/** `leaky-demo[4242]`, the host's name, or `core:/var/tmp/core.4242`. */
export function titleOf(report: Pick<Report, 'subject' | 'incarnation'>): string {
  const { subject, incarnation } = report
  if (subject.kind === 'host') return subject.host
  if (subject.kind === 'cgroup') return groupTitle(subject.name)
  if (subject.kind === 'core') return `${CORE_PREFIX}${subject.name}`
  const full = displayName(subject)
  const name = full.length > TITLE_CHARS ? `${full.slice(0, TITLE_CHARS)}…` : full
  return incarnation?.pid == null ? name : `${name}[${incarnation.pid}]`
}

const TITLE_CHARS = 48
