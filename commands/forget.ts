import { z } from 'zod'
import { UserError } from '../src/domain/errors.ts'
import { defineCommand } from '../src/pipeline/command.ts'
import { forget as forgetNow } from '../src/pipeline/forget.ts'
import { ANYTHING } from '../src/pipeline/grammar.ts'
import type { UseCases } from '../src/pipeline/useCases.ts'
import { readFlags } from './args/flags.ts'

const USAGE = `HOST ${ANYTHING} [--yes] | run:ID [--yes]`
const Args = z.object({ words: z.array(z.string()).min(1).max(8), yes: z.boolean() })

/** Deletes all that is kept of a host, of what is on it, or of one run. */
export const forget = defineCommand<UseCases, z.infer<typeof Args>>({
  name: 'forget',
  usage: USAGE,
  example: 'forget local',
  help: {
    en: 'what is kept of a host, a process or a run; with --yes all of it is deleted, its files in Slack too, but for the audit',
    zh: '列出某主机、进程或运行所保留的内容；加 --yes 则全部删除（包括 Slack 中的文件），审计记录除外',
  },
  class: 'admin',
  where: 'terminal',
  subVerbs: [],
  Args,
  read(words) {
    const flags = readFlags(words, { on: ['yes'], valued: [] }, `forget ${USAGE}`)
    if (flags.words.length === 0)
      throw new UserError('bad-argument', { word: '', expected: `forget ${USAGE}` })
    return { words: [...flags.words], yes: flags.on.has('yes') }
  },
  run: ({ words, yes }, asked, use) => forgetNow(use.house, asked, words, yes),
})
