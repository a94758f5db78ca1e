import { z } from 'zod'
import { UserError } from '../src/domain/errors.ts'
import { parseDuration } from '../src/domain/time.ts'
import { defineCommand } from '../src/pipeline/command.ts'
import { changing, LIVING, readTarget } from '../src/pipeline/grammar.ts'
import { historyReply, USUAL_SPAN_MS } from '../src/pipeline/history/reply.ts'
import type { UseCases } from '../src/pipeline/useCases.ts'
import { Target } from './args/target.ts'

const USAGE = `HOST ${LIVING} [30d]`
const Args = z.object({ target: Target, spanMs: z.number().int().positive() })

/** What is known of a subject already: no host is asked. */
export const history = defineCommand<UseCases, z.infer<typeof Args>>({
  name: 'history',
  usage: USAGE,
  example: 'history local leaky-demo 30d',
  help: {
    en: 'does it leak, since when, how fast: from the readings of up to 90 days, with the graph; asks no host',
    zh: '是否泄漏、从何时起、多快：根据至多 90 天的读数给出结论与图表；不访问主机',
  },
  class: 'look',
  where: 'anywhere',
  subVerbs: [],
  Args,
  read(words, use) {
    const spanMs = parseDuration(words.at(-1) ?? '')
    const [host, named, ...more] = spanMs === null ? words : words.slice(0, -1)
    const refused = (word: string) =>
      new UserError('bad-argument', { word: word.slice(0, 80), expected: `history ${USAGE}` })
    if (host === undefined || more[0] !== undefined) throw refused(more[0] ?? '')
    const pointed = readTarget(named === undefined ? [host] : [host, named], use.house)
    if (pointed.drilldown !== null) throw refused(pointed.drilldown.name)
    return { target: changing(pointed.target), spanMs: spanMs ?? USUAL_SPAN_MS }
  },
  run: ({ target, spanMs }, asked, use) => historyReply(use, asked, target, spanMs),
})
