import { z } from 'zod'
import { UserError } from '../src/domain/errors.ts'
import { LIMITS } from '../src/domain/limits.ts'
import { SERIES } from '../src/parsers/series/found.ts'
import { defineCommand } from '../src/pipeline/command.ts'
import { kindsOf, readPaths, unreadable } from '../src/pipeline/readFile.ts'
import { seriesReply } from '../src/pipeline/series/read.ts'
import type { UseCases } from '../src/pipeline/useCases.ts'
import { COMMAND_WORDS } from '../src/report/words/commands.ts'
import { readFlags } from './args/flags.ts'
import { said } from './args/said.ts'

const USAGE = 'FILE|DIR|-... [--as KIND] | --kinds'
const Args = z.object({
  files: z.array(z.string().min(1)).max(LIMITS.readFiles),
  as: z.string().nullable(),
  kinds: z.boolean(),
})

/** Evidence that was collected elsewhere, read like a host's own. */
export const read = defineCommand<UseCases, z.infer<typeof Args>>({
  name: 'read',
  usage: USAGE,
  example: 'read --kinds',
  help: {
    en: 'read a file of evidence (meminfo, smaps, a capture…), or judge `--as series`; in a chat: share it with a mention',
    zh: '读取证据文件（meminfo、smaps、采集文件等），或以 `--as series` 判断时间序列；在聊天中：分享文件并提及我',
  },
  class: 'look',
  where: 'terminal',
  subVerbs: [],
  Args,
  read(words) {
    const flags = readFlags(words, { on: ['kinds'], valued: ['as'] }, `read ${USAGE}`)
    if (flags.words.length === 0 && !flags.on.has('kinds'))
      throw new UserError('bad-argument', { word: '', expected: `read ${USAGE}` })
    return { files: flags.words, as: flags.values['as'] ?? null, kinds: flags.on.has('kinds') }
  },
  async run({ files, as, kinds }, asked, use) {
    const all = [...kindsOf(use.house), SERIES]
    if (kinds) {
      const title = COMMAND_WORDS.kinds[asked.lang]
      return said(
        {
          text: title,
          blocks: [
            {
              kind: 'bullets',
              items: ['memcheck-capture', ...all].map((kind) => [{ code: kind }]),
            },
          ],
        },
        { json: ['memcheck-capture', ...all] },
      )
    }
    if (as !== null && !all.includes(as))
      throw new UserError('bad-argument', { word: as, expected: all.join(', ') })
    if (use.files === null) throw new UserError('admin-terminal-only', { action: 'read' })
    if (as === SERIES) return seriesReply(use.house, use.files, files, asked.lang)
    try {
      const done = await readPaths(use.house, use.files, files, as, asked.lang)
      return { kind: 'say', audience: 'asker', done }
    } catch (cause) {
      if (!(cause instanceof UserError)) throw cause
      return { kind: 'say', audience: 'asker', done: unreadable(cause, asked.lang) }
    }
  },
})
