import { z } from 'zod'
import { defineCommand } from '../src/pipeline/command.ts'
import type { UseCases } from '../src/pipeline/useCases.ts'
import { helpMessage } from '../src/report/help.ts'
import { pausedBlock } from './args/paused.ts'
import { said } from './args/said.ts'

const Args = z.object({ word: z.string().nullable() })

/** Made from the registry: no other list of commands exists. */
export const help = defineCommand<UseCases, z.infer<typeof Args>>({
  name: 'help',
  usage: '[COMMAND]',
  example: 'help watch',
  help: { en: 'this list', zh: '本列表' },
  class: 'look',
  where: 'anywhere',
  subVerbs: [],
  Args,
  read: (words) => ({ word: words[0] ?? null }),
  async run({ word }, asked, use) {
    const message = helpMessage(use.commands, use.house.drilldowns, word, {
      lang: asked.lang,
      surface: asked.place.surface,
    })
    const paused = pausedBlock(await use.house.store.pauses(), asked.lang)
    return said(
      { ...message, blocks: [...paused, ...message.blocks] },
      {
        json: use.commands.map(({ name, usage, example, where }) => ({
          name,
          usage,
          example,
          where,
        })),
      },
    )
  },
})
