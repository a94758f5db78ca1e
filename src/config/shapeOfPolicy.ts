/** The shape of `policy` in memcheck.yaml. */
import { z } from 'zod'
import { LEVELS } from '../domain/leaves.ts'
import { ACTION_CLASSES } from '../domain/source.ts'
import { oneOrMore, Text } from './shape.ts'

/** The entries are held to their own shape, one by one. */
export const PolicyTop = z.strictObject({
  allow: z.array(z.unknown()).min(1),
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

export const Leaves = z.strictObject({
  name: Text.optional(),
  at_most: z.enum(LEVELS),
  channels: oneOrMore(Text).default([]),
  hosts: oneOrMore(Text).optional(),
})
