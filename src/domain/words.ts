/**
 * Words live in tables, in English and Chinese, complete by type; code carries codes and numbers.
 * A phrase is a template: `{rssBytes}` is replaced by the param of that name, written as its name's
 * last word says (Bytes -> GiB, Ratio -> %, Seconds/Ms -> duration, AtMs -> reader's local time).
 * What stands between backticks in a template is code; so is a param whose name ends in Command.
 * What stands between brackets is left out when a param in it is missing: `[ (pid {pid}[, {rssBytes}])]`.
 */
import { formatBytes, formatRate } from './bytes.ts'
import type { Subject } from './subject.ts'
import { formatDuration } from './time.ts'

export const LANGS = ['en', 'zh'] as const
export type Lang = (typeof LANGS)[number]

export type Phrase = Readonly<Record<Lang, string>>

/**
 * What stands in a finding's table: in brief for a headline that names the subject itself (a few words and the
 * number that matters, no full stop), what it is, why it matters, what to do next (may be a command).
 */
export interface FindingWords {
  readonly brief: Phrase
  readonly what: Phrase
  readonly why: Phrase
  readonly next: Phrase
  /** In place of `next` for a subject that does not change (a core file), where that one asks for a second look. */
  readonly nextOfCore?: Phrase
  /** Sentences that follow `why`, each only where the finding has the number it is named by. */
  readonly more?: Readonly<Record<string, Phrase>>
}

/** Why it matters, with all that this finding's numbers can add. */
export function sayWhy({ why, more }: FindingWords, params: Params, lang: Lang): Text {
  const added = Object.entries(more ?? {}).filter(([name]) => params[name] !== undefined)
  return [
    ...say(why, params, lang),
    ...added.flatMap(([, phrase]) => [
      ...(lang === 'zh' ? [] : [' ']),
      ...say(phrase, params, lang),
    ]),
  ]
}

/** What to do next about a finding of such a subject. */
export function nextFor(words: FindingWords, subject: Pick<Subject, 'kind'>): Phrase {
  return subject.kind === 'core' ? (words.nextOfCore ?? words.next) : words.next
}

export type WordTable<C extends string> = Readonly<Record<C, Phrase>>

export type Params = Readonly<Record<string, string | number | null>>

/** A piece of running text. Plain strings are data: every surface escapes them. */
export type Span =
  | string
  /** Words of ours: a phrase's own, and the few params that name things of ours. */
  | { readonly said: string }
  /** A number as it is written. */
  | { readonly figure: string }
  /** What a host, a file or a person told; `memory` where it was read from a process's own bytes. */
  | { readonly data: string; readonly memory?: true }
  /** `parts` where a phrase has it: what of it are words of ours, and what was filled in. */
  | { readonly code: string; readonly parts?: Text; readonly memory?: true }
  /** What to type to memcheck itself, begun with `memcheck `: each surface writes it as it is typed there. */
  | { readonly command: string }
  /** `isData` where a host or a person called it so. */
  | { readonly strong: string; readonly isData?: true }
  | { readonly timeMs: number }
  | { readonly user: string }
  /** Leads to a message of ours in the chat. */
  | { readonly link: string; readonly text: string }
  /** A chat's channel, by its id. */
  | { readonly channel: string }
export type Text = readonly Span[]

const NAME = '\\{([a-zA-Z][a-zA-Z0-9]*)\\}'
const HOLE = new RegExp(NAME, 'g')
/** A hole, code, or a part that may be left out, in which such a part may be once more. */
const MARK = new RegExp(`${NAME}|\`([^\`]+)\`|\\[((?:[^[\\]\`]|\\[[^[\\]\`]*\\])*)\\]`, 'g')
/** How evidence that lacks a figure is written where a param must be a text. */
const NOT_TOLD = '?'

/** Fills a phrase. A missing or null param is written as an en dash, a gap that is seen, but in a part that may be left out. */
export function say(phrase: Phrase, params: Params, lang: Lang): Text {
  return fill(phrase[lang], params)
}

function fill(template: string, params: Params, marks: RegExp = MARK): Text {
  const out: Span[] = []
  let at = 0
  for (const match of template.matchAll(marks)) {
    const [, name, literal, part] = match
    if (match.index > at) out.push({ said: template.slice(at, match.index) })
    if (name !== undefined) out.push(write(name, params[name] ?? null))
    else if (part !== undefined) out.push(...(isTold(part, params) ? fill(part, params) : []))
    else out.push(codeOf(fill(literal ?? '', params, HOLE)))
    at = match.index + match[0].length
  }
  if (at < template.length) out.push({ said: template.slice(at) })
  return out
}

/** Whether all params are there that a part names itself; those of a part within it decide about that one. */
function isTold(part: string, params: Params): boolean {
  const own = part.replace(/\[[^[\]]*\]/g, '')
  return [...own.matchAll(HOLE)].every(([, name = '']) => {
    const param = params[name] ?? null
    return param !== null && param !== NOT_TOLD && param !== ''
  })
}

/** A template with the names of its holes in place of numbers, for tables of words. */
export function inNames(template: string): string {
  return template
    .replace(/`[^`]+`|[[\]]/g, (one) => (one.length > 1 ? one : ''))
    .replace(/\{(\w+)\}/g, '‹$1›')
}

/** Text as surfaces write it: who said a word is no mark of its own, and neighbours of one look are one. */
export function bare(text: Text): readonly BareSpan[] {
  const out: BareSpan[] = []
  for (const span of text) {
    const one = bareSpan(span)
    const last = out.at(-1)
    if (typeof one === 'string' && typeof last === 'string') out[out.length - 1] = last + one
    else out.push(one)
  }
  return out
}

export type BareSpan = Exclude<Span, { said: string } | { figure: string } | { data: string }>

function bareSpan(span: Span): BareSpan {
  if (typeof span === 'string') return span
  if ('said' in span) return span.said
  if ('figure' in span) return span.figure
  return 'data' in span ? span.data : span
}

/** Text without marks, for terminals, alt texts and notifications. Times are UTC. */
export function plain(text: Text): string {
  return text.map(plainSpan).join('')
}

function plainSpan(span: Span): string {
  if (typeof span === 'string') return span
  if ('said' in span) return span.said
  if ('figure' in span) return span.figure
  if ('data' in span) return span.data
  if ('code' in span) return span.code
  if ('command' in span) return span.command
  if ('strong' in span) return span.strong
  if ('user' in span) return `@${span.user}`
  if ('link' in span) return span.text
  if ('channel' in span) return `#${span.channel}`
  return `${new Date(span.timeMs).toISOString().slice(0, 19).replace('T', ' ')} UTC`
}

/**
 * Params whose texts are ours whoever asks: ids that we gave, words of our own lists. All other texts are data: hosts,
 * files and people told them.
 */
const OURS = new Set(['action', 'code', 'kind', 'lang', 'reference', 'rule', 'run', 'verdict'])
/** Params that were put together from words of ours and figures: judged by what they say (report/leaves). */
const COMPOSED = new Set([
  'analyzer',
  'changes',
  'list',
  'missing',
  'names',
  'rate',
  'reason',
  'source',
  'sources',
  'what',
  'which',
])

function write(name: string, param: string | number | null): Span {
  if (param === null) return { said: '–' }
  if (typeof param === 'string') return written(name, param)
  if (name.endsWith('AtMs')) return { timeMs: param }
  // A port is a name, not an amount.
  if (/^(?:port|pid)$/i.test(name)) return { figure: String(param) }
  return { figure: formatNamed(name, param) }
}

function written(name: string, param: string): Span {
  if (name.endsWith('Command')) return codeOf([param])
  if (OURS.has(name)) return { said: param }
  if (COMPOSED.has(name)) return param
  return name === 'ident' ? { data: param, memory: true } : { data: param }
}

function codeOf(parts: Text): Span {
  const code = plain(parts)
  if (code.startsWith('memcheck ')) return { command: code }
  return parts.every((part) => typeof part === 'string') ? { code } : { code, parts }
}

/** Writes a number as the last word of its name says. */
export function formatNamed(name: string, param: number): string {
  if (/bytesPerSec$/i.test(name)) return `${formatBytes(param)}/s`
  if (/bytesPerDay$/i.test(name)) return formatRate(param)
  if (/bytes$/i.test(name)) return formatBytes(param)
  if (/ratio$/i.test(name)) return `${trim((param * 100).toFixed(param < 0.1 ? 1 : 0))} %`
  if (/percent$/i.test(name)) return `${trim(param.toFixed(1))} %`
  if (/seconds$/i.test(name)) return formatDuration(param * 1000)
  if (/ms$/.test(name) || /Ms$/.test(name)) return formatDuration(param)
  if (/perSec$/i.test(name)) return `${trim(param.toFixed(param < 10 ? 1 : 0))}/s`
  return Number.isInteger(param) ? grouped(param) : trim(param.toFixed(2))
}

/** `1 234 567`; identifiers such as a pid are passed as strings and stay as they are. */
function grouped(count: number): string {
  return Math.abs(count) < 10_000
    ? String(count)
    : count.toLocaleString('en-US').replaceAll(',', ' ')
}

function trim(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}
