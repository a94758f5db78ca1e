/** Marks in words: listed, and as a picture's and a reader's text. */
import type { GrowthChart } from '../domain/chart.ts'
import { LIMITS } from '../domain/limits.ts'
import type { Mark } from '../domain/mark.ts'
import type { Block, Message } from '../domain/report.ts'
import { isoUtc } from '../domain/time.ts'
import { type Lang, plain, say, type Text } from '../domain/words.ts'
import { MARK_WORDS } from './words/mark.ts'

/** The marks of a host, the newest first; how to make one where there is none. */
export function markList(host: string, marks: readonly Mark[], lang: Lang): Message {
  if (marks.length === 0) {
    const text = say(MARK_WORDS.none, { host }, lang)
    return { text: plain(text), blocks: [{ kind: 'text', text }] }
  }
  const title = say(MARK_WORDS.list, { host }, lang)
  return { text: plain(title), blocks: listed(title, marks, lang) }
}

/** Those of a span, below its figures; nothing where there is none. */
export function marksOfSpan(marks: readonly Mark[], lang: Lang): readonly Block[] {
  return marks.length === 0 ? [] : listed(say(MARK_WORDS.inSpan, {}, lang), marks, lang)
}

function listed(title: Text, marks: readonly Mark[], lang: Lang): readonly Block[] {
  const shown = marks.slice(0, LIMITS.marksShown)
  const more = marks.length - shown.length
  const items = shown.map(({ id, atMs, text, by }) =>
    say(MARK_WORDS.item, { markedAtMs: atMs, text, id: String(id), by }, lang),
  )
  const rest = more === 0 ? [] : [say(MARK_WORDS.more, { more }, lang)]
  return [
    { kind: 'text', text: title },
    { kind: 'bullets', items: [...items, ...rest] },
  ]
}

type ChartMarks = NonNullable<GrowthChart['marks']>

/** What of a host's marks a graph between two instants draws, oldest first, and how they are read aloud. */
export function chartMarks(
  marks: readonly Mark[],
  fromMs: number,
  toMs: number,
  lang: Lang,
): { readonly marks: ChartMarks; readonly alt: string } {
  const within = marks
    .filter(({ atMs }) => atMs >= fromMs && atMs <= toMs)
    .toSorted((a, b) => a.atMs - b.atMs || a.id - b.id)
  const drawn = within.slice(-LIMITS.marksShown)
  if (drawn.length === 0) return { marks: [], alt: '' }
  const told = drawn.map(({ atMs, text }) => `${minuteOf(atMs)} ${text}`).join('; ')
  const more = within.length - drawn.length || null
  return {
    marks: drawn.map(({ id, atMs, text }) => ({ number: id, atMs, label: text })),
    alt: plain(say(MARK_WORDS.alt, { marks: told, more }, lang)),
  }
}

/** For programs. */
export function markJson({ atMs, madeAtMs, ...mark }: Mark): unknown {
  return { ...mark, at: isoUtc(atMs), madeAt: isoUtc(madeAtMs) }
}

function minuteOf(atMs: number): string {
  return isoUtc(atMs).slice(0, 16).replace('T', ' ')
}
