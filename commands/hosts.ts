import { z } from 'zod'
import { UserError } from '../src/domain/errors.ts'
import { defineCommand } from '../src/pipeline/command.ts'
import type { UseCases } from '../src/pipeline/useCases.ts'
import { COMMAND_WORDS } from '../src/report/words/commands.ts'
import { said } from './args/said.ts'

const Args = z.object({})

/** The inventory: what may be reached. */
export const hosts = defineCommand<UseCases, z.infer<typeof Args>>({
  name: 'hosts',
  usage: '',
  example: 'hosts',
  help: { en: 'the hosts and groups that may be asked about', zh: '可以查询的主机与分组' },
  class: 'look',
  where: 'anywhere',
  subVerbs: [],
  Args,
  read(words) {
    if (words[0] !== undefined)
      throw new UserError('bad-argument', { word: words[0], expected: 'hosts' })
    return {}
  },
  async run(_args, asked, use) {
    const { hosts: entries, groups, embedded } = use.house.inventory
    const groupsOf = (name: string): string =>
      Object.entries(groups)
        .filter(([, members]) => members.includes(name))
        .map(([group]) => `@${group}`)
        .join(' ')
    const rows = entries.map((host) => [
      host.name,
      host.aliases.join(' '),
      `${host.user}@${host.address}:${host.port}`,
      groupsOf(host.name),
      host.memory ? 'yes' : 'no',
    ])
    const title = embedded
      ? COMMAND_WORDS.hostsEmbedded[asked.lang]
      : COMMAND_WORDS.hosts[asked.lang]
    return said(
      {
        text: title,
        blocks: [
          {
            kind: 'table',
            caption: [title],
            columns: ['host', 'also called', 'reached as', 'groups', 'memory reads'].map(
              (name) => ({ title: name, align: 'left' }) as const,
            ),
            rows,
          },
        ],
      },
      {
        json: {
          hosts: entries.map(({ name, aliases, address, port, user, memory }) => ({
            name,
            aliases,
            address,
            port,
            user,
            memory,
          })),
          groups,
        },
      },
    )
  },
})
