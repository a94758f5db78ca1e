/** The report as a message, top to bottom as design section 9 has it, and its graph for the thread. */
import { formatBytes } from '../domain/bytes.ts'
import type { Finding } from '../domain/finding.ts'
import { LIMITS } from '../domain/limits.ts'
import type { Block, Message, Report } from '../domain/report.ts'
import { type Lang, plain, say, type Text } from '../domain/words.ts'
import { memoryContexts } from '../parsers/postgres/memoryContexts.ts'
import { buttonsOf } from './buttons.ts'
import { fieldsOf } from './fields.ts'
import { footerOf } from './footer.ts'
import { growthNotes } from './growthNotes.ts'
import type { ReportOptions } from './options.ts'
import { join, sayFinding, titleOf } from './phrases.ts'
import { ERROR_WORDS } from './words/errors.ts'
import { MUTE_WORDS } from './words/mute.ts'
import { FIELD_WORDS, UI_WORDS, VERDICT_WORDS } from './words/ui.ts'

const BULLETS = 3

export function reportMessage(report: Report, options: ReportOptions): Message {
  const { lang } = options
  const head = headline(report, lang)
  const worst = report.findings[0]
  const blocks: readonly Block[] = [
    { kind: 'headline', mark: report.verdict, text: head },
    ...(options.interrupted === undefined
      ? []
      : [
          textBlock([
            UI_WORDS.interrupted[lang],
            ' ',
            ...say(ERROR_WORDS.interrupted.fix, options.interrupted.params, lang),
          ]),
        ]),
    ...whatItIs(report, lang),
    fieldsOf(report, lang),
    ...bullets(report, options),
    ...changes(report, lang),
    ...(worst === undefined
      ? []
      : [textBlock([UI_WORDS.next[lang], ...sayFinding(worst, 'next', report, lang)])]),
    buttonsOf(report, lang),
    footerOf(report, options),
  ]
  return {
    text: `${VERDICT_WORDS[report.verdict][lang]} · ${plain(head)}`,
    blocks: blocks.slice(0, LIMITS.rootBlocks),
  }
}

/**
 * The graphs, for the thread, in one message; null when there is nothing to draw. What grew stands below how it grew:
 * one tells when the limit is met, the other where to look.
 */
export function chartMessage(report: Report, lang: Lang): Message | null {
  if (report.charts.length === 0) return null
  // A picture bears its title itself; the line is for notifications.
  return {
    text: [report.subject.host, titleOf(report), ...report.charts.map(({ title }) => title)].join(
      ' · ',
    ),
    blocks: [
      ...report.charts.map((one) => ({ kind: 'chart', chart: one }) as const),
      ...notesOf(report, lang),
    ],
  }
}

/** One line: host, subject, the number that matters; the verdict is its mark, which every surface writes out. */
export function headline(report: Report, lang: Lang): Text {
  const where: Text =
    report.subject.kind === 'host'
      ? [{ strong: report.subject.host, isData: true }]
      : [
          { strong: report.subject.host, isData: true },
          ' · ',
          { strong: titleOf(report), isData: true },
        ]
  return [...where, ' · ', ...gist(report, lang)]
}

/**
 * The number that matters: the worst finding in brief, or that nothing was found or could be checked. Where all
 * is information, two of it: a level means more beside its trend.
 */
export function gist(report: Report, lang: Lang): Text {
  if (report.verdict === 'unknown') return [UI_WORDS.unknownHead[lang]]
  if (report.findings.length === 0) return calm(report, lang)
  const told = report.findings.slice(0, report.verdict === 'info' ? 2 : 1)
  return join(
    told.map((finding) => [
      ...sayFinding(finding, 'brief', report, lang),
      ...muteMark(finding, lang),
    ]),
    ' · ',
  )
}

/** A healthy host in one line: that nothing was found, and the number that says how much room there is. */
function calm({ levels }: Report, lang: Lang): Text {
  const availableBytes = levels['host.memAvailableBytes'] ?? null
  const totalBytes = levels['host.memTotalBytes'] ?? null
  if (availableBytes === null || totalBytes === null) return [UI_WORDS.noFinding[lang]]
  const params = { availableBytes, availableRatio: availableBytes / totalBytes }
  return say(UI_WORDS.noFindingRoom, params, lang)
}

/** What may and may not be read out of the line. */
function notesOf(report: Report, lang: Lang): readonly Block[] {
  const items = report.growth === null ? [] : growthNotes(report.growth, lang)
  return items.length === 0 ? [] : [{ kind: 'context', items }]
}

/** What the target is, where it is not what was typed: said whatever else is found, and before it. */
function whatItIs(report: Report, lang: Lang): readonly Block[] {
  return report.findings
    .filter(isOfTarget)
    .map((finding) =>
      textBlock([
        ...sayFinding(finding, 'what', report, lang),
        ' ',
        ...sayFinding(finding, 'why', report, lang),
      ]),
    )
}

function isOfTarget({ code }: Finding): boolean {
  return code.startsWith('target.')
}

function bullets(report: Report, { lang, allFindings }: ReportOptions): readonly Block[] {
  const findings = report.findings.filter((finding) => !isOfTarget(finding))
  const shown = allFindings === true ? findings.length : BULLETS
  const items = findings.slice(0, shown).map((finding) => bullet(finding, report, lang))
  const more = findings.length - shown
  if (items.length === 0) return []
  const rest: readonly Text[] = more > 0 ? [say(UI_WORDS.more, { count: more }, lang)] : []
  return [{ kind: 'bullets', items: [...items, ...rest] }]
}

function bullet(finding: Finding, report: Report, lang: Lang): Text {
  const quote = finding.evidence[0]
  const what = sayFinding(finding, 'what', report, lang)
  const why = sayFinding(finding, 'why', report, lang)
  const mark = muteMark(finding, lang)
  const source: Text =
    quote === undefined
      ? []
      : [
          ' ',
          {
            code:
              quote.line === ''
                ? quote.source
                : `${quote.source}: ${quote.line.replace(/\s+/g, ' ')}`,
            ...(quote.source === memoryContexts.id ? { memory: true as const } : {}),
          },
        ]
  return [...what, ' ', ...why, ...mark, ...source]
}

/** Says that orders leave the finding untold, and until when. */
function muteMark({ mutedUntilMs }: Finding, lang: Lang): Text {
  if (mutedUntilMs === undefined) return []
  return say(MUTE_WORDS.mark, { mutedUntilAtMs: mutedUntilMs }, lang)
}

const CHANGES = [
  ['rss', 'rssBytes'],
  ['anon', 'anonBytes'],
  ['swap', 'swapBytes'],
  ['available', 'memAvailableBytes'],
] as const

function changes(report: Report, lang: Lang): readonly Block[] {
  // A first reading is told by the findings already.
  if (report.previousAtMs === null) return []
  const parts = CHANGES.flatMap(([field, metric]): readonly string[] => {
    const delta = report.changes[metric]
    return delta === undefined
      ? []
      : [`${FIELD_WORDS[field][lang]} ${delta > 0 ? '+' : ''}${formatBytes(delta)}`]
  })
  const phrase = parts.length === 0 ? UI_WORDS.unchanged : UI_WORDS.changed
  return [
    textBlock(say(phrase, { sinceAtMs: report.previousAtMs, changes: parts.join(', ') }, lang)),
  ]
}

function textBlock(text: Text): Block {
  return { kind: 'text', text }
}
