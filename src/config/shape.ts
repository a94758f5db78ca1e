/** The shape of memcheck.yaml, part by part: each part is held to its own, so that one fault hides no other. */
import { z } from 'zod'
import { TRANSPORTS } from '../domain/inventory.ts'
import { KEPT_KINDS, type KeptKind } from '../domain/lifetimes.ts'
import { LIMITS } from '../domain/limits.ts'
import { DEPTHS } from '../domain/order.ts'
import { LANGS } from '../domain/words.ts'
import { SOURCES } from '../parsers/index.ts'
import { privilegeOf } from '../script/privilege.ts'

const TEXT_CHARS = 255
const PORT_MAX = 65_535

export const Text = z.string().trim().min(1).max(TEXT_CHARS)
/** A host's, group's or order's name: a label or a domain name, told from a pid by a letter, dot, dash or colon. */
const Name = Text.regex(/^(?!\d+$)[\p{L}\p{N}_][\p{L}\p{N}_.-]*$/u)
/** A domain name or an address of IPv4 or IPv6 (with its zone); no leading dash, which programs take as an option. */
const Address = Text.regex(/^[A-Za-z0-9_:][A-Za-z0-9_.:%-]*$/)
const User = Text.regex(/^[A-Za-z0-9_][A-Za-z0-9_.@\\-]*\$?$/)
/** `#memory`, `memory` or Slack's id. */
const ChannelName = Text.regex(/^#?[\p{L}\p{N}_-]{1,80}$/u)
/** A list; of one thing it may be written without the list. */
export const oneOrMore = <T extends z.ZodType>(item: T) =>
  z.preprocess((value) => (typeof value === 'string' ? [value] : value), z.array(item).min(1))

export const Top = z.strictObject({
  lang: z.enum(LANGS).optional(),
  defaults: z.unknown().optional(),
  hosts: z.array(z.unknown()).optional(),
  groups: z.record(z.string(), z.unknown()).optional(),
  channels: z.record(z.string(), z.unknown()).optional(),
  orders: z.array(z.unknown()).optional(),
  policy: z.unknown().optional(),
  prometheus: z.unknown().optional(),
  retention: z.unknown().optional(),
})

/** Name of an environment variable: what is secret stands there, and never in this file. */
const EnvName = Text.regex(/^[A-Za-z_][A-Za-z0-9_]*$/)
/** `0s` to `60s`: a person waits as long as that. */
const Rest = Text.regex(/^(?:[0-9]|[1-5][0-9]|60)s$/)
const login = {
  user: User.optional(),
  key: oneOrMore(Text).optional(),
  passphrase_env: EnvName.optional(),
  password_env: EnvName.optional(),
  /** True for the agent of the bot's own environment, or the path of its socket. */
  agent: z.union([z.boolean(), Text]).optional(),
  known_hosts: oneOrMore(Text).optional(),
  /** Name of the host through which this one is reached; `none` for a direct way where the defaults have one. */
  via: Text.optional(),
  transport: z.enum(TRANSPORTS).optional(),
  rest: Rest.optional(),
  pinned: z.boolean().optional(),
}

/** A local account that sudo may become; no word that sudoers takes for a group of accounts (`ALL`). */
const Account = Text.regex(/^(?=.*[a-z])[A-Za-z_][A-Za-z0-9_.-]*$/)
const SUDO_SOURCES = SOURCES.filter((source) => privilegeOf(source) !== null).map(({ id }) => id)

function listOfSudo(value: unknown): unknown {
  if (typeof value === 'boolean') return value ? SUDO_SOURCES : []
  return typeof value === 'string' ? [value] : value
}

export const Defaults = z.strictObject(login)
export type Defaults = z.output<typeof Defaults>

export const Host = z.strictObject({
  name: Name,
  /** The name itself when not given. */
  address: Address.optional(),
  port: z.int().min(1).max(PORT_MAX).optional(),
  ...login,
  aliases: oneOrMore(Name).default([]),
  memory: z.boolean().default(false),
  /** True for all sources that may be, or their ids. */
  sudo: z.preprocess(listOfSudo, z.array(z.enum(SUDO_SOURCES))).default([]),
  memory_as: Account.optional(),
  memory_key: Text.optional(),
})
export type Host = z.output<typeof Host>

const LABEL = /^[A-Za-z_][A-Za-z0-9_]*$/
/** A base address of http or https, without a query and without a password, which would stand in plain text here. */
const Url = Text.refine((text) => {
  if (!URL.canParse(text)) return false
  const { protocol, username, password, search, hash } = new URL(text)
  return /^https?:$/.test(protocol) && `${username}${password}${search}${hash}` === ''
})

export const Prometheus = z.strictObject({
  url: Url,
  token_env: Text.regex(LABEL).optional(),
  label: Text.regex(LABEL).default('instance'),
  value: Text.optional(),
  hosts: z.record(z.string(), Text).default({}),
  labels: z.record(z.string().regex(LABEL), Text).default({}),
  step: Text.default('10m'),
  days: z.int().min(1).max(LIMITS.importDays).default(LIMITS.importDays),
})

/** Durations by kind; what they may be is told by readRetention. */
export const Retention = z.strictObject({
  ...(Object.fromEntries(KEPT_KINDS.map((kind) => [kind, Text.optional()])) as Readonly<
    Record<KeptKind, z.ZodOptional<typeof Text>>
  >),
})

/** What holds in one channel. */
export const Channel = z.strictObject({ lang: z.enum(LANGS) })

export const GroupName = Name
export const Group = oneOrMore(Text)

export const Order = z.strictObject({
  name: Name,
  targets: oneOrMore(Text),
  every: Text,
  zone: Text.default('UTC'),
  channel: ChannelName,
  lang: z.enum(LANGS).optional(),
  depth: z.enum(DEPTHS).default('full'),
  tell: z.enum(['always', 'changes', 'never']).optional(),
})
export type Order = z.output<typeof Order>
