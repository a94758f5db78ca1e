import { z } from 'zod'
import { UserError } from '../src/domain/errors.ts'
import { defineCommand } from '../src/pipeline/command.ts'
import { examine } from '../src/pipeline/examine.ts'
import { hostNamed } from '../src/pipeline/hostNamed.ts'
import { permit } from '../src/pipeline/leave.ts'
import type { UseCases } from '../src/pipeline/useCases.ts'
import { sudoersText } from '../src/report/sudoers.ts'
import { readFlags } from './args/flags.ts'
import { said } from './args/said.ts'

const USAGE = '[HOST] | --sudoers HOST'
const Args = z.object({ host: z.string().nullable(), sudoers: z.boolean() })

/** Is memcheck itself well: store, chat, hosts within reach. */
export const doctor = defineCommand<UseCases, z.infer<typeof Args>>({
  name: 'doctor',
  usage: USAGE,
  example: 'doctor',
  help: {
    en: 'is memcheck itself well, and what it can read on its hosts; --sudoers prints the rights that memcheck.yaml names for a host, as a file of sudoers',
    zh: 'memcheck 自身是否正常、在各主机上能读什么；--sudoers 以 sudoers 文件的形式列出 memcheck.yaml 为该主机写明的权限',
  },
  class: 'look',
  where: 'anywhere',
  subVerbs: [],
  Args,
  read(words, use) {
    const flags = readFlags(words, { on: ['sudoers'], valued: [] }, `doctor ${USAGE}`)
    const [host, more] = flags.words
    const sudoers = flags.on.has('sudoers')
    if (more !== undefined || (sudoers && host === undefined))
      throw new UserError('bad-argument', {
        word: more ?? '--sudoers',
        expected: `doctor ${USAGE}`,
      })
    return { host: host === undefined ? null : hostNamed(use.house, host).name, sudoers }
  },
  async run({ host, sudoers }, asked, use) {
    if (!sudoers || host === null) return await examine(use, asked, host)
    const target = { kind: 'host', host } as const
    await permit(use.house, asked.actor, { name: 'sudoers', class: 'look' }, asked.place, target)
    const entry = hostNamed(use.house, host)
    const text = sudoersText(entry, use.house.sources, asked.lang)
    return said({ text, blocks: [{ kind: 'code', text }] }, { json: { host, sudoers: text } })
  },
})
