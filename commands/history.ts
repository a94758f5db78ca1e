import { z } from 'zod'
import type { Block } from '../src/domain/report.ts'
import { typed } from '../src/domain/target.ts'
import { plain, say } from '../src/domain/words.ts'
import { defineCommand } from '../src/pipeline/command.ts'
import { readTarget } from '../src/pipeline/grammar.ts'
import { historyView } from '../src/pipeline/historyView.ts'
import type { UseCases } from '../src/pipeline/useCases.ts'
import { COMMAND_WORDS } from '../src/report/words/commands.ts'
import { VERDICT_WORDS } from '../src/report/words/ui.ts'
import { said } from './args/said.ts'
import { Target } from './args/target.ts'

const Args = z.object({ target: Target })

/** What is known of a subject already: no host is asked. */
export const history = defineCommand<UseCases, z.infer<typeof Args>>({
  name: 'history',
  usage: 'HOST [PID|NAME]',
  example: 'history local leaky-demo',
  help: {
    en: 'earlier verdicts and the graph so far; asks no host',
    zh: '此前的结论与图表；不访问主机',
  },
  class: 'look',
  where: 'anywhere',
  subVerbs: [],
  Args,
  read: (words, use) => ({ target: readTarget(words, use.house).target }),
  async run({ target }, asked, use) {
    const view = await historyView(use.house, target, asked.lang)
    const head = say(
      COMMAND_WORDS.history,
      { target: typed(target), runs: view.runs.length },
      asked.lang,
    )
    const rows = view.runs.map((run) => [
      new Date(run.openedAtMs).toISOString().slice(0, 16).replace('T', ' '),
      run.id,
      run.typed,
      run.verdict === null ? run.state : VERDICT_WORDS[run.verdict][asked.lang],
    ])
    const blocks: readonly Block[] = [
      { kind: 'text', text: head },
      ...(view.chart === null ? [] : [{ kind: 'chart', chart: view.chart } as const]),
      ...(rows.length === 0
        ? []
        : [
            {
              kind: 'table',
              caption: head,
              columns: ['UTC', 'run', 'asked', 'verdict'].map(
                (title) => ({ title, align: 'left' }) as const,
              ),
              rows,
            } as const,
          ]),
    ]
    return said(
      { text: plain(head), blocks },
      {
        json: {
          target,
          runs: view.runs.map((run) => ({
            id: run.id,
            verdict: run.verdict,
            at: new Date(run.openedAtMs).toISOString(),
          })),
        },
        audience: 'channel',
      },
    )
  },
})
