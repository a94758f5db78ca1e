/** What all messages about an intrusive action have in common. */
import type { Consent } from '../../domain/consent.ts'
import { INTRUSIVE_ACTIONS } from '../../domain/intrusiveActions.ts'
import type { Block, Message } from '../../domain/report.ts'
import {
  bare,
  type Lang,
  type Params,
  type Phrase,
  plain,
  say,
  type Text,
} from '../../domain/words.ts'

/** A process as people know it: `postgres[4242]`. */
export function processName({ pid, about }: Pick<Consent, 'pid' | 'about'>): string {
  return `${about.name}[${pid}]`
}

/** The params that any phrase about a request may have. */
export function paramsOf(consent: Consent): Params {
  const { host, kind, pid, by, about } = consent
  const action = INTRUSIVE_ACTIONS[kind]
  return {
    host,
    kind,
    pid,
    by,
    process: processName(consent),
    uid: about.uid === null ? null : String(about.uid),
    startedAtMs: about.startedAtMs,
    rssBytes: about.rssBytes,
    pauseMs: action.pauseMs(about.rssBytes ?? 0),
    capMs: action.seconds * 1000,
    ticket: about.ticket,
    second: about.approvedBy,
    path: about.core?.path ?? null,
    fileBytes: about.core?.bytes ?? null,
  }
}

/** A phrase in which the persons are persons, not their ids. */
export function sayOf(phrase: Phrase, params: Params, lang: Lang): Text {
  const people = new Set([params['by'], params['second']])
  return say(phrase, params, lang).map((span) =>
    typeof span === 'object' && 'data' in span && people.has(span.data)
      ? { user: span.data }
      : span,
  )
}

/** A message whose first line is also what notifications show; without a mark where nothing failed or goes on. */
export function messageOf(
  mark: 'working' | 'failed' | null,
  head: Text,
  blocks: readonly Block[] = [],
): Message {
  // Bold beside a person's name looks like two sentences.
  const isBold = bare(head).every((span) => typeof span === 'string')
  const first: Block =
    mark === null
      ? { kind: 'text', text: isBold ? [{ strong: plain(head) }] : head }
      : { kind: 'headline', mark, text: head }
  return { text: plain(head), blocks: [first, ...blocks] }
}
