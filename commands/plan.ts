import { z } from 'zod'
import { LIMITS } from '../src/domain/limits.ts'
import type { Block } from '../src/domain/report.ts'
import { type Target as AnyTarget, typed } from '../src/domain/target.ts'
import { SECOND_MS } from '../src/domain/time.ts'
import { plain, say } from '../src/domain/words.ts'
import { type Asked, defineCommand, type Reply } from '../src/pipeline/command.ts'
import { ANYTHING, readTarget } from '../src/pipeline/grammar.ts'
import { hostNamed } from '../src/pipeline/hostNamed.ts'
import { permit } from '../src/pipeline/leave.ts'
import { showPlan } from '../src/pipeline/showPlan.ts'
import type { UseCases } from '../src/pipeline/useCases.ts'
import { COMMAND_WORDS } from '../src/report/words/commands.ts'
import { said } from './args/said.ts'
import { Target } from './args/target.ts'

const Args = z.object({ target: Target })

/** What will be run on the host, before it is run. */
export const plan = defineCommand<UseCases, z.infer<typeof Args>>({
  name: 'plan',
  usage: `HOST ${ANYTHING}`,
  example: 'plan local leaky-demo',
  help: {
    en: 'show exactly what a check would run on the host, and its price',
    zh: '显示检查将在主机上执行的全部内容及其代价',
  },
  class: 'look',
  where: 'anywhere',
  subVerbs: [],
  Args,
  read: (words, use) => ({ target: readTarget(words, use.house).target }),
  async run({ target }, asked, use) {
    await permit(use.house, asked.actor, { name: 'plan', class: 'look' }, asked.place, target)
    if (target.kind === 'core') return ofCore(target, asked)
    const rounds = showPlan(use.house, target, hostNamed(use.house, target.host))
    const head = say(
      COMMAND_WORDS.plan,
      {
        target: typed(target),
        rounds: rounds.length,
        sources: rounds.reduce((sum, round) => sum + round.sources.length, 0),
      },
      asked.lang,
    )
    const blocks: readonly Block[] = [
      { kind: 'text', text: head },
      {
        kind: 'table',
        said: true,
        caption: [COMMAND_WORDS.planSources[asked.lang]],
        columns: ['round', 'source', 'price', 'class', 'right', 'at most'].map(
          (title) => ({ title, align: 'left' }) as const,
        ),
        rows: rounds.flatMap((round) =>
          round.sources.map((row) => [
            String(round.number),
            row.id,
            row.price,
            row.class,
            row.right,
            row.cap,
          ]),
        ),
      },
      {
        kind: 'bullets',
        items: rounds.map(({ number, sha256 }) =>
          say(COMMAND_WORDS.planHash, { number, hash: sha256 }, asked.lang),
        ),
      },
      ...rounds.map(
        (round): Block => ({
          kind: 'file',
          name: `round-${round.number}.sh`,
          title: [`round ${round.number}: ${round.command}`],
          text: round.script,
        }),
      ),
    ]
    return said({ text: plain(head), blocks }, { json: { target, rounds } })
  },
})

function ofCore(target: AnyTarget, asked: Asked): Reply {
  const params = {
    target: typed(target),
    mostBytes: LIMITS.walkBytes,
    mostSeconds: LIMITS.walkMs / SECOND_MS,
    rateBytesPerSec: LIMITS.walkBytesPerSec,
  }
  const text = say(COMMAND_WORDS.planCore, params, asked.lang)
  return said(
    { text: plain(text), blocks: [{ kind: 'text', text }] },
    { json: { target, rounds: [], limits: params } },
  )
}
