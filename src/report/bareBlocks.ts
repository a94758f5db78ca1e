/** Blocks for programs: texts as people read them, without who said which word. */
import type { Block } from '../domain/report.ts'
import { bare, type Text } from '../domain/words.ts'

export function bareBlocks(blocks: readonly Block[]): readonly Block[] {
  return blocks.map(bareBlock)
}

function bareBlock(block: Block): Block {
  switch (block.kind) {
    case 'headline':
    case 'text':
      return { ...block, text: plainly(block.text) }
    case 'bullets':
    case 'context':
      return { ...block, items: block.items.map(plainly) }
    case 'fields':
      return {
        ...block,
        fields: block.fields.map(({ label, value }) => ({
          label: plainly(label),
          value: plainly(value),
        })),
      }
    case 'table': {
      const { said: _, ...table } = block
      return { ...table, caption: plainly(block.caption) }
    }
    case 'file':
      return { ...block, title: plainly(block.title) }
    default:
      return block
  }
}

function plainly(text: Text): Text {
  return bare(text).map((span) => {
    if (typeof span === 'string') return span
    if ('code' in span) return { code: span.code }
    return 'strong' in span ? { strong: span.strong } : span
  })
}
