import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { blocksToHtml, mrkdwnToHtml } from '../../src/blockkit/html.ts'
import { toMrkdwn } from '../../src/blockkit/mrkdwn.ts'
import { listOf, nodeOf, wordOf } from '../../src/blockkit/node.ts'
import { renderMessage } from '../../src/blockkit/render.ts'
import { validateMessage } from '../../src/blockkit/validate.ts'
import { anyMessage, anyText } from './arbitrary.ts'

/** What of Slack's angle brackets is ours: a date of ours, a mention of a well-formed user id. */
const OURS =
  /<!date\^\d+\^\{date_short_pretty\} \{time_secs\}\|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC>|<@[UW][A-Z0-9]{2,}>/g

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

describe('any message', () => {
  it('is rendered into what Slack accepts', () => {
    fc.assert(
      fc.property(anyMessage, fc.constantFrom('en' as const, 'zh' as const), (message, lang) => {
        const rendered = renderMessage(message, { lang, imageIds: ['F1', ''], files: 'thread' })
        expect(validateMessage(rendered)).toEqual([])
      }),
      { numRuns: 300 },
    )
  })

  it('pings, links and opens nothing that is not ours', () => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        const rendered = renderMessage(message, { lang: 'en', imageIds: [], files: 'inline' })
        for (const text of [rendered.text, ...mrkdwnOf(rendered.blocks)]) {
          expect(text.replace(OURS, '')).not.toMatch(/[<>]/)
          const outside = text.replace(/`[^`\n]*`/g, '')
          expect(outside).not.toContain('`')
          expect(outside).not.toContain('://')
          expect(outside).not.toMatch(/@(here|channel|everyone)\b/i)
          expect(outside).not.toMatch(/[\u0000-\u0008\u202e]/)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('is drawn as HTML whose tags are only ours', () => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        const { blocks } = renderMessage(message, { lang: 'en', imageIds: ['F1'], files: 'thread' })
        const html = blocksToHtml(blocks, { fileUrl: (id) => `/files/${id}` })
        const tags = [...html.matchAll(/<\/?([a-z0-9]+)/gi)].map(([, name]) => name)
        const known =
          'div p h3 hr strong em s code pre blockquote time span br figure img button table tr th td'
        expect(new Set([...tags, ...known.split(' ')]).size).toBe(known.split(' ').length)
      }),
      { numRuns: 200 },
    )
  })
})

describe('any text', () => {
  it('stays within its limit', () => {
    fc.assert(
      fc.property(
        anyText,
        fc.integer({ min: 1, max: 200 }),
        fc.boolean(),
        (text, maxChars, bold) => {
          expect(toMrkdwn(text, { maxChars, bold }).length).toBeLessThanOrEqual(maxChars)
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
