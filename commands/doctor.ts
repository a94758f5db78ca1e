import { z } from 'zod'
import { UserError } from '../src/domain/errors.ts'
import { defineCommand } from '../src/pipeline/command.ts'
import { examine } from '../src/pipeline/examine.ts'
import { hostNamed } from '../src/pipeline/runs.ts'
import type { UseCases } from '../src/pipeline/useCases.ts'

const Args = z.object({ host: z.string().nullable() })

/** Is memcheck itself well: store, chat, hosts within reach. */
export const doctor = defineCommand<UseCases, z.infer<typeof Args>>({
  name: 'doctor',
  usage: '[HOST]',
  example: 'doctor',
  help: {
    en: 'is memcheck itself well: store, orders, hosts within reach',
    zh: 'memcheck 自身是否正常：存储、任务、主机可达性',
  },
  class: 'look',
  where: 'anywhere',
  subVerbs: [],
  Args,
  read(words, use) {
    if (words[1] !== undefined)
      throw new UserError('bad-argument', { word: words[1], expected: 'doctor [HOST]' })
    return { host: words[0] === undefined ? null : hostNamed(use.house, words[0]).name }
  },
  run: ({ host }, asked, use) => examine(use, asked, host),
})
