import { z } from 'zod'
import { UserError } from '../src/domain/errors.ts'
import { defineCommand } from '../src/pipeline/command.ts'
import { doubts as doubtsNow } from '../src/pipeline/doubts.ts'
import { visibleHosts } from '../src/pipeline/leave.ts'
import type { UseCases } from '../src/pipeline/useCases.ts'
import { doubtList } from '../src/report/doubts.ts'
import { said } from './args/said.ts'

/** What was called wrong: the cases to mend analyzers by. */
export const doubts = defineCommand<UseCases, Record<string, never>>({
  name: 'doubts',
  usage: '',
  example: 'doubts',
  help: {
    en: 'verdicts that somebody called wrong, with their runs; `capture RUN` writes one out',
    zh: '被认为有误的结论及其运行；`capture RUN` 可将其导出',
  },
  class: 'look',
  where: 'anywhere',
  subVerbs: [],
  Args: z.object({}).strict(),
  read(words) {
    if (words.length > 0)
      throw new UserError('bad-argument', { word: words[0] ?? '', expected: 'doubts' })
    return {}
  },
  async run(_, asked, { house }) {
    const seen = new Set(visibleHosts(house, asked.actor).map(({ name }) => name))
    const rows = (await doubtsNow(house)).filter(
      ({ run }) => run === null || seen.has(run.target.host),
    )
    const shown = rows.map(({ doubt, run }) => ({ doubt, target: run?.typed ?? '' }))
    return said(doubtList(shown, asked.lang), {
      json: { doubts: shown.map(({ doubt, target }) => ({ ...doubt, target })) },
    })
  },
})
