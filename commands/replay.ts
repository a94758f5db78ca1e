import { z } from 'zod'
import { UserError } from '../src/domain/errors.ts'
import { LIMITS } from '../src/domain/limits.ts'
import { exitOf } from '../src/pipeline/check.ts'
import { defineCommand } from '../src/pipeline/command.ts'
import { replay as judgeAgain, parseCaptureFile } from '../src/pipeline/replay.ts'
import type { UseCases } from '../src/pipeline/useCases.ts'
import { reportJson } from '../src/report/json.ts'
import { reportMessage } from '../src/report/message.ts'
import { said } from './args/said.ts'

const Args = z.object({ file: z.string().min(1) })

/** Today's analyzers on yesterday's capture. */
export const replay = defineCommand<UseCases, z.infer<typeof Args>>({
  name: 'replay',
  usage: 'FILE',
  example: 'replay capture.json',
  help: {
    en: 'judge a capture file again, with today’s analyzers',
    zh: '用当前分析器重新判断采集文件',
  },
  class: 'look',
  where: 'terminal',
  subVerbs: [],
  Args,
  read(words) {
    if (words.length !== 1)
      throw new UserError('bad-argument', { word: words[1] ?? '', expected: 'replay FILE' })
    return { file: words[0] }
  },
  async run({ file }, asked, use) {
    if (use.files === null) throw new UserError('admin-terminal-only', { action: 'replay' })
    const text = new TextDecoder().decode(await use.files.read(file, LIMITS.readFileBytes))
    const judged = judgeAgain(use.house, parseCaptureFile(text, file), asked.lang)
    const message = reportMessage(judged.report, {
      lang: asked.lang,
      final: true,
      askedBy: asked.actor.id,
    })
    return said(message, { json: reportJson(judged.report), exit: exitOf(judged) })
  },
})
