/** What a file says, as a message: its kind, what follows, and its largest numbers. */
import { formatBytes } from '../domain/bytes.ts'
import type { Finding } from '../domain/finding.ts'
import type { Loss } from '../domain/parsed.ts'
import type { Block, Message, Report } from '../domain/report.ts'
import { type Lang, plain, type Text } from '../domain/words.ts'
import { sayFinding } from './phrases.ts'
import { LOSS_WORDS, VERDICT_WORDS } from './words/ui.ts'

export interface FileAnswer {
  readonly name: string
  readonly part: {
    readonly kind: string
    readonly value: unknown
    readonly losses: readonly Loss[]
    readonly findings: readonly Finding[]
  }
  readonly report: Report
  readonly lang: Lang
}

const SHOWN_NUMBERS = 12

export function fileMessage(of: FileAnswer): Message {
  const { part, report, lang } = of
  const found = part.findings.length > 0
  const head: Text = [
    { strong: of.name },
    ` · ${part.kind}`,
    ...(found ? [` · ${VERDICT_WORDS[report.verdict][lang]}`] : []),
  ]
  const bullets = part.findings.map(
    (finding): Text => [
      ...sayFinding(finding, 'what', report, lang),
      ' ',
      ...sayFinding(finding, 'why', report, lang),
    ],
  )
  const losses = part.losses.map((loss): Text => [`${LOSS_WORDS[loss.code][lang]} (${loss.count})`])
  const rows = largest(part.value)
  const blocks: readonly Block[] = [
    { kind: 'headline', mark: found ? report.verdict : 'info', text: head },
    ...(bullets.length > 0 ? [{ kind: 'bullets', items: bullets } as const] : []),
    ...(rows.length > 0
      ? [{ kind: 'table', caption: [part.kind], columns: COLUMNS, rows } as const]
      : []),
    ...(losses.length > 0 ? [{ kind: 'context', items: losses } as const] : []),
  ]
  return { text: plain(head), blocks }
}

const COLUMNS = [
  { title: 'name', align: 'left' },
  { title: 'value', align: 'right' },
] as const

/** Numbers of a flat value, bytes largest first; of a list only how long it is. */
function largest(value: unknown): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return []
  const entries = Object.entries(value)
  const bytes = entries.filter(
    (entry): entry is [string, number] =>
      typeof entry[1] === 'number' && entry[0].endsWith('Bytes'),
  )
  const lists = entries.flatMap(([name, one]) =>
    Array.isArray(one) ? [[name, String(one.length)] as const] : [],
  )
  const sized = bytes.sort((a, b) => b[1] - a[1]).slice(0, SHOWN_NUMBERS)
  return [
    ...lists,
    ...sized.map(([name, size]) => [name.replace(/Bytes$/, ''), formatBytes(size)] as const),
  ]
}
