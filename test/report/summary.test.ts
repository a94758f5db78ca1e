import { expect, test } from 'vitest'
import { plain } from '../../src/domain/words.ts'
import { summaryMessage } from '../../src/report/summary.ts'
import { NOW_MS } from '../growth/rows.ts'

test.each([
  [
    'en',
    /Of 40 like hosts 9 hold over 4\.5 % of their memory more .* up from 0 since 2026-11-12 .*: .* Risen: web0, web1, web2, web3, web4, web5, web6, web7 \+1/,
  ],
  ['zh', /40 台同类主机.*4\.5 %.*0 台增至 9 台.*web7 \+1/],
] as const)(
  'what a fleet shows together is told, with the hosts that rose, in %s',
  (lang, words) => {
    const message = summaryMessage({
      name: 'morning',
      dueAtMs: NOW_MS,
      late: false,
      lines: [],
      told: [],
      lang,
      drawnLang: 'en',
      fleet: {
        hosts: 40,
        edge: 0.045,
        firstCount: 0,
        lastCount: 9,
        sinceMs: Date.UTC(2026, 10, 12),
        score: 0.99,
        risen: Array.from({ length: 9 }, (_, i) => `web${i}`),
      },
    })
    const items = message.blocks.flatMap((block) => (block.kind === 'bullets' ? block.items : []))
    expect(items.map(plain).join('\n')).toMatch(words)
  },
)
