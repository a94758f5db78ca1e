import { writeFileSync } from 'node:fs'
import { test } from 'vitest'
import { renderMessage } from '../../../src/blockkit/render.ts'
import { vocabularyOf } from '../../../src/report/leaves/vocabulary.ts'
import { withhold } from '../../../src/report/leaves/withhold.ts'
import { printed } from '../../../src/terminal/print.ts'
import { made, CANARY } from './made.ts'
import { HOSTS } from '../../hosts/load.ts'
test('try', () => {
  let out = ''
  for (const { name, lang, message } of made()) {
    if (lang === 'zh') continue
    for (const level of ['numbers', 'verdict'] as const) {
      const { message: shown, tally } = withhold(message, { leave: { level, rule: 'r1' }, lang, vocabulary: vocabularyOf(null), names: new Set([...HOSTS, 'db1']), runId: '7k2m9q4x1z' })
      const bad = CANARY.test(JSON.stringify(shown)) || CANARY.test(JSON.stringify(renderMessage(shown, { lang, imageIds: [], files: 'thread' })))
      out += `\n##### ${bad ? 'LEAK ' : ''}${name} @${level} ${JSON.stringify(tally)}\n${shown.text}\n${printed(shown, { lang, colour: false } as never)}\n`
    }
  }
  writeFileSync('/tmp/leaves.txt', out)
})
