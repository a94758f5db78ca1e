import { z } from 'zod'
import { typed } from '../src/domain/target.ts'
import { plain, say } from '../src/domain/words.ts'
import { defineCommand } from '../src/pipeline/command.ts'
import { LIVING } from '../src/pipeline/grammar.ts'
import { unmute as unmuteNow } from '../src/pipeline/mutes.ts'
import type { UseCases } from '../src/pipeline/useCases.ts'
import { MUTE_WORDS } from '../src/report/words/mute.ts'
import { readMuted } from './args/muted.ts'
import { said } from './args/said.ts'
import { Target } from './args/target.ts'

const USAGE = `HOST ${LIVING} [CODE]`
const Args = z.object({ target: Target, code: z.string().max(100) })

/** Lifts a mute before its time; without a code all of the subject's. */
export const unmute = defineCommand<UseCases, z.infer<typeof Args>>({
  name: 'unmute',
  usage: USAGE,
  example: 'unmute local leak',
  help: { en: 'lift a mute before its time', zh: '提前取消静音' },
  class: 'look',
  where: 'anywhere',
  subVerbs: [],
  Args,
  read: (words, use) => readMuted(words, use, `unmute ${USAGE}`),
  async run(args, asked, use) {
    const lifted = await unmuteNow(use.house, asked, args)
    const text = say(MUTE_WORDS.lifted, { target: typed(args.target), lifted }, asked.lang)
    return said(
      { text: plain(text), blocks: [{ kind: 'text', text }] },
      { json: { lifted }, audience: 'channel' },
    )
  },
})
