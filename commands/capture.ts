import { z } from 'zod'
import { UserError } from '../src/domain/errors.ts'
import { plain, say } from '../src/domain/words.ts'
import { defineCommand } from '../src/pipeline/command.ts'
import { captureFile } from '../src/pipeline/replay.ts'
import type { UseCases } from '../src/pipeline/useCases.ts'
import { COMMAND_WORDS } from '../src/report/words/commands.ts'
import { readFlags } from './args/flags.ts'
import { said } from './args/said.ts'

const Args = z.object({ run: z.string().min(1).max(40), out: z.string().nullable() })

/** A kept capture as a file: at once a bug report and a test fixture. */
export const capture = defineCommand<UseCases, z.infer<typeof Args>>({
  name: 'capture',
  usage: 'RUN [--out FILE]',
  example: 'capture 7k2m9qxa',
  help: {
    en: 'write out what a run collected (masked), for a bug report or replay',
    zh: '导出一次运行采集的内容（已脱敏），用于报告问题或重放',
  },
  class: 'look',
  where: 'anywhere',
  subVerbs: [],
  Args,
  read(words) {
    const flags = readFlags(words, { on: [], valued: ['out'] }, 'capture RUN [--out FILE]')
    if (flags.words[1] !== undefined)
      throw new UserError('bad-argument', {
        word: flags.words[1],
        expected: 'capture RUN [--out FILE]',
      })
    return { run: flags.words[0] ?? '', out: flags.values['out'] ?? null }
  },
  async run({ run, out }, asked, use) {
    const file = await captureFile(use.house, run)
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
    return said(
      {
        text: plain(head),
        blocks: [
          { kind: 'text', text: head },
          ...(out === null ? [{ kind: 'file', name, title: [name], text } as const] : []),
        ],
      },
      { json: out === null ? file : { written: out } },
    )
  },
})
