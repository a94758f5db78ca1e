import { z } from 'zod'
import { UserError } from '../src/domain/errors.ts'
import { spokenLang } from '../src/domain/spoken.ts'
import { isoUtc } from '../src/domain/time.ts'
import { LANGS } from '../src/domain/words.ts'
import { type Asked, defineCommand } from '../src/pipeline/command.ts'
import { placeLang, setLang } from '../src/pipeline/spoken.ts'
import type { UseCases } from '../src/pipeline/useCases.ts'
import { type LangAnswer, langMessage } from '../src/report/lang.ts'
import { said } from './args/said.ts'

const USAGE = '[zh|en|default]'
const Args = z.object({ set: z.enum([...LANGS, 'default']).nullable() })

/** The language of a channel, for all who read it; in direct messages one's own. */
export const lang = defineCommand<UseCases, z.infer<typeof Args>>({
  name: 'lang',
  usage: USAGE,
  example: 'lang zh',
  help: {
    en: 'the language of this channel and its threads, in direct messages your own; alone: which it is, and from where',
    zh: '本频道及其消息列的语言，在私信中为你自己的语言；不带参数：当前语言及其来源',
  },
  class: 'look',
  where: 'anywhere',
  subVerbs: [],
  Args,
  read(words) {
    const [first = null, ...rest] = words
    if (rest.length > 0)
      throw new UserError('bad-argument', {
        word: words.join(' ').slice(0, 80),
        expected: `lang ${USAGE}`,
      })
    return { set: first?.toLowerCase() ?? null }
  },
  async run({ set }, asked, use) {
    if (set !== null) await setLang(use.house, asked, set === 'default' ? null : set)
    const answer = await answerOf(asked, use)
    return said(langMessage(answer), {
      json: jsonOf(answer),
      // What changes for all who read the channel is told to all of them.
      audience: set === null ? 'asker' : 'channel',
    })
  },
})

async function answerOf(asked: Asked, { house }: UseCases): Promise<LangAnswer> {
  const { place } = asked
  if (place.surface === 'terminal') {
    const { lang: spoken } = asked
    return { where: 'terminal', lang: spoken, from: 'own', by: null, atMs: null, house: house.lang }
  }
  const { typed, file } = await placeLang(house, place.channel, place.user)
  const own = asked.ownLang ?? asked.lang
  const spoken = spokenLang({ order: null, typed: typed?.lang ?? null, file, own })
  return {
    where: place.channel.startsWith('D') ? 'direct' : 'channel',
    lang: spoken.lang,
    from: spoken.from === 'order' ? 'own' : spoken.from,
    by: typed?.by ?? null,
    atMs: typed?.atMs ?? null,
    house: house.lang,
  }
}

function jsonOf({ lang: spoken, from, by, atMs }: LangAnswer): unknown {
  return { lang: spoken, from, by, at: atMs === null ? null : isoUtc(atMs) }
}
