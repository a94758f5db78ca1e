/** An answer to a drilldown: title, what was asked for, and what could not be read. */

import type { Gap } from '../domain/capture.ts'
import type { Drilldown } from '../domain/drilldown.ts'
import type { UserError } from '../domain/errors.ts'
import type { Block, Message, Report } from '../domain/report.ts'
import { type Lang, plain, say, type Text } from '../domain/words.ts'
import { errorMessage } from './errorMessage.ts'
import { gapText } from './footer.ts'
import { titleOf } from './phrases.ts'
import { UI_WORDS } from './words/ui.ts'

export interface Answer {
  readonly drilldown: Drilldown
  readonly report: Report
  readonly blocks: readonly Block[]
  /** Set when the answer is from an older capture because the host or process is not reachable now. */
  readonly stale: { readonly error: UserError; readonly atMs: number } | null
  readonly gaps: readonly Gap[]
  readonly lang: Lang
}

export function answerMessage(of: Answer): Message {
  const { lang, report } = of
  const title = of.drilldown.title[lang]
  const head: Text = [
    { strong: report.subject.host, isData: true },
    ...(report.subject.kind === 'host'
      ? []
      : [' · ', { strong: titleOf(report), isData: true as const }]),
    ' · ',
    title,
  ]
  const stale: readonly Block[] =
    of.stale === null
      ? []
      : [
          ...errorMessage(of.stale.error, lang).blocks.slice(0, 1),
          { kind: 'text', text: say(UI_WORDS.stale, { keptAtMs: of.stale.atMs }, lang) },
        ]
  const gaps: readonly Text[] =
    of.gaps.length === 0
      ? []
      : [say(UI_WORDS.missing, { list: of.gaps.map((gap) => gapText(gap, lang)).join(', ') }, lang)]
  return {
    text: plain(head),
    blocks: [
      { kind: 'text', text: head },
      ...stale,
      ...of.blocks.map((block) => ownedBy(of.drilldown, block)),
      { kind: 'context', items: [[{ timeMs: of.stale?.atMs ?? report.atMs }], ...gaps] },
    ],
  }
}

/** What a question about memory shows was read from a process's own bytes. */
function ownedBy({ class: of }: Drilldown, block: Block): Block {
  return of === 'memory' ? { ...block, leaves: 'samples' } : block
}
