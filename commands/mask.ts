import { z } from 'zod'
import { UserError } from '../src/domain/errors.ts'
import { LIMITS } from '../src/domain/limits.ts'
import { MASK, mask as masked } from '../src/domain/secrets.ts'
import { MASK_RULES } from '../src/domain/source.ts'
import { plain, say } from '../src/domain/words.ts'
import { defineCommand } from '../src/pipeline/command.ts'
import type { UseCases } from '../src/pipeline/useCases.ts'
import { MASK_WORDS } from '../src/report/words/mask.ts'
import { readFlags } from './args/flags.ts'
import { said } from './args/said.ts'

const USAGE = `FILE|- [--as ${MASK_RULES.join('|')}]`
const Args = z.object({ file: z.string().min(1), rule: z.enum(MASK_RULES) })

/** What masking makes of a text, before anybody trusts it with one. */
export const mask = defineCommand<UseCases, z.infer<typeof Args>>({
  name: 'mask',
  usage: USAGE,
  example: 'mask cmdline.txt --as args',
  help: {
    en: 'what masking would make of a text, by the rule of a source: `args` unless another is named',
    zh: '按来源的规则显示脱敏后的文本，默认规则为 `args`',
  },
  class: 'look',
  where: 'terminal',
  subVerbs: [],
  Args,
  read(words) {
    const flags = readFlags(words, { on: [], valued: ['as'] }, `mask ${USAGE}`)
    const [file, more] = flags.words
    if (more !== undefined || file === undefined)
      throw new UserError('bad-argument', {
        word: (more ?? '').slice(0, 80),
        expected: `mask ${USAGE}`,
      })
    return { file, rule: flags.values['as'] ?? 'args' }
  },
  async run({ file, rule }, asked, { files }) {
    if (files === null) throw new UserError('admin-terminal-only', { action: 'mask' })
    const text = new TextDecoder().decode(await files.read(file, LIMITS.readFileBytes))
    const shapes: Record<string, number> = {}
    const shown = masked(text, rule, (shape, places) => {
      if (places > 0) shapes[shape] = (shapes[shape] ?? 0) + places
    })
    const count = shown.split(MASK).length - text.split(MASK).length
    const head = say(MASK_WORDS.masked, { rule, count, file }, asked.lang)
    return said(
      {
        text: plain(head),
        blocks: [
          { kind: 'code', text: shown },
          { kind: 'text', text: head },
        ],
      },
      { json: { rule, masked: count, shapes, text: shown } },
    )
  },
})
