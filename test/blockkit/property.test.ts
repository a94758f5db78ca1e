/** Any message, and any report through the real renderers, with any text of hosts: valid, whole somewhere, and only ours. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { blocksToHtml, mrkdwnToHtml } from '../../src/blockkit/html.ts'
import { toMrkdwn } from '../../src/blockkit/mrkdwn.ts'
import { listOf, nodeOf, wordOf } from '../../src/blockkit/node.ts'
import { type Rendered, renderMessage } from '../../src/blockkit/render.ts'
import { validateMessage } from '../../src/blockkit/validate.ts'
import { ERROR_CODES, UserError } from '../../src/domain/errors.ts'
import type { Message } from '../../src/domain/report.ts'
import type { Lang } from '../../src/domain/words.ts'
import { answerMessage } from '../../src/report/answer.ts'
import { errorMessage } from '../../src/report/errorMessage.ts'
import { reportMessage } from '../../src/report/message.ts'
import { DRILLDOWNS } from '../../src/report/questions.ts'
import { summaryMessage } from '../../src/report/summary.ts'
import { areTooLong, blockFaults } from '../../src/workspace/blockRules.ts'
import type { SharedFile } from '../../src/workspace/model.ts'
import { anyReport } from './anyReport.ts'
import { anyMessage, anyText, OUR_LINK, text } from './arbitrary.ts'
import { stamped, wordsIn } from './stamped.ts'

/** What of Slack's angle brackets is ours: a date of ours, well-formed ids of a user or channel, an address of a message of ours. */
const OURS =
  /<!date\^-?\d+\^\{date_short_pretty\} \{time_secs\}\|[-+]?\d{4,6}-\d\d-\d\d \d\d:\d\d:\d\d UTC>|<@[UW][A-Z0-9]{2,}>|<#[CG][A-Z0-9]{2,}>|<https:\/\/acme\.slack\.com\/archives\/[\w/?=&;.]+\|[^<>|]+>/g

const READY: SharedFile = {
  ...{ id: 'F1', name: 'a.png', title: '', alt: '', declaredBytes: 1, sizeBytes: 1 },
  ...{ mimetype: 'image/png', owner: 'U1', createdAtMs: 0, stage: 'ready' },
}

function mrkdwnOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(mrkdwnOf)
  const node = nodeOf(value)
  const own = node.type === 'mrkdwn' ? [wordOf(node.text)] : []
  return [
    ...own,
    ...Object.values(node)
      .filter((part) => typeof part === 'object')
      .flatMap(mrkdwnOf),
  ]
}

function expectTaken({ text: line, blocks }: Rendered): void {
  const plain = JSON.parse(JSON.stringify(blocks)) as Record<string, unknown>[]
  expect(blockFaults(plain, { file: () => READY })).toEqual([])
  expect(areTooLong(plain)).toBe(false)
  expect(validateMessage({ text: line, blocks })).toEqual([])
  // As JSON writes halves of surrogate pairs, which Slack refuses.
  expect(JSON.stringify(blocks)).not.toMatch(/(?<!\\)\\ud[89a-f]/i)
}

function expectOurs({ text: line, blocks }: Rendered): void {
  for (const one of [line, ...mrkdwnOf(blocks)]) {
    expect(one.replace(OURS, '')).not.toMatch(/[<>]/)
    const outside = one.replace(/`[^`\n]*`/g, '')
    expect(outside).not.toContain('`')
    expect(outside.replace(OURS, '')).not.toContain('://')
    expect(outside).not.toMatch(/@(here|channel|everyone)\b/i)
    expect(outside).not.toMatch(/[\u0000-\u0008\u202a-\u202e\u2066-\u2069]/)
  }
  // Rich text acts by its elements, not by its words: of all kinds ours is text alone.
  const inline = blocks
    .filter(({ type }) => type === 'rich_text')
    .flatMap((block) => listOf(nodeOf(block).elements).flatMap((one) => listOf(one.elements)))
  expect(inline.filter(({ type }) => type !== 'text')).toEqual([])
}

const HTML_TAGS =
  'div p h3 hr strong em s code pre blockquote time span br figure img button table tr th td a'
const HTML_ATTRIBUTES =
  'class alt src role type value style aria-label aria-hidden aria-haspopup aria-expanded hidden data-unix data-action data-block data-confirm disabled href rel target'

function expectOurHtml({ blocks }: Rendered): void {
  const html = blocksToHtml(blocks, { fileUrl: (id) => `/files/${id}` })
  const tags = [...html.matchAll(/<\/?([a-z0-9]+)((?:\s+[^\s=>"]+(?:="[^"]*")?)*)\s*\/?>/gi)]
  // Every angle bracket belongs to a tag: text has none.
  expect(html.replaceAll(/<\/?[a-z0-9]+(?:\s+[^\s=>"]+(?:="[^"<>]*")?)*\s*\/?>/gi, '')).not.toMatch(
    /[<>]/,
  )
  const names = new Set(tags.map(([, name = '']) => name))
  expect([...names].filter((name) => !HTML_TAGS.split(' ').includes(name))).toEqual([])
  const links = [...html.matchAll(/ href="([^"]*)"/g)].map(([, href = '']) => href)
  expect(links.filter((href) => href !== OUR_LINK.replaceAll('&', '&#38;'))).toEqual([])
  const attributes = tags.flatMap(([, , rest = '']) =>
    [...rest.matchAll(/\s([^\s="]+)(?:="[^"]*")?/g)].map(([, name = '']) => name),
  )
  expect(attributes.filter((name) => !HTML_ATTRIBUTES.split(' ').includes(name))).toEqual([])
}

const anyLang = fc.constantFrom<Lang>('en', 'zh')
const anyFiles = fc.constantFrom('thread' as const, 'inline' as const)
const anyTables = fc.constantFrom('native' as const, 'code' as const)
const error = fc
  .record({ code: fc.constantFrom(...ERROR_CODES), host: text, file: text, detail: text })
  .map(({ code, ...params }) => new UserError(code, params))

/** The messages of real reports: of a check, an answer, an error, a summary. */
const fromReports: fc.Arbitrary<(lang: Lang) => Message> = fc.oneof(
  fc.record({ report: anyReport, final: fc.boolean(), askedBy: text }).map(
    ({ report, ...options }) =>
      (lang: Lang) =>
        reportMessage(report, { lang, ...options }),
  ),
  fc.record({ report: anyReport, askedBy: text, interrupted: error }).map(
    ({ report, ...options }) =>
      (lang: Lang) =>
        reportMessage(report, { lang, final: true, allFindings: true, ...options }),
  ),
  fc
    .record({
      report: anyReport,
      drilldown: fc.constantFrom(...DRILLDOWNS),
      message: anyMessage,
      stale: fc.option(fc.record({ error, atMs: fc.nat() })),
    })
    .map(
      ({ message, report, ...rest }) =>
        (lang: Lang) =>
          answerMessage({ report, gaps: report.gaps, blocks: message.blocks, lang, ...rest }),
    ),
  error.map((one) => (lang: Lang) => errorMessage(one, lang)),
  fc
    .record({
      name: text,
      late: fc.boolean(),
      reports: fc.array(anyReport, { maxLength: 4 }),
    })
    .map(
      ({ name, late, reports }) =>
        (lang: Lang) =>
          summaryMessage({
            ...{ name, late, lang, drawnLang: 'en', dueAtMs: 0, told: [], fleet: null },
            lines: reports.map((report) => ({
              target: report.subject.name,
              ...{ host: report.subject.name, rows: [] },
              ...{ verdict: report.verdict, report, error: null, runId: 'r' },
            })),
          }),
    ),
)

describe('any message', () => {
  it('is rendered into what Slack accepts, pings and opens nothing, and is drawn with our tags alone', () => {
    fc.assert(
      fc.property(anyMessage, anyLang, anyFiles, anyTables, (message, lang, files, tables) => {
        const options = { lang, imageIds: ['F1', ''], files, tables }
        const rendered = renderMessage(message, options)
        expectTaken(rendered)
        expectOurs(rendered)
        expectOurHtml(rendered)
      }),
      { numRuns: 300 },
    )
  })

  it('of any report is, too', () => {
    fc.assert(
      fc.property(fromReports, anyLang, anyFiles, (message, lang, files) => {
        const rendered = renderMessage(message(lang), { lang, imageIds: ['F1'], files })
        expectTaken(rendered)
        expectOurs(rendered)
        expectOurHtml(rendered)
      }),
      { numRuns: 300 },
    )
  })

  it('is whole: each of its words stands in the blocks or in the rest', () => {
    let cut = 0
    fc.assert(
      fc.property(anyMessage, anyLang, anyFiles, (message, lang, files) => {
        const { words, message: marked } = stamped(message)
        const rendered = renderMessage(marked, { lang, imageIds: ['F1', ''], files })
        const shown = wordsIn(JSON.stringify([rendered.text, rendered.blocks]))
        const kept = wordsIn(rendered.rest ?? '')
        if (rendered.rest !== null) cut += 1
        // Files are uploaded by themselves.
        const files_ = files === 'thread' ? marked.blocks.filter(({ kind }) => kind === 'file') : []
        const uploaded = wordsIn(JSON.stringify(files_))
        const lost = words.filter(
          (word) => !shown.has(word) && !kept.has(word) && !uploaded.has(word),
        )
        expect(lost).toEqual([])
        const where = JSON.stringify(rendered.blocks.at(-1) ?? '')
        expect(where.includes('rest.txt')).toBe(rendered.rest !== null)
      }),
      { numRuns: 300 },
    )
    expect(cut).toBeGreaterThan(20)
  })
})

describe('any text', () => {
  it('stays within its limit', () => {
    fc.assert(
      fc.property(
        anyText,
        fc.integer({ min: 1, max: 200 }),
        fc.boolean(),
        (one, maxChars, bold) => {
          expect(toMrkdwn(one, { maxChars, bold }).length).toBeLessThanOrEqual(maxChars)
        },
      ),
    )
  })

  it('plain data is drawn without any formatting, letter for letter', () => {
    const data = fc.string({ maxLength: 30, unit: fc.constantFrom(...'*_~<>&:@#.!ab1 (') })
    fc.assert(
      fc.property(data, (word) => {
        const html = mrkdwnToHtml(toMrkdwn([word], { maxChars: 3000 }))
        expect(html).not.toMatch(/<(strong|em|s|blockquote|a|time)\b/)
        const drawn = html
          .replace(/<\/?code>/g, '')
          .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
        expect(drawn.replaceAll('\u200b', '')).toBe(word)
      }),
      { numRuns: 1000 },
    )
  })
})

it('finds every mrkdwn text of a block (the probe above would else see nothing)', () => {
  const { blocks } = renderMessage(
    { text: 'x', blocks: [{ kind: 'context', items: [['a'], ['b']] }] },
    { lang: 'en', imageIds: [], files: 'thread' },
  )
  expect(mrkdwnOf(blocks)).toEqual(['a', 'b'])
  expect(listOf(blocks)).toHaveLength(1)
})
