import { z } from 'zod'
import { plain, say } from '../src/domain/words.ts'
import { defineCommand } from '../src/pipeline/command.ts'
import { resumeNow } from '../src/pipeline/pause/switch.ts'
import type { UseCases } from '../src/pipeline/useCases.ts'
import { PAUSE_WORDS } from '../src/report/words/pause.ts'
import { readHostOrAll } from './args/hostOrAll.ts'
import { said } from './args/said.ts'

const Args = z.object({ host: z.string() })

/** Lets collecting go on after a pause. */
export const resume = defineCommand<UseCases, z.infer<typeof Args>>({
  name: 'resume',
  usage: '[HOST]',
  example: 'resume local',
  help: {
    en: 'let collecting go on after a pause (an admin, in a terminal or by the policy)',
    zh: '暂停后恢复采集（管理员，在终端或依策略执行）',
  },
  class: 'admin',
  where: 'anywhere',
  subVerbs: [],
  Args,
  read: (words, use) => ({ host: readHostOrAll(words, use, 'resume [HOST]') }),
  async run({ host }, asked, use) {
    await resumeNow(use.house, asked, host)
    const still = (await use.house.store.pauses()).map((one) => one.host)
    const text = say(
      host === '' ? PAUSE_WORDS.resumedAll : PAUSE_WORDS.resumedHost,
      {
        host,
        still: still.join(', '),
        all: still.includes('') ? 'memcheck resume' : null,
      },
      asked.lang,
    )
    return said(
      { text: plain(text), blocks: [{ kind: 'text', text }] },
      { json: { resumed: host === '' ? null : host, stillPaused: still }, audience: 'channel' },
    )
  },
})
