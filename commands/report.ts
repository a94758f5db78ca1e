import { z } from 'zod'
import { UserError } from '../src/domain/errors.ts'
import type { Block } from '../src/domain/report.ts'
import { plain, say, type Text } from '../src/domain/words.ts'
import { postBeside, reportOfThread } from '../src/pipeline/beside.ts'
import { type Asked, defineCommand, EXIT, type Reply } from '../src/pipeline/command.ts'
import { ANYTHING } from '../src/pipeline/grammar.ts'
import { pageOfRun, type RunPage } from '../src/pipeline/page.ts'
import { runMeant } from '../src/pipeline/replay.ts'
import type { UseCases } from '../src/pipeline/useCases.ts'
import { PAGE_WORDS } from '../src/report/words/page.ts'
import { readFlags } from './args/flags.ts'
import { said } from './args/said.ts'

const USAGE = `RUN|HOST ${ANYTHING} [--html [FILE|-]] [--force]`
const Args = z.object({
  words: z.array(z.string()).max(2),
  out: z.string().nullable(),
  force: z.boolean(),
})

/** A kept run's report as one HTML file, to be mailed. */
export const report = defineCommand<UseCases, z.infer<typeof Args>>({
  name: 'report',
  usage: USAGE,
  example: 'report local leaky-demo --html',
  help: {
    en: 'the report of a kept run as one HTML file to mail, graphs included; in a chat it comes into the thread',
    zh: '把一次已保存运行的报告写成单个 HTML 文件（含图表），便于邮件发送；在聊天中则附在消息列内',
  },
  class: 'look',
  where: 'anywhere',
  subVerbs: [],
  Args,
  read(words) {
    const expected = `report ${USAGE}`
    // The file's name may be left out, so that the flag is the last word.
    const bare = words.findIndex((word, i) => word === '--html' && !isValue(words[i + 1]))
    const rest = words.filter((_, i) => i !== bare)
    const flags = readFlags(rest, { on: ['force'], valued: ['html'] }, expected)
    const extra = flags.words[2]
    if (extra !== undefined) throw new UserError('bad-argument', { word: extra, expected })
    return {
      words: flags.words,
      out: flags.values['html'] ?? null,
      force: flags.on.has('force'),
    }
  },
  async run({ words, out, force }, asked, use) {
    const { house } = use
    const inTerminal = asked.place.surface === 'terminal'
    if (!inTerminal && (out !== null || force))
      throw new UserError('admin-terminal-only', {
        action: out === null ? '--force' : '--html FILE',
      })
    const run =
      words.length === 0 ? await reportOfThread(house, asked) : await runMeant(house, words)
    if (run === null) throw new UserError('bad-argument', { word: '', expected: `report ${USAGE}` })
    const page = await pageOfRun(house, run, asked)
    return inTerminal ? written(page, out, force, asked, use) : attached(page, asked, use)
  },
})

function isValue(word: string | undefined): boolean {
  return word !== undefined && !word.startsWith('--')
}

async function written(
  { run, html }: RunPage,
  out: string | null,
  force: boolean,
  asked: Asked,
  use: UseCases,
): Promise<Reply> {
  // Standard output gets the page and nothing else.
  if (out === '-')
    return said(
      { text: run.id, blocks: [{ kind: 'code', text: html.trimEnd() }] },
      { json: { run: run.id, html } },
    )
  const file = out ?? nameOf(run.id)
  if (use.files === null) throw new UserError('admin-terminal-only', { action: 'report --html' })
  await use.files.write(file, html, force)
  const text = say(PAGE_WORDS.written, { file, sizeBytes: html.length }, asked.lang)
  return said(
    { text: plain(text), blocks: [{ kind: 'text', text }] },
    { json: { run: run.id, written: file } },
  )
}

/** In the thread of the report where that stands in this channel; else below a line of its own. */
function attached({ run, html }: RunPage, asked: Asked, use: UseCases): Reply {
  const params = { run: run.id, host: run.target.host, sizeBytes: html.length }
  const text: Text = say(PAGE_WORDS.attached, params, asked.lang)
  const name = nameOf(run.id)
  const blocks: readonly Block[] = [
    { kind: 'text', text },
    // Its answers may show what was read from memory.
    { kind: 'file', name, title: [name], text: html, leaves: 'samples' },
  ]
  const message = { text: plain(text), blocks }
  return {
    kind: 'work',
    work: async () => {
      if (use.poster !== null) await postBeside(use.house, use.poster, run, asked, message)
      return { message, exit: EXIT.fine, json: { run: run.id } }
    },
  }
}

function nameOf(run: string): string {
  return `memcheck-${run}.html`
}
