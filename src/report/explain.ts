/** `explain CODE`: what a finding means, with this report's own numbers where it is among its findings. */
import type { Drilldown, DrilldownContext } from '../domain/drilldown.ts'
import type { Finding } from '../domain/finding.ts'
import type { Block } from '../domain/report.ts'
import { displayName } from '../domain/subject.ts'
import {
  type FindingWords,
  inNames,
  nextFor,
  type Params,
  say,
  sayWhy,
  type Text,
} from '../domain/words.ts'
import { findingWords } from './phrases.ts'
import { DRILL_WORDS } from './words/drill.ts'

/** Findings explained at once. */
const SHOWN = 3
/** Lines of evidence shown of one finding. */
const QUOTED = 6

export const explain: Drilldown = {
  name: 'explain',
  title: { en: 'What a finding means', zh: '结论的含义' },
  class: 'look',
  args: 'optional-word',
  scope: 'host',
  wants: [],
  ofReport: true,
  answer(ctx) {
    const code = ctx.args[0]
    const meant = ctx.findings
      .filter((finding) => code === undefined || finding.code === code)
      .slice(0, SHOWN)
    if (meant.length > 0) return meant.flatMap((finding) => explained(finding, ctx))
    const words = code === undefined ? null : findingWords(code)
    return code === undefined || words === null
      ? [{ kind: 'text', text: say(DRILL_WORDS.explainWhich, {}, ctx.lang) }]
      : [...inGeneral(code, words, ctx)]
  },
}

function explained(finding: Finding, ctx: DrilldownContext): readonly Block[] {
  const words = findingWords(finding.code)
  if (words === null) return []
  const params: Params = {
    subject: displayName(ctx.subject),
    host: ctx.subject.host,
    pid: ctx.pid === null ? '' : String(ctx.pid),
    ...finding.numbers,
  }
  const lines = finding.evidence
    .slice(0, QUOTED)
    .map(({ source, line }) => (line === '' ? source : `${source}: ${line}`))
  return [
    { kind: 'text', text: [{ code: finding.code }] },
    ...PARTS.map((part) =>
      textBlock(
        part === 'why'
          ? sayWhy(words, params, ctx.lang)
          : say(part === 'next' ? nextFor(words, ctx.subject) : words[part], params, ctx.lang),
      ),
    ),
    { kind: 'code', text: lines.join('\n') },
  ]
}

/** The words with the names of their numbers, for a finding that this report does not have. */
function inGeneral(code: string, words: FindingWords, ctx: DrilldownContext): readonly Block[] {
  return [
    { kind: 'text', text: [{ code }, ' · ', ...say(DRILL_WORDS.explainNotHere, {}, ctx.lang)] },
    ...PARTS.map((part) => textBlock([inNames(words[part][ctx.lang])])),
  ]
}

const PARTS = ['what', 'why', 'next'] as const

function textBlock(text: Text): Block {
  return { kind: 'text', text }
}
