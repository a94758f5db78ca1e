import { z } from 'zod'
import { defineCommand } from '../src/pipeline/command.ts'
import { ANYTHING, readTimed } from '../src/pipeline/grammar.ts'
import type { UseCases } from '../src/pipeline/useCases.ts'
import { Target } from './args/target.ts'

const Args = z.object({
  target: Target,
  drilldown: z.object({ name: z.string(), args: z.array(z.string()) }).nullable(),
  when: z.array(z.string()).nullable(),
})

/** The doctor's look: verdict, numbers, graph. The verb may be left out: a host alone is a check. */
export const check = defineCommand<UseCases, z.infer<typeof Args>>({
  name: 'check',
  usage: `HOST ${ANYTHING} [QUESTION] [at|since TIME]`,
  example: 'check local leaky-demo',
  help: {
    en: 'how a host, a process or a whole cgroup stands for memory, with evidence and a graph; or what a core file there holds',
    zh: '查看主机、进程或整个 cgroup 的内存状况，附证据与图表；或查看该主机上 core 文件中的内存',
  },
  class: 'look',
  where: 'anywhere',
  subVerbs: [],
  Args,
  read: (words, use) => ({ ...readTimed(words, use.house) }),
  run: ({ target, drilldown, when }, asked, use) =>
    drilldown === null
      ? use.check(asked, target, 'full')
      : use.ask(asked, { target, drilldown: drilldown.name, args: drilldown.args, when }),
})
