import { z } from 'zod'
import { formatRate } from '../src/domain/bytes.ts'
import { UserError } from '../src/domain/errors.ts'
import type { KnownFacts } from '../src/domain/facts.ts'
import { DAY_MS, formatDuration, isoUtc } from '../src/domain/time.ts'
import { defineCommand } from '../src/pipeline/command.ts'
import type { UseCases } from '../src/pipeline/useCases.ts'
import { COMMAND_WORDS } from '../src/report/words/commands.ts'
import { pausedBlock } from './args/paused.ts'
import { said } from './args/said.ts'

const Args = z.object({})

/** The inventory: what may be reached. */
export const hosts = defineCommand<UseCases, z.infer<typeof Args>>({
  name: 'hosts',
  usage: '',
  example: 'hosts',
  help: {
    en: 'the hosts and groups that may be asked about, and how memory in use went over 7 days',
    zh: '可以查询的主机与分组，以及近 7 天占用内存的变化',
  },
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
    const slopeOf = await slopesOf(use)
    const groupsOf = (name: string): string =>
      Object.entries(groups)
        .filter(([, members]) => members.includes(name))
        .map(([group]) => `@${group}`)
        .join(' ')
    const known = await use.house.store.knownFacts()
    const nowMs = use.house.clock.now()
    const pauses = await use.house.store.pauses()
    const rows = entries.map((host) => [
      host.name,
      host.aliases.join(' '),
      `${host.user}@${host.address}:${host.port}`,
      groupsOf(host.name),
      host.memory ? 'yes' : 'no',
      systemOf(known.get(host.name), nowMs),
      slopeOf.has(host.name) ? signedRate(slopeOf.get(host.name) ?? 0) : '',
    ])
    const title = embedded
      ? COMMAND_WORDS.hostsEmbedded[asked.lang]
      : COMMAND_WORDS.hosts[asked.lang]
    return said(
      {
        text: title,
        blocks: [
          ...pausedBlock(pauses, asked.lang),
          {
            kind: 'table',
            caption: [title],
            columns: COLUMNS.map((name) => ({ title: name, align: 'left' }) as const),
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
            slopeBytesPerDay: slopeOf.get(name) ?? null,
            facts: factsJson(known.get(name)),
          })),
          groups,
          pauses: pauses.map(({ atMs, ...one }) => ({ ...one, at: isoUtc(atMs) })),
        },
      },
    )
  },
})

const COLUMNS = [
  'host',
  'also called',
  'reached as',
  'groups',
  'memory reads',
  'is',
  '7 days',
] as const
const SLOPE_DAYS = 7
/** Of two days it would be a difference. */
const SLOPE_LEAST_DAYS = 3

/** By host: how fast memory in use (MemTotal less MemAvailable) rises or falls, by the floors of its days. */
async function slopesOf({ house }: UseCases): Promise<ReadonlyMap<string, number>> {
  const today = Math.floor(house.clock.now() / DAY_MS) * DAY_MS
  const known = await house.store.slopes('host', today - SLOPE_DAYS * DAY_MS)
  return new Map(
    known
      .filter(({ days }) => days >= SLOPE_LEAST_DAYS)
      .map(({ subject, slopeBytesPerDay }) => [subject, slopeBytesPerDay]),
  )
}

/** `Debian GNU/Linux 12 (bookworm), x86_64 (2 h ago)`: what it was when it was last looked at. */
function systemOf(known: KnownFacts | undefined, nowMs: number): string {
  if (known === undefined) return ''
  const { distribution, kernel, architecture } = known.facts
  const parts = [distribution ?? kernel, architecture].filter((part) => part !== null)
  return `${parts.join(', ')} (${formatDuration(nowMs - known.atMs)} ago)`
}

function factsJson(known: KnownFacts | undefined): unknown {
  return known === undefined ? null : { ...known.facts, at: isoUtc(known.atMs) }
}

function signedRate(bytesPerDay: number): string {
  return `${bytesPerDay > 0 ? '+' : ''}${formatRate(bytesPerDay)}`
}
