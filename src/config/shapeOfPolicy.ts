/** The shape of `policy` in memcheck.yaml. */
import { z } from 'zod'
import { INTRUSIVE_KINDS } from '../domain/intrusive.ts'
import { LEVELS } from '../domain/leaves.ts'
import { ACTION_CLASSES } from '../domain/source.ts'
import { oneOrMore, Text } from './shape.ts'

/** The entries are held to their own shape, one by one. */
export const PolicyTop = z.strictObject({
  allow: z.array(z.unknown()).min(1),
  intrusive: z.array(z.unknown()).default([]),
  leaves: z.array(z.unknown()).min(1).optional(),
})

export const Allow = z.strictObject({
  name: Text.optional(),
  may: oneOrMore(z.enum(ACTION_CLASSES)),
  users: oneOrMore(Text).default([]),
  usergroups: oneOrMore(Text).default([]),
  channels: oneOrMore(Text).default([]),
  hosts: oneOrMore(Text).optional(),
})
export type Allow = z.output<typeof Allow>

/** What is demanded before anything intrusive. */
export const Intrusive = z.strictObject({
  hosts: oneOrMore(Text).optional(),
  kinds: oneOrMore(z.enum(INTRUSIVE_KINDS)).default([...INTRUSIVE_KINDS]),
  /** True for any, or a pattern. */
  ticket: z.union([z.boolean(), Text]).default(false),
  second_person: z.boolean().default(false),
  freeze: oneOrMore(Text).default([]),
  zone: Text.default('UTC'),
  core_dir: Text.optional(),
  core_max: Text.optional(),
})
export type Intrusive = z.output<typeof Intrusive>
export const Leaves = z.strictObject({
  name: Text.optional(),
  at_most: z.enum(LEVELS),
  channels: oneOrMore(Text).default([]),
  hosts: oneOrMore(Text).optional(),
})
