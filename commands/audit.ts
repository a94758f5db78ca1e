import { z } from 'zod'
import { UserError } from '../src/domain/errors.ts'
import { audit as readAudit } from '../src/pipeline/audit.ts'
import { defineCommand } from '../src/pipeline/command.ts'
import { hostNamed } from '../src/pipeline/hostNamed.ts'
import type { UseCases } from '../src/pipeline/useCases.ts'
import { readWhen, splitWhen } from '../src/pipeline/when.ts'
import { readFlags } from './args/flags.ts'

const USAGE = '[HOST] [--by USER] [since TIME]'
const Args = z.object({
  host: z.string().nullable(),
  actor: z.string().min(1).max(80).nullable(),
  since: z.array(z.string()).nullable(),
})

/** Who asked what, what was decided and by which rule, and which script ran for it. */
export const audit = defineCommand<UseCases, z.infer<typeof Args>>({
  name: 'audit',
  usage: USAGE,
  example: 'audit since 1h',
  help: {
    en: 'who asked what, what was decided by which rule, which script ran; `--json` writes all rows, a line each',
    zh: '谁请求了什么、依据哪条规则作出何种决定、运行了哪个脚本；`--json` 逐行输出全部记录',
  },
  class: 'admin',
  where: 'anywhere',
  subVerbs: [],
  Args,
  read(words, use) {
    // The time stands last, and where it stands alone something must stand before it.
    const timed = splitWhen(['', ...words])
    const flags = readFlags(timed.words.slice(1), { on: [], valued: ['by'] }, `audit ${USAGE}`)
    const [host, more] = flags.words
    const isAt = timed.when !== null && timed.when[0]?.toLowerCase() !== 'since'
    if (more !== undefined || isAt)
      throw new UserError('bad-argument', {
        word: (more ?? timed.when?.[0] ?? '').slice(0, 80),
        expected: `audit ${USAGE}`,
      })
    const named = host === undefined ? null : hostNamed(use.house, host).name
    return { host: named, actor: flags.values['by'] ?? null, since: timed.when }
  },
  run({ host, actor, since }, asked, { house }) {
    const sinceMs = since === null ? 0 : readWhen(since, house.clock.now(), asked.zone).fromMs
    return readAudit(house, asked, { host, actor, sinceMs })
  },
})
