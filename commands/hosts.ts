import { z } from 'zod'
import { formatRate } from '../src/domain/bytes.ts'
import { UserError } from '../src/domain/errors.ts'
import type { KnownFacts } from '../src/domain/facts.ts'
import type { HostEntry } from '../src/domain/inventory.ts'
import { DAY_MS, formatDuration, isoUtc } from '../src/domain/time.ts'
import type { Lang } from '../src/domain/words.ts'
import { defineCommand } from '../src/pipeline/command.ts'
import { addHostKeys } from '../src/pipeline/hostKeys.ts'
import { hostNamed } from '../src/pipeline/hostNamed.ts'
import { visibleHosts } from '../src/pipeline/leave.ts'
import type { UseCases } from '../src/pipeline/useCases.ts'
import { COMMAND_WORDS } from '../src/report/words/commands.ts'
import { readFlags } from './args/flags.ts'
import { pausedBlock } from './args/paused.ts'
import { said } from './args/said.ts'

/** As ssh-keygen prints it: 32 bytes in base64 without its padding. */
const FINGERPRINT = /^SHA256:[A-Za-z0-9+/]{43}$/
const Args = z.object({
  add: z
    .object({ host: z.string(), fingerprint: z.string().regex(FINGERPRINT).nullable() })
    .nullable(),
})

const USAGE = '[add HOST [--fingerprint SHA256:...]]'

/** The inventory: what may be reached, and the record of a host's key. */
export const hosts = defineCommand<UseCases, z.infer<typeof Args>>({
  name: 'hosts',
  usage: USAGE,
  example: 'hosts',
  help: {
    en: 'the hosts and groups that may be asked about, and how memory in use went over 7 days; `add` shows a host’s key and records it after a yes (in a terminal)',
    zh: '可以查询的主机与分组，以及近 7 天占用内存的变化；`add` 显示主机密钥并在确认后记录（仅限终端）',
  },
  class: 'look',
  where: 'anywhere',
  subVerbs: ['add'],
  Args,
  read(words, use) {
    const [verb, ...rest] = words
    if (verb === undefined) return { add: null }
    const usage = `hosts ${USAGE}`
    if (verb !== 'add') throw new UserError('bad-argument', { word: verb, expected: usage })
    const flags = readFlags(rest, { on: [], valued: ['fingerprint'] }, usage)
    const [host, extra] = flags.words
    if (host === undefined || extra !== undefined)
      throw new UserError('bad-argument', { word: extra ?? verb, expected: usage })
    return {
      add: {
        host: hostNamed(use.house, host).name,
        fingerprint: flags.values['fingerprint'] ?? null,
      },
    }
  },
  async run({ add }, asked, use) {
    if (add !== null)
      return await addHostKeys(use, asked, hostNamed(use.house, add.host), add.fingerprint)
    const { embedded } = use.house.inventory
    const entries = visibleHosts(use.house, asked.actor)
    const groups = groupsAmong(entries, use)
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
      reachedAs(host, asked.lang),
      viaOf(host),
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
            said: true,
            caption: [title],
            columns: COLUMNS.map((name) => ({ title: name, align: 'left' }) as const),
            rows,
          },
        ],
      },
      {
        json: {
          hosts: entries.map(({ name, aliases, address, port, user, jump, transport, memory }) => ({
            name,
            aliases,
            address,
            // What the inventory leaves open is for ssh's own settings to say.
            port: port === 0 ? null : port,
            user: user === '' ? null : user,
            via: jump?.name ?? null,
            transport,
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

/** Groups with those of their members that are listed; others are not named. */
function groupsAmong(
  entries: readonly HostEntry[],
  { house }: UseCases,
): Readonly<Record<string, readonly string[]>> {
  const names = new Set(entries.map(({ name }) => name))
  const among = Object.entries(house.inventory.groups).map(
    ([group, members]) => [group, members.filter((member) => names.has(member))] as const,
  )
  return Object.fromEntries(among.filter(([, members]) => members.length > 0))
}

/** `user@address:port`, as far as the inventory says; the rest is as ssh has it. */
function reachedAs({ user, address, port }: HostEntry, lang: Lang): string {
  const at = address.includes(':') && port !== 0 ? `[${address}]` : address
  const written = `${user === '' ? '' : `${user}@`}${at}${port === 0 ? '' : `:${port}`}`
  const isOpen = user === '' || port === 0
  return isOpen ? `${written} (${COMMAND_WORDS.hostsAsSsh[lang]})` : written
}

/** The jump hosts, the one next to the host last. */
function viaOf({ jump }: HostEntry): string {
  if (jump === null) return ''
  return jump.jump === null ? jump.name : `${viaOf(jump)} > ${jump.name}`
}

const COLUMNS = [
  'host',
  'also called',
  'reached as',
  'via',
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
