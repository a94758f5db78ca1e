/** What `doctor` says of what is kept, and what `forget` says of what goes. */
import { TRACE_KINDS, type Traces } from '../domain/forget.ts'
import type { Lifetimes } from '../domain/lifetimes.ts'
import { PURGE_EVERY_MS } from '../domain/lifetimes.ts'
import type { Block, Message } from '../domain/report.ts'
import type { KeptCount } from '../domain/retention.ts'
import type { UploadCounts } from '../domain/upload.ts'
import { formatNamed, type Lang, type Phrase, plain, say, type Text } from '../domain/words.ts'
import { KEPT_WORDS, RETENTION_WORDS, TRACE_WORDS } from './words/retention.ts'

/** A bot that purges late by more than this is not there, or not well. */
const LATE_MS = PURGE_EVERY_MS

/** One line: each kind with its count, lifetime and oldest. Null where nothing is kept. */
export function keptText(
  kept: readonly KeptCount[],
  lifetimes: Lifetimes,
  nowMs: number,
  lang: Lang,
): Text | null {
  if (kept.length === 0) return null
  const list = kept.map(({ kind, count, oldestAtMs }) =>
    plain(
      say(
        RETENTION_WORDS.keptOne,
        {
          kind: KEPT_WORDS[kind][lang],
          count,
          lifeMs: lifetimes[kind],
          // A clock that was set back makes nothing from the future.
          ageMs: oldestAtMs === null ? null : Math.max(0, nowMs - oldestAtMs),
        },
        lang,
      ),
    ),
  )
  return say(RETENTION_WORDS.kept, { list: list.join(RETENTION_WORDS.between[lang]) }, lang)
}

export function purgeText(
  kept: readonly KeptCount[],
  lastMs: number | null,
  nowMs: number,
  lang: Lang,
): Text {
  const due = kept.filter((one) => one.due > 0 && one.kind !== 'uploads')
  const list = due.map(
    ({ kind, due: rows }) => `${KEPT_WORDS[kind][lang]} ${formatNamed('', rows)}`,
  )
  const params = {
    due: due.length === 0 ? null : due.reduce((sum, one) => sum + one.due, 0),
    list: list.join(RETENTION_WORDS.between[lang]),
  }
  if (lastMs === null) return say(RETENTION_WORDS.never, params, lang)
  const nextMs = lastMs + PURGE_EVERY_MS - nowMs
  return nextMs < -LATE_MS
    ? say(RETENTION_WORDS.overdue, { ...params, agoMs: nowMs - lastMs }, lang)
    : say(RETENTION_WORDS.next, { ...params, nextMs: Math.max(0, nextMs) }, lang)
}

/** Null where none was uploaded. */
export function uploadsText(uploads: UploadCounts, lang: Lang): Text | null {
  const { kept, waiting, refused, error } = uploads
  if (kept + waiting + refused === 0) return null
  const params = { kept, waiting, refused: refused === 0 ? null : refused, error }
  return say(RETENTION_WORDS.uploads, params, lang)
}

export interface Forgetting {
  /** Its key, or `run:ID`. */
  readonly subject: string
  readonly typed: string
  /** Of what is on a host and is not all of it; null for what is whole. */
  readonly host: string | null
  /** Names of orders that stand and look at it. */
  readonly orders: readonly string[]
  readonly traces: Traces
  /** Null before it is done. */
  readonly isClean: boolean | null
}

export function forgetMessage(of: Forgetting, lang: Lang): Message {
  const { traces, subject } = of
  const rows = rowsOf(traces)
  const params = { subject, typed: of.typed, rows, textBytes: traces.textBytes }
  const head = rows === 0 ? RETENTION_WORDS.nothing : headOf(of)
  const text = say(head, params, lang)
  return {
    text: plain(text),
    blocks: [
      { kind: 'text', text },
      ...(rows === 0 ? [] : [tableOf(traces, lang)]),
      { kind: 'bullets', items: notesOf(of, rows, lang) },
    ],
  }
}

export function rowsOf({ counts }: Pick<Traces, 'counts'>): number {
  return TRACE_KINDS.reduce((sum, kind) => sum + counts[kind], 0)
}

function headOf({ isClean }: Forgetting): Phrase {
  return isClean === null ? RETENTION_WORDS.would : RETENTION_WORDS.done
}

function tableOf({ counts }: Traces, lang: Lang): Block {
  return {
    kind: 'table',
    caption: [RETENTION_WORDS.table[lang]],
    columns: [
      { title: RETENTION_WORDS.kind[lang], align: 'left' },
      { title: RETENTION_WORDS.count[lang], align: 'right' },
    ],
    rows: TRACE_KINDS.filter((kind) => counts[kind] > 0).map((kind) => [
      TRACE_WORDS[kind][lang],
      formatNamed('', counts[kind]),
    ]),
  }
}

function notesOf(of: Forgetting, rows: number, lang: Lang): readonly Text[] {
  const { traces, orders, host, isClean } = of
  const files = traces.counts.uploads
  const names = orders.join(RETENTION_WORDS.between[lang])
  const notes: readonly (readonly [boolean, Phrase])[] = [
    [traces.running > 0, RETENTION_WORDS.running],
    [files > 0, RETENTION_WORDS.files],
    [names !== '', RETENTION_WORDS.orders],
    [host !== null, RETENTION_WORDS.ofHost],
    [isClean === false && rows > 0, RETENTION_WORDS.journal],
    [true, RETENTION_WORDS.audit],
  ]
  const params = { files, running: traces.running, names, host }
  return notes.flatMap(([isTrue, phrase]) => (isTrue ? [say(phrase, params, lang)] : []))
}
