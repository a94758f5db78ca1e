import { z } from 'zod'
import { UserError } from '../src/domain/errors.ts'
import { plain, say } from '../src/domain/words.ts'
import { defineCommand } from '../src/pipeline/command.ts'
import { KIT_KINDS, kitText } from '../src/pipeline/kit/scripts.ts'
import type { UseCases } from '../src/pipeline/useCases.ts'
import { COMMAND_WORDS } from '../src/report/words/commands.ts'
import { readFlags } from './args/flags.ts'
import { said } from './args/said.ts'

const USAGE = `[${KIT_KINDS.join('|')}] [--out FILE]`
const Args = z.object({ kind: z.enum(KIT_KINDS), out: z.string().nullable() })

/** The scripts as files, for hosts that nobody can reach and for sites that keep their own copy. */
export const kit = defineCommand<UseCases, z.infer<typeof Args>>({
  name: 'kit',
  usage: USAGE,
  example: 'kit',
  help: {
    en: 'print the collector as one script: for a host that cannot be reached (`read` takes its output), or `pinned` for a site that keeps its own copy',
    zh: '把采集脚本打印为单个脚本：供无法连接的主机使用（输出由 `read` 读取），或以 `pinned` 供自行保管副本的站点使用',
  },
  class: 'look',
  where: 'anywhere',
  subVerbs: [],
  Args,
  read(words) {
    const flags = readFlags(words, { on: [], valued: ['out'] }, `kit ${USAGE}`)
    const [word = KIT_KINDS[0], extra] = flags.words
    const kind = KIT_KINDS.find((one) => one === word)
    if (kind === undefined || extra !== undefined)
      throw new UserError('bad-argument', { word: extra ?? word, expected: `kit ${USAGE}` })
    return { kind, out: flags.values['out'] ?? null }
  },
  async run({ kind, out }, asked, use) {
    const { name, script } = kitText(use.house, kind)
    const sha256 = use.house.ids.sha256(script)
    const words = kind === 'pinned' ? COMMAND_WORDS.kitPinned : COMMAND_WORDS.kit
    const head = say(words, { file: out ?? name, out: `${kind}.txt`, hash: sha256 }, asked.lang)
    if (out !== null) {
      if (use.files === null) throw new UserError('admin-terminal-only', { action: '--out' })
      await use.files.write(out, script)
      const json = { kind, written: out, sha256 }
      return said({ text: plain(head), blocks: [{ kind: 'text', text: head }] }, { json })
    }
    // A terminal prints the script and nothing else, so that it can be sent on: its head says how it is used.
    const inTerminal = asked.place.surface === 'terminal'
    return said(
      {
        text: plain(head),
        blocks: inTerminal
          ? [{ kind: 'code', text: script.trimEnd() }]
          : [
              { kind: 'text', text: head },
              { kind: 'file', name, title: [name], text: script },
            ],
      },
      { json: { kind, name, sha256, script } },
    )
  },
})
