import { z } from 'zod'
import { UserError } from '../src/domain/errors.ts'
import { LIMITS } from '../src/domain/limits.ts'
import { defineCommand } from '../src/pipeline/command.ts'
import { kindsOf, readBytes } from '../src/pipeline/readFile.ts'
import type { UseCases } from '../src/pipeline/useCases.ts'
import { COMMAND_WORDS } from '../src/report/words/commands.ts'
import { readFlags } from './args/flags.ts'
import { said } from './args/said.ts'

const USAGE = 'FILE|- [--as KIND] | --kinds'
const Args = z.object({
  file: z.string().nullable(),
  as: z.string().nullable(),
  kinds: z.boolean(),
})

/** Evidence that was collected elsewhere, read like a host's own. */
export const read = defineCommand<UseCases, z.infer<typeof Args>>({
  name: 'read',
  usage: USAGE,
  example: 'read --kinds',
  help: {
    en: 'read a file of evidence (meminfo, smaps, a capture…); in a chat: share it with a mention',
    zh: '读取证据文件（meminfo、smaps、采集文件等）；在聊天中：分享文件并提及我',
  },
  class: 'look',
  where: 'terminal',
  subVerbs: [],
  Args,
  read(words) {
    const flags = readFlags(words, { on: ['kinds'], valued: ['as'] }, `read ${USAGE}`)
    const file = flags.words[0] ?? null
    if (file === null && !flags.on.has('kinds'))
      throw new UserError('bad-argument', { word: '', expected: `read ${USAGE}` })
    if (flags.words[1] !== undefined)
      throw new UserError('bad-argument', { word: flags.words[1], expected: `read ${USAGE}` })
    return { file, as: flags.values['as'] ?? null, kinds: flags.on.has('kinds') }
  },
  async run({ file, as, kinds }, asked, use) {
    const all = kindsOf(use.house)
    if (kinds || file === null) {
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
    const done = readBytes(
      use.house,
      file,
      await use.files.read(file, LIMITS.readFileBytes),
      as,
      asked.lang,
    )
    return { kind: 'say', audience: 'asker', done }
  },
})
