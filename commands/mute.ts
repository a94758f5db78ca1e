import { z } from 'zod'
import { UserError } from '../src/domain/errors.ts'
import { LIMITS } from '../src/domain/limits.ts'
import { isoUtc, parseDuration } from '../src/domain/time.ts'
import { plain, say } from '../src/domain/words.ts'
import { defineCommand } from '../src/pipeline/command.ts'
import { LIVING } from '../src/pipeline/grammar.ts'
import { mute as muteNow } from '../src/pipeline/mutes.ts'
import type { UseCases } from '../src/pipeline/useCases.ts'
import { muteList } from '../src/report/muteList.ts'
import { MUTE_WORDS } from '../src/report/words/mute.ts'
import { readMuted } from './args/muted.ts'
import { said } from './args/said.ts'
import { Target } from './args/target.ts'

const USAGE = `HOST ${LIVING} [CODE] for 7d | list`

const Args = z.union([
  z.object({ do: z.literal('list') }),
  z.object({
    do: z.literal('mute'),
    target: Target,
    code: z.string().max(100),
    forMs: z.number().int().positive().max(LIMITS.muteMs),
  }),
])

/** Orders leave it untold for a time; who asks directly sees it, marked. */
export const mute = defineCommand<UseCases, z.infer<typeof Args>>({
  name: 'mute',
  usage: USAGE,
  example: 'mute local leak for 7d',
  help: {
    en: 'orders and watches leave a finding untold for a time, 90 days at most',
    zh: '在一段时间内（最长 90 天）不由任务和监视通报某项发现',
  },
  class: 'look',
  where: 'anywhere',
  subVerbs: ['list', 'for'],
  Args,
  read(words, use) {
    if (words.length === 1 && words[0] === 'list') return { do: 'list' }
    const at = words.lastIndexOf('for')
    const time = words[at + 1] ?? ''
    const forMs = at < 0 || at + 2 !== words.length ? null : parseDuration(time)
    if (forMs === null || forMs > LIMITS.muteMs)
      throw new UserError('bad-argument', {
        word: (at < 0 ? words : words.slice(at)).join(' ').slice(0, 80),
        expected: `mute HOST ${LIVING} [CODE] for 1h … 90d`,
      })
    return { do: 'mute', ...readMuted(words.slice(0, at), use, `mute ${USAGE}`), forMs }
  },
  async run(args, asked, use) {
    const { house } = use
    if (args.do === 'list') {
      const mutes = await house.store.mutes(house.clock.now())
      const json = mutes.map(({ untilMs, atMs, ...rest }) => ({
        ...rest,
        until: isoUtc(untilMs),
        at: isoUtc(atMs),
      }))
      return said(muteList(mutes, asked.lang), { json: { mutes: json } })
    }
    const made = await muteNow(house, asked, args)
    const params = { subject: made.subject, code: made.code, untilAtMs: made.untilMs }
    const phrase = made.code === '' ? MUTE_WORDS.mutedAll : MUTE_WORDS.muted
    const text = say(phrase, params, asked.lang)
    return said(
      { text: plain(text), blocks: [{ kind: 'text', text }] },
      {
        json: { muted: { subject: made.subject, code: made.code, until: isoUtc(made.untilMs) } },
        // Silence is for all who read the channel: all of them see that it began.
        audience: 'channel',
      },
    )
  },
})
