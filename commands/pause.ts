import { z } from 'zod'
import { isoUtc } from '../src/domain/time.ts'
import { plain, say } from '../src/domain/words.ts'
import { defineCommand } from '../src/pipeline/command.ts'
import { pauseNow } from '../src/pipeline/pause/switch.ts'
import type { UseCases } from '../src/pipeline/useCases.ts'
import { PAUSE_WORDS } from '../src/report/words/pause.ts'
import { readHostOrAll } from './args/hostOrAll.ts'
import { said } from './args/said.ts'

const Args = z.object({ host: z.string() })

/** The kill switch, for everybody: whoever sees harm stops it first and asks after. */
export const pause = defineCommand<UseCases, z.infer<typeof Args>>({
  name: 'pause',
  usage: '[HOST]',
  example: 'pause local',
  help: {
    en: 'stop all collecting at once, of one host or of all; anybody may',
    zh: '立即停止采集（某台或全部主机）；任何人都可以',
  },
  class: 'look',
  where: 'anywhere',
  subVerbs: [],
  Args,
  read: (words, use) => ({ host: readHostOrAll(words, use, 'pause [HOST]') }),
  async run({ host }, asked, use) {
    const { by, atMs } = await pauseNow(use.house, asked, host)
    const text = say(
      host === '' ? PAUSE_WORDS.pausedAll : PAUSE_WORDS.pausedHost,
      { host },
      asked.lang,
    )
    return said(
      { text: plain(text), blocks: [{ kind: 'text', text }] },
      {
        json: { paused: { host: host === '' ? null : host, by, at: isoUtc(atMs) } },
        // All who read the channel get no more answers: all of them see why.
        audience: 'channel',
      },
    )
  },
})
