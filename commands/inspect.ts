import { z } from 'zod'
import { UserError } from '../src/domain/errors.ts'
import { LIMITS } from '../src/domain/limits.ts'
import { defineCommand } from '../src/pipeline/command.ts'
import { changing, groupNamed, readTarget } from '../src/pipeline/grammar.ts'
import { inspectNow } from '../src/pipeline/inspect.ts'
import type { UseCases } from '../src/pipeline/useCases.ts'
import { Target } from './args/target.ts'

const Args = z.object({
  name: z.string().min(1),
  targets: z.array(Target).min(1).max(LIMITS.orderTargets),
})

/** An order run once, now: one summary, worst first. */
export const inspect = defineCommand<UseCases, z.infer<typeof Args>>({
  name: 'inspect',
  usage: '@GROUP|HOST [NAME|unit:U|container:C]',
  example: 'inspect local',
  help: {
    en: 'one summary of a group or a host now, worst first',
    zh: '立即汇总一个分组或主机，最差的在前',
  },
  class: 'look',
  where: 'anywhere',
  subVerbs: [],
  Args,
  read(words, use) {
    const [first, ...rest] = words
    if (first === undefined)
      throw new UserError('bad-argument', {
        word: '',
        expected: 'inspect @GROUP|HOST [NAME|unit:U|container:C]',
      })
    const hosts = first.startsWith('@') ? groupNamed(use.house, first) : [first]
    const targets = hosts.map((host) => {
      const pointed = readTarget([host, ...rest], use.house)
      if (pointed.drilldown !== null)
        throw new UserError('bad-argument', {
          word: pointed.drilldown.name,
          expected: 'inspect @GROUP|HOST [NAME|unit:U|container:C]',
        })
      return changing(pointed.target)
    })
    return { name: words.join(' '), targets }
  },
  run: ({ name, targets }, asked, use) => inspectNow(use, asked, name, targets),
})
