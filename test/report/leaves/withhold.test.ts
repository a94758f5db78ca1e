/** What leaves: whatever a host says, none of it is in what a chat is sent at a level that does not allow it. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { renderMessage } from '../../../src/blockkit/render.ts'
import { wholeOf } from '../../../src/blockkit/rest.ts'
import { validateMessage } from '../../../src/blockkit/validate.ts'
import type { Level } from '../../../src/domain/leaves.ts'
import type { Block, Message } from '../../../src/domain/report.ts'
import { type Lang, plain } from '../../../src/domain/words.ts'
import { WITHHELD } from '../../../src/report/leaves/spans.ts'
import { vocabularyOf } from '../../../src/report/leaves/vocabulary.ts'
import { type Withheld, withhold } from '../../../src/report/leaves/withhold.ts'
import { anyMessage } from '../../blockkit/arbitrary.ts'
import { HOSTS } from '../../hosts/load.ts'
import { CANARY, made } from './made.ts'

const NAMES = new Set([...HOSTS, 'db1'])
const RUN = '7k2m9q4x1z'
const MADE = made()

function at(level: Level, message: Message, lang: Lang = 'en'): Withheld {
  const leave = { level, rule: 'night watch' }
  const names = new Set([...NAMES, 'night watch'])
  return withhold(message, { leave, lang, names, vocabulary: vocabularyOf(null), runId: RUN })
}

/** Everything of it that goes over the wire: the post, its rest as a file, its pictures as they are drawn, its files. */
function wire(message: Message, lang: Lang): string {
  const inline = renderMessage(message, { lang, imageIds: [], files: 'inline' })
  const thread = renderMessage(message, { lang, imageIds: ['F1', 'F2', 'F3'], files: 'thread' })
  const charts = message.blocks.filter(({ kind }) => kind === 'chart' || kind === 'file')
  return JSON.stringify([inline, thread, charts, wholeOf(message, lang)])
}

describe('what captured hosts say, in reports, graphs, answers and errors', () => {
  test('there is something to be kept: canaries are in most of them, memory strings and files too', () => {
    const loud = MADE.filter(({ message, lang }) => CANARY.test(wire(message, lang)))
    expect(loud.length).toBeGreaterThan(MADE.length / 2)
    expect(MADE.some(({ message }) => message.blocks.some(({ kind }) => kind === 'file'))).toBe(
      true,
    )
    expect(MADE.some(({ message }) => message.blocks.some(({ kind }) => kind === 'chart'))).toBe(
      true,
    )
  })

  test.each(['verdict', 'numbers'] as const)('none of it leaves at %s', (level) => {
    for (const { name, lang, message } of MADE) {
      const { message: shown } = at(level, message, lang)
      expect(CANARY.exec(wire(shown, lang)), name).toBeNull()
      expect(
        validateMessage(renderMessage(shown, { lang, imageIds: [], files: 'thread' })),
      ).toEqual([])
    }
  })

  test('at verdict no figure leaves, at numbers those of the sentences stay', () => {
    let kept = 0
    for (const { name, lang, message } of MADE) {
      const figures = figuresOf(message)
      const shown = at('verdict', message, lang).message
      const words = wholeOf({ ...shown, blocks: shown.blocks.slice(0, -1) }, lang)
      for (const figure of figures) expect(words.includes(figure), `${name}: ${figure}`).toBe(false)
      const numbers = wholeOf(at('numbers', message, lang).message, lang)
      kept += figures.filter((figure) => numbers.includes(figure)).length
    }
    expect(kept).toBeGreaterThan(500)
  })

  test('at samples nothing changes; at text only what was read from memory is gone', () => {
    for (const { message, lang, name } of MADE) {
      expect(at('samples', message, lang).message).toBe(message)
      const { tally } = at('text', message, lang)
      expect(tally.texts + tally.figures, name).toBe(0)
    }
  })

  test('what is counted is what is marked, and the last line says it, in both languages', () => {
    for (const { name, message, lang } of MADE) {
      const { message: shown, tally } = at('numbers', message, lang)
      const sum = tally.figures + tally.texts + tally.samples
      const note = shown.blocks.at(-1)
      if (sum === 0) continue
      const gone = message.blocks.filter(({ kind }) => kind === 'code' || kind === 'file').length
      const buttons = buttonsOf(message.blocks) - buttonsOf(shown.blocks)
      expect(marksIn(shown.blocks.slice(0, -1)) + gone + buttons, name).toBe(sum)
      const said = note?.kind === 'context' ? plain(note.items[0] ?? []) : ''
      expect(said).toContain(lang === 'en' ? `texts ${tally.texts}` : `文本 ${tally.texts}`)
      expect(said).toContain('night watch')
      expect(said).toContain(`memcheck report ${RUN}`)
    }
  })
})

describe('any message', () => {
  test('of plain words that nobody said to be ours keeps none of them below text', () => {
    fc.assert(
      fc.property(anyMessage, fc.constantFrom('verdict', 'numbers'), (message, level) => {
        const secret = withSecret(message)
        const { message: shown } = at(level, secret)
        expect(wire(shown, 'en')).not.toContain('cnryword')
      }),
    )
  })
})

describe('one by one', () => {
  const of = (level: Level, ...blocks: readonly Block[]) =>
    at(level, { text: 'cnry', blocks }).message.blocks.slice(0, -1)

  test.each([
    ['4111 1111 1111 1111'],
    ['4111111111111111'],
    ['--password 4711'],
    ['postgres: db1 12 MiB'],
    ['SELECT 1'],
    ['10.0.3.12'],
    ['v12.4-secret'],
    ['1234-5678-9012'],
  ])('%s is no figure of ours', (text) => {
    expect(of('numbers', { kind: 'text', text: [text] })).toEqual([
      { kind: 'text', text: [WITHHELD] },
    ])
    expect(of('numbers', { kind: 'text', text: [{ data: text }] })).toEqual([
      { kind: 'text', text: [WITHHELD] },
    ])
  })

  test.each([
    '12 MiB',
    '+1.5 GiB',
    '3 d 4 h',
    '92 %',
    '1 234 567',
    '420 MiB/day',
    '12 GiB / 30 GiB (40 %)',
    '11-21 04:13:37',
    '–',
    '4242',
  ])('%s is a figure: it stays at numbers', (text) => {
    const message = { text: '', blocks: [{ kind: 'text', text: [text] }] } as const
    expect(at('numbers', message).tally.texts).toBe(0)
  })

  test('a word of our tables that a host says is the host’s', () => {
    expect(of('numbers', { kind: 'text', text: [{ data: 'free' }] })).toEqual([
      { kind: 'text', text: [WITHHELD] },
    ])
    const row = { kind: 'text', text: [{ strong: 'free', isData: true }] } as const
    expect(of('numbers', row)).toEqual([
      { kind: 'text', text: [{ strong: WITHHELD, isData: true }] },
    ])
  })

  test('a column with one name of a host in it is the host’s in all cells; figures beside it stay', () => {
    const table = {
      kind: 'table',
      said: true,
      caption: [],
      columns: [
        { title: 'name', align: 'left' },
        { title: 'RSS', align: 'right' },
      ],
      rows: [
        ['free', '12 MiB'],
        ['cnry', '3 MiB'],
        ['4242', '–'],
      ],
    } as const
    expect(of('numbers', table)).toMatchObject([
      {
        rows: [
          [WITHHELD, '12 MiB'],
          [WITHHELD, '3 MiB'],
          [WITHHELD, '–'],
        ],
      },
    ])
    expect(of('verdict', table)).toEqual([])
  })

  test('a command keeps its verbs and hosts, a button that carries a host’s word is left out', () => {
    const text = [{ command: 'memcheck db1 cnryd smaps' }]
    expect(of('numbers', { kind: 'text', text })).toEqual([
      { kind: 'text', text: [{ command: `memcheck db1 ${WITHHELD} smaps` }] },
    ])
    const button = (value: string) => ({ action: 'again', label: ['smaps'], value })
    const buttons = { kind: 'buttons', buttons: [button('db1 cnryd'), button(RUN)] } as const
    expect(of('numbers', buttons)).toMatchObject([{ buttons: [{ value: RUN }] }])
  })

  test('strings from memory are counted as such, and go first', () => {
    const block = { kind: 'code', text: 'cnry', leaves: 'samples' } as const
    const said = { kind: 'text', text: [{ data: 'cnry' }] } as const
    const message = { text: 'x', blocks: [block, said] }
    expect(at('text', message).tally).toEqual({ figures: 0, texts: 0, samples: 1 })
    expect(at('numbers', message).tally).toEqual({ figures: 0, texts: 1, samples: 1 })
  })
})

/** Figures with a unit that stand in its sentences and cells. */
function figuresOf({ blocks }: Message): readonly string[] {
  const found: string[] = []
  JSON.stringify(blocks, (key, value: unknown) => {
    if (key === 'figure' && typeof value === 'string') found.push(value)
    return value
  })
  return found.filter((figure) => /^\d{2,}(?:\.\d+)? [KMGT]iB/.test(figure))
}

function marksIn(blocks: readonly Block[]): number {
  return JSON.stringify(blocks).split(WITHHELD).length - 1
}

function buttonsOf(blocks: readonly Block[]): number {
  return blocks.reduce(
    (sum, block) =>
      block.kind === 'buttons' ? sum + block.buttons.length + (block.more?.length ?? 0) : sum,
    0,
  )
}

/** Each text in it says the secret too, but for what is a person’s, a channel’s or an address. */
function withSecret(message: Message): Message {
  const KEPT = new Set([
    'kind',
    'mark',
    'action',
    'align',
    'tone',
    'zone',
    'user',
    'channel',
    'link',
    'leaves',
  ])
  const walk = (key: string, part: unknown): unknown => {
    if (typeof part === 'string') return KEPT.has(key) ? part : `${part} cnryword`
    if (Array.isArray(part)) return part.map((one) => walk(key, one))
    if (typeof part !== 'object' || part === null) return part
    return Object.fromEntries(Object.entries(part).map(([name, one]) => [name, walk(name, one)]))
  }
  return walk('', message) as Message
}

test('every table of words is known: its words are ours', () => {
  const folder = join(import.meta.dirname, '..', '..', '..', 'src', 'report')
  const vocabulary = readFileSync(join(folder, 'leaves', 'vocabulary.ts'), 'utf8')
  const tables = readdirSync(join(folder, 'words'), { recursive: true, encoding: 'utf8' })
  const unknown = tables.filter(
    (file) => file.endsWith('.ts') && !vocabulary.includes(`'../words/${file}'`),
  )
  expect(unknown).toEqual([])
})
