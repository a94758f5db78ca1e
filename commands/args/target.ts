import { z } from 'zod'
import { isCorePath } from '../../src/domain/core.ts'
import { GROUP_WORDS } from '../../src/domain/meant.ts'
import { PID_MAX } from '../../src/domain/target.ts'
import { GROUP_CHARS } from '../../src/pipeline/grammar.ts'

/** A typed target, as the grammar reads it. */
export const Target = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('host'), host: z.string().min(1) }),
  z.object({
    kind: z.literal('pid'),
    host: z.string().min(1),
    pid: z.number().int().min(1).max(PID_MAX),
  }),
  z.object({
    kind: z.literal('core'),
    host: z.string().min(1),
    path: z.string().refine(isCorePath),
  }),
  z.object({
    kind: z.literal('group'),
    host: z.string().min(1),
    by: z.enum(GROUP_WORDS),
    word: z.string().max(GROUP_CHARS),
  }),
  z.object({ kind: z.literal('name'), host: z.string().min(1), name: z.string().min(1).max(100) }),
])
