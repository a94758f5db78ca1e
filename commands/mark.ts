import { z } from 'zod'
import { UserError } from '../src/domain/errors.ts'
import { parseMarkId } from '../src/domain/mark.ts'
import { plain, say } from '../src/domain/words.ts'
import { defineCommand } from '../src/pipeline/command.ts'
import { hostNamed } from '../src/pipeline/hostNamed.ts'
import { mark as markNow, marksOf, unmark as unmarkNow } from '../src/pipeline/marks.ts'
import type { UseCases } from '../src/pipeline/useCases.ts'
import { markJson, markList } from '../src/report/marks.ts'
import { MARK_WORDS } from '../src/report/words/mark.ts'
import { readQuoted, type Token } from './args/quoted.ts'
import { said } from './args/said.ts'
import { unmarked } from './args/unmarked.ts'

const USAGE = 'HOST ["TEXT" [at TIME] | --remove ID]'

const Args = z.union([
  z.object({ do: z.literal('list'), host: z.string() }),
  z.object({ do: z.literal('remove'), host: z.string(), id: z.number().int().positive() }),
  z.object({
    do: z.literal('mark'),
    host: z.string(),
    text: z.string(),
    time: z.array(z.string()).nullable(),
  }),
])

/** Names a moment, so that graphs show it beside what memory did. */
export const mark = defineCommand<UseCases, z.infer<typeof Args>>({
  name: 'mark',
  usage: USAGE,
  example: 'mark local "deploy 1.2"',
  help: {
    en: 'mark a moment (a deploy, a change) for the graphs of a host and its processes; without a text, list them',
    zh: '标记某一时刻（发布、变更），显示在该主机及其进程的图表上；不带文字则列出标记',
  },
  class: 'look',
  where: 'anywhere',
  subVerbs: [],
  Args,
  read(words, use) {
    const [first, ...rest] = readQuoted(words, `mark ${USAGE}`)
    if (first === undefined) throw refused('')
    const host = hostNamed(use.house, first.text).name
    return rest.length === 0 ? { do: 'list', host } : { host, ...readMark(rest) }
  },
  async run(args, asked, use) {
    const { house } = use
    if (args.do === 'list') {
      const marks = await marksOf(house, args.host)
      return said(markList(args.host, marks, asked.lang), { json: { marks: marks.map(markJson) } })
    }
    if (args.do === 'remove')
      return unmarked(await unmarkNow(house, asked, args.id, args.host), asked.lang)
    const made = await markNow(house, asked, args)
    const { host, atMs, text, id } = made
    const params = { host, markedAtMs: atMs, text, id: String(id) }
    const words = say(MARK_WORDS.made, params, asked.lang)
    return said(
      { text: plain(words), blocks: [{ kind: 'text', text: words }] },
      // Everybody's graphs show it: all who read the channel see who made it, and when.
      { json: { mark: markJson(made) }, audience: 'channel' },
    )
  },
})

/** Reads `TEXT [at TIME]`, `--at TIME TEXT` or `--remove ID`. */
function readMark(tokens: readonly Token[]) {
  let text: string | null = null
  let time: readonly string[] | null = null
  for (let i = 0; i < tokens.length; i += 1) {
    const token = tokens[i] ?? { text: '', quoted: false }
    const word = token.quoted ? '' : token.text.toLowerCase()
    if (word === '--remove') return { do: 'remove', id: idOf(tokens.slice(i + 1)) } as const
    if (word === 'at' || (word === '--at' && text !== null)) {
      time = wordsOf(tokens.slice(i + 1))
      break
    }
    if (word === '--at') {
      i += 1
      time = wordsOf(tokens.slice(i, i + 1))
    } else if (text !== null || word.startsWith('--')) throw refused(token.text)
    else text = token.text
  }
  if (text === null) throw refused(tokens[0]?.text ?? '')
  return { do: 'mark', text, time } as const
}

function idOf([word, more]: readonly Token[]): number {
  const id = parseMarkId(word?.text ?? '')
  if (id === null || more !== undefined) throw refused((more ?? word)?.text ?? '--remove')
  return id
}

function wordsOf(tokens: readonly Token[]): readonly string[] {
  return tokens.flatMap(({ text }) => text.split(/\s+/)).filter((word) => word !== '')
}

function refused(word: string): UserError {
  return new UserError('bad-argument', { word: word.slice(0, 80), expected: `mark ${USAGE}` })
}
