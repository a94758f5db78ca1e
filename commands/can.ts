import { z } from 'zod'
import { UserError } from '../src/domain/errors.ts'
import { can as canNow } from '../src/pipeline/can.ts'
import { defineCommand } from '../src/pipeline/command.ts'
import type { UseCases } from '../src/pipeline/useCases.ts'
import { canJson, canMessage } from '../src/report/can.ts'
import { said } from './args/said.ts'

/** What the one who asks may do where he asks, by which rule, and why not the rest. */
export const can = defineCommand<UseCases, Record<string, never>>({
  name: 'can',
  usage: '',
  example: 'can',
  help: {
    en: 'what you may do here, on which hosts, and by which rule of the policy',
    zh: '您在此处可以做什么、在哪些主机上、依据策略的哪条规则',
  },
  class: 'look',
  where: 'anywhere',
  subVerbs: [],
  Args: z.object({}).strict(),
  read(words) {
    if (words.length > 0)
      throw new UserError('bad-argument', { word: words[0] ?? '', expected: 'can' })
    return {}
  },
  async run(_, asked, { house }) {
    const answer = canNow(house, asked.actor)
    return said(canMessage(answer, asked.lang), { json: canJson(answer) })
  },
})
