/**
 * The one exit of messages to a chat: what the policy does not let out is replaced by a mark and counted. What is not
 * known to be words of ours is withheld. The message as it was stays in the store.
 */
import { isLower, type Leave } from '../../domain/leaves.ts'
import type { Block, Button, Message } from '../../domain/report.ts'
import { type Lang, plain, say, type Text } from '../../domain/words.ts'
import { LEAVES_WORDS } from '../words/leaves.ts'
import { VERDICT_WORDS } from '../words/ui.ts'
import { shownChart } from './charts.ts'
import { ownerOf } from './judge.ts'
import { type Censor, hides, shownSpans, shownWords, type Tally, WITHHELD } from './spans.ts'
import { shownTable } from './tables.ts'
import type { Vocabulary } from './vocabulary.ts'

export interface WithholdOptions {
  readonly leave: Leave
  readonly lang: Lang
  readonly vocabulary: Vocabulary
  /** What is named of ours: hosts and groups of memcheck.yaml, its orders, rules. */
  readonly names: ReadonlySet<string>
  /** Whose report it is; null for none. */
  readonly runId: string | null
}

export interface Withheld {
  readonly message: Message
  readonly tally: Readonly<Tally>
}

const NONE: Readonly<Tally> = { figures: 0, texts: 0, samples: 0 }

/** Gives the message as it may leave. Pure; at `samples` the same message. */
export function withhold(message: Message, options: WithholdOptions): Withheld {
  const { leave, vocabulary, names } = options
  if (leave.level === 'samples') return { message, tally: NONE }
  const tally = { ...NONE }
  const censor = { level: leave.level, known: { vocabulary, names }, tally, inSamples: false }
  const blocks = message.blocks.flatMap((block) => shownBlock(censor, block))
  if (sumOf(tally) === 0)
    return { message: { ...message, text: lineOf(message, message.blocks, options) }, tally }
  return {
    message: {
      text: lineFrom(blocks, options.lang) ?? lineOf(message, blocks, options),
      blocks: [...blocks, { kind: 'context', items: [note(tally, options)] }],
    },
    tally,
  }
}

function sumOf({ figures, texts, samples }: Tally): number {
  return figures + texts + samples
}

function note(tally: Tally, { leave, lang, runId }: WithholdOptions): Text {
  const showCommand = runId === null ? null : `memcheck report ${runId}`
  return say(LEAVES_WORDS.withheld, { rule: leave.rule, ...tally, showCommand }, lang)
}

/** The one line for notifications: as it was where it holds nothing else than words of ours, else of what is shown. */
function lineOf(message: Message, shown: readonly Block[], options: WithholdOptions): string {
  const owner = ownerOf(message.text, { vocabulary: options.vocabulary, names: options.names })
  const isShown = owner === 'ours' || (owner === 'figure' && options.leave.level !== 'verdict')
  return isShown ? message.text : (lineFrom(shown, options.lang) ?? WITHHELD)
}

function lineFrom(blocks: readonly Block[], lang: Lang): string | null {
  for (const block of blocks) {
    if (block.kind === 'text') return plain(block.text)
    if (block.kind !== 'headline') continue
    const mark = VERDICT_WORDS[block.mark as keyof typeof VERDICT_WORDS]
    return mark === undefined ? plain(block.text) : `${mark[lang]} · ${plain(block.text)}`
  }
  return null
}

/** One block, or none where nothing of it may be shown. */
function shownBlock(of: Censor, block: Block): readonly Block[] {
  if (block.leaves === 'always') return [block]
  const censor = block.leaves === 'samples' ? { ...of, inSamples: true } : of
  const isBare = censor.level === 'verdict'
  switch (block.kind) {
    case 'headline':
    case 'text':
      return [{ ...block, text: shownSpans(censor, block.text) }]
    case 'bullets':
    case 'context':
      return [{ ...block, items: block.items.map((item) => shownSpans(censor, item)) }]
    case 'fields': {
      const fields = block.fields.map(({ label, value }) => ({
        label: shownSpans(censor, label),
        value: shownSpans(censor, value),
      }))
      // Labels alone tell nothing.
      return isBare ? [] : [{ ...block, fields }]
    }
    case 'table': {
      const before = sumOf(censor.tally)
      const table = shownTable(censor, block)
      // Where nothing in it is withheld it is a list of ours.
      return isBare && sumOf(censor.tally) > before ? [] : [table]
    }
    case 'chart':
      if (isBare) return hides(censor, 'figure') ? [] : [block]
      return [{ ...block, chart: shownChart(censor, block.chart) }]
    case 'code':
    case 'file':
      return hides(censor, 'data') ? [] : [block]
    case 'buttons':
      return shownButtons(censor, block)
  }
}

type Buttons = Extract<Block, { kind: 'buttons' }>

/** A button carries what it asks for: one that carries data is left out. */
function shownButtons(censor: Censor, block: Buttons): readonly Buttons[] {
  const shown = (buttons: readonly Button[]): readonly Button[] =>
    buttons.flatMap((button) => {
      // What it carries proves who may press it, and was made by us.
      if (button.action.startsWith('consent-') && !isLower(censor.level, 'text'))
        return [{ ...button, label: shownSpans(censor, button.label) }]
      const probe = { ...censor, tally: { ...NONE } }
      if (shownWords(probe, button.value, true) === button.value)
        return [{ ...button, label: shownSpans(censor, button.label) }]
      // One thing is gone, however many words it carried.
      censor.tally.texts += 1
      return []
    })
  const buttons = shown(block.buttons)
  const more = shown(block.more ?? [])
  return buttons.length + more.length === 0 ? [] : [{ ...block, buttons, more }]
}
