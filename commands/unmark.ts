import { z } from 'zod'
import { UserError } from '../src/domain/errors.ts'
import { parseMarkId } from '../src/domain/mark.ts'
import { defineCommand } from '../src/pipeline/command.ts'
import { unmark as unmarkNow } from '../src/pipeline/marks.ts'
import type { UseCases } from '../src/pipeline/useCases.ts'
import { unmarked } from './args/unmarked.ts'

const Args = z.object({ id: z.number().int().positive() })

/** Takes a mark away, whoever made it. */
export const unmark = defineCommand<UseCases, z.infer<typeof Args>>({
  name: 'unmark',
  usage: 'ID',
  example: 'unmark 1',
  help: { en: 'take a mark away', zh: '删除标记' },
  class: 'look',
  where: 'anywhere',
  subVerbs: [],
  Args,
  read([word, more]) {
    const id = parseMarkId(word ?? '')
    if (id === null || more !== undefined)
      throw new UserError('bad-argument', {
        word: (id === null ? (word ?? '') : (more ?? '')).slice(0, 80),
        expected: 'unmark ID',
      })
    return { id }
  },
  run: async ({ id }, asked, use) =>
    unmarked(await unmarkNow(use.house, asked, id, null), asked.lang),
})
