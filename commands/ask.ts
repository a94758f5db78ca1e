import { z } from 'zod'
import { UserError } from '../src/domain/errors.ts'
import { defineCommand } from '../src/pipeline/command.ts'
import { ANYTHING, readTimed } from '../src/pipeline/grammar.ts'
import type { UseCases } from '../src/pipeline/useCases.ts'
import { Target } from './args/target.ts'

const Args = z.object({
  target: Target,
  name: z.string(),
  // Which words are arguments of a question is judged by itself (takesArgs).
  args: z.array(z.string()),
  when: z.array(z.string()).nullable(),
})

/** One question about a target, without a report first. */
export const ask = defineCommand<UseCases, z.infer<typeof Args>>({
  name: 'ask',
  usage: `HOST ${ANYTHING} QUESTION [WORD] [at|since TIME]`,
  example: 'ask local leaky-demo smaps',
  help: {
    en: 'one question about a host or process, such as smaps',
    zh: '对主机或进程提一个问题，例如 smaps',
  },
  class: 'look',
  where: 'anywhere',
  subVerbs: [],
  Args,
  read(words, use) {
    const pointed = readTimed(words, use.house)
    if (pointed.drilldown === null) {
      const names = use.house.drilldowns.map((one) => one.name).join(', ')
      throw new UserError('bad-argument', {
        word: words.at(-1) ?? '',
        expected: `ask HOST ${ANYTHING} QUESTION: ${names}`,
      })
    }
    const { target, drilldown, when } = pointed
    return { target, name: drilldown.name, args: drilldown.args, when }
  },
  run: ({ target, name, args, when }, asked, use) =>
    use.ask(asked, { target, drilldown: name, args, when }),
})
