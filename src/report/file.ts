/** What files say, as a message: the whole verdict, then for each part its kind, what follows, its largest numbers. */
import { formatBytes } from '../domain/bytes.ts'
import {
  bySeverity,
  type Finding,
  type Verdict,
  verdictOf as verdictOfFindings,
} from '../domain/finding.ts'
import type { Loss } from '../domain/parsed.ts'
import type { Block, Message, Report } from '../domain/report.ts'
import { type Lang, plain, say, type Text } from '../domain/words.ts'
import { sayFinding } from './phrases.ts'
import { FILE_WORDS } from './words/file.ts'
import { LOSS_WORDS, VERDICT_WORDS } from './words/ui.ts'

interface ShownPart {
  readonly name: string
  readonly kind: string
  readonly value: unknown
  readonly lines: readonly [from: number, to: number]
  readonly losses: readonly Loss[]
  readonly findings: readonly Finding[]
  readonly gaps: readonly { readonly source: string; readonly detail: string }[]
}

export interface FileAnswer {
  readonly parts: readonly ShownPart[]
  readonly reports: readonly Report[]
  readonly ran: boolean
  /** 0 fine, 2 no rule could run, 3 read in part. */
  readonly exit: number
  readonly lang: Lang
}

const SHOWN_NUMBERS = 12
const SHOWN_PARTS = 6
const SHOWN_BULLETS = 10

export function fileMessage(of: FileAnswer): Message {
  const { parts, reports, lang } = of
  const verdict = verdictOf(of)
  const names = [...new Set(parts.map((part) => part.name))]
  const kinds = [...new Set(parts.map((part) => part.kind))]
  const told = parts.flatMap(({ findings }) => findings)
  const head: Text = [
    names.length === 1
      ? { strong: names[0] ?? '', isData: true }
      : { strong: `${names.length} ${FILE_WORDS.files[lang]}` },
    ` · ${kinds.slice(0, SHOWN_PARTS).join(', ')}${kinds.length > SHOWN_PARTS ? ', …' : ''}`,
    ` · ${told.length > 0 || verdict !== 'info' ? VERDICT_WORDS[verdict][lang] : FILE_WORDS.readOnly[lang]}`,
  ]
  const bullets = told
    .sort(bySeverity)
    .slice(0, SHOWN_BULLETS)
    .map((finding) => bullet(finding, reports, lang))
  const blocks: readonly Block[] = [
    { kind: 'headline', mark: verdict, text: head },
    ...(bullets.length > 0 ? [{ kind: 'bullets', items: bullets } as const] : []),
    ...tables(parts),
    ...notes(parts, lang),
  ]
  return { text: plain(head), blocks }
}

/** The worst that was found; with nothing found and something not read, or no rule that could run, not fine. */
function verdictOf({ parts, ran, exit }: FileAnswer): Verdict {
  const found = parts.flatMap(({ findings }) => findings)
  if (exit === 2 || exit === 3) return 'unknown'
  return found.length > 0 || ran ? verdictOfFindings(found, true) : 'info'
}

function bullet(finding: Finding, reports: readonly Report[], lang: Lang): Text {
  const report = reports.find(({ findings }) => findings.some((one) => one.code === finding.code))
  if (report === undefined) return [finding.code]
  const quote = finding.evidence[0]
  return [
    ...sayFinding(finding, 'what', report, lang),
    ' ',
    ...sayFinding(finding, 'why', report, lang),
    ...(quote === undefined ? [] : [' ', { code: quote.line }]),
  ]
}

/** The numbers of the first parts; parts of one number stand together. */
function tables(parts: readonly ShownPart[]): readonly Block[] {
  return parts
    .map((part) => ({ part, rows: largest(part.value) }))
    .filter(({ part, rows }) => rows.length > 0 && part.kind !== 'unknown')
    .slice(0, SHOWN_PARTS)
    .map(({ part, rows }) => ({
      kind: 'table' as const,
      said: true,
      caption: [`${part.kind} (${part.name}:${part.lines[0]})`],
      columns: COLUMNS,
      rows,
    }))
}

function notes(parts: readonly ShownPart[], lang: Lang): readonly Block[] {
  const items = parts.flatMap((part): readonly Text[] => {
    if (part.kind === 'unknown') return []
    const losses = part.losses.map(
      (loss): Text => [
        `${part.kind}: ${LOSS_WORDS[loss.code][lang]} (${loss.count}) `,
        { code: loss.sample.slice(0, 60) },
      ],
    )
    const missing = [...new Set(part.gaps.map(({ detail, source }) => `${detail} (${source})`))]
    const gaps: readonly Text[] =
      missing.length === 0 || part.findings.length > 0
        ? []
        : [say(FILE_WORDS.unchecked, { kind: part.kind, missing: missing.join(', ') }, lang)]
    return [...losses, ...gaps]
  })
  const all = [...unknownNotes(parts, lang), ...items].slice(0, SHOWN_BULLETS)
  return all.length === 0 ? [] : [{ kind: 'context', items: all }]
}

/** Outputs of tools that are not read yet each by name; all other text as one. */
function unknownNotes(parts: readonly ShownPart[], lang: Lang): readonly Text[] {
  const unknown = parts.filter(({ kind }) => kind === 'unknown')
  const place = ({ name, lines: [from, to] }: ShownPart): string => `${name}:${from}-${to}`
  const tools = unknown.flatMap((part) => {
    const looksLike = lookOf(part.value)
    return looksLike === ''
      ? []
      : [say(FILE_WORDS.unknownTool, { lines: place(part), looksLike }, lang)]
  })
  const rest = unknown.filter((part) => lookOf(part.value) === '')
  const [first] = rest
  if (first === undefined) return tools
  const params = { lines: place(first), more: rest.length - 1 }
  return [
    ...tools,
    say(rest.length > 1 ? FILE_WORDS.unknownMore : FILE_WORDS.unknown, params, lang),
  ]
}

function lookOf(value: unknown): string {
  if (typeof value !== 'object' || value === null || !('looksLike' in value)) return ''
  return typeof value.looksLike === 'string' ? value.looksLike : ''
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
