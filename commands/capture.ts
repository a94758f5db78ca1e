import { z } from 'zod'
import { UserError } from '../src/domain/errors.ts'
import { plain, say } from '../src/domain/words.ts'
import { defineCommand } from '../src/pipeline/command.ts'
import { ANYTHING } from '../src/pipeline/grammar.ts'
import { permitted } from '../src/pipeline/leave.ts'
import { captureFile, runMeant } from '../src/pipeline/replay.ts'
import type { UseCases } from '../src/pipeline/useCases.ts'
import { COMMAND_WORDS } from '../src/report/words/commands.ts'
import { readFlags } from './args/flags.ts'
import { said } from './args/said.ts'

const USAGE = `RUN|HOST ${ANYTHING} [--out FILE]`
const Args = z.object({ words: z.array(z.string()).min(1).max(2), out: z.string().nullable() })

/** A kept capture as a file: at once a bug report and a test fixture. */
export const capture = defineCommand<UseCases, z.infer<typeof Args>>({
  name: 'capture',
  usage: USAGE,
  example: 'capture local leaky-demo',
  help: {
    en: 'write out what a run collected (masked), for a bug report or replay; by target: its newest run',
    zh: '导出一次运行采集的内容（已脱敏），用于报告问题或重放；按目标则取最近一次',
  },
  class: 'look',
  where: 'anywhere',
  subVerbs: [],
  Args,
  read(words) {
    const flags = readFlags(words, { on: [], valued: ['out'] }, `capture ${USAGE}`)
    const extra = flags.words[2]
    if (extra !== undefined) {
      throw new UserError('bad-argument', { word: extra, expected: `capture ${USAGE}` })
    }
    return { words: flags.words, out: flags.values['out'] ?? null }
  },
  async run({ words, out }, asked, use) {
    const run = await runMeant(use.house, words)
    const file = await captureFile(use.house, run)
    const target = { kind: 'host', host: file.capture.host } as const
    const action = { name: 'capture', class: 'look' } as const
    await permitted(use.house, asked.actor, action, asked.place, target)
    const name = `memcheck-${file.capture.host}-${run}.json`
    const text = `${JSON.stringify(file)}\n`
    if (out !== null) {
      if (use.files === null) throw new UserError('admin-terminal-only', { action: '--out' })
      await use.files.write(out, text)
    }
    const head = say(
      COMMAND_WORDS.capture,
      { run, frames: file.capture.frames.length, host: file.capture.host },
      asked.lang,
    )
    const attached =
      out === null ? [{ kind: 'file', name, title: [name], text, leaves: 'samples' } as const] : []
    return said(
      { text: plain(head), blocks: [{ kind: 'text', text: head }, ...attached] },
      { json: out === null ? file : { written: out } },
    )
  },
})
