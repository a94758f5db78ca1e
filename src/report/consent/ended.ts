/** An intrusive action while it runs, and what came of it. */
import type { Consent } from '../../domain/consent.ts'
import type { CoreMade, IntrusiveEnd, IntrusiveRefusal } from '../../domain/intrusive.ts'
import type { Block, Message } from '../../domain/report.ts'
import { type Lang, type Params, type Phrase, plain, say, type Text } from '../../domain/words.ts'
import { END_WORDS, REFUSAL_WORDS, SCOPE_WORDS } from '../words/consent/refused.ts'
import { CONSENT_WORDS, KIND_WORDS } from '../words/consent/request.ts'
import { messageOf, paramsOf, sayOf } from './said.ts'

/** What the host told last. */
export type RunStep =
  | { readonly kind: 'connecting' | 'begun' | 'pausing' }
  | { readonly kind: 'progress'; readonly doneBytes: number; readonly ofBytes: number }
  | { readonly kind: 'stopping'; readonly by: string }

/** What stood in the way there. */
export interface Refusal {
  readonly kind: 'refused'
  readonly code: IntrusiveRefusal
  readonly params: Params
}

/** What is known of a run when it is over. */
export interface Outcome {
  readonly end:
    | { readonly kind: IntrusiveEnd }
    | Refusal
    | { readonly kind: 'stopped'; readonly by: string }
    /** The bot died in the middle of it. */
    | { readonly kind: 'died' }
    /** What a person is told of an error before it began. */
    | { readonly kind: 'error'; readonly line: string }
  readonly pausedMs: number | null
  readonly lines: readonly string[]
  readonly isCut: boolean
  readonly isStillStopped: boolean
  /** Null where the host did not say. */
  readonly isLeft: boolean | null
  /** Of a finished core file; null where there is none. */
  readonly fileBytes: number | null
  /** By what that file is known again. */
  readonly made: CoreMade | null
  /** Whether the host said that it began to look. */
  readonly hasBegun: boolean
  /** Output of the script. */
  readonly bytes: number
}

export function runningMessage(consent: Consent, step: RunStep): Message {
  const { lang } = consent.about
  const params = { ...paramsOf(consent), ...step }
  const head = say(KIND_WORDS[consent.kind].running, params, lang)
  const text = sayOf(CONSENT_WORDS[step.kind], params, lang)
  if (step.kind === 'stopping') return messageOf('working', head, [{ kind: 'text', text }])
  return messageOf('working', [...head, ' · ', ...text], [stopRow(consent)])
}

function stopRow({ id, about: { lang } }: Consent): Block {
  const confirm = {
    title: [CONSENT_WORDS.stopTitle[lang]],
    text: [CONSENT_WORDS.stopText[lang]],
    yes: [CONSENT_WORDS.stop[lang]],
    no: [CONSENT_WORDS.no[lang]],
  }
  const button = { action: 'consent-stop', label: [CONSENT_WORDS.stop[lang]], value: id, confirm }
  return { kind: 'buttons', buttons: [button] }
}

/** The end of a run. `removeValue` is what the button for deleting the core carries. */
export function endMessage(consent: Consent, of: Outcome, removeValue: string | null): Message {
  return of.end.kind === 'done'
    ? doneMessage(consent, of, removeValue)
    : notDoneMessage(consent, of, removeValue)
}

function doneMessage(consent: Consent, of: Outcome, removeValue: string | null): Message {
  const { lang, core } = consent.about
  const params = { ...paramsOf(consent), pausedMs: of.pausedMs }
  const title = say(KIND_WORDS[consent.kind].title, params, lang)
  // A file that is meant to lie there is not what was to be cleaned up.
  const after = afterwards(consent, { ...of, isLeft: of.isLeft === true ? true : null })
  const isGdb = consent.kind === 'gdb'
  const told = say(isGdb ? CONSENT_WORDS.gdbDone : CONSENT_WORDS.gcoreDone, params, lang)
  const message = messageOf(null, title, [{ kind: 'text', text: told }])
  // What notifications show is what came of it.
  const done = (more: readonly Block[]): Message => ({
    text: plain(told),
    blocks: [...message.blocks, ...more],
  })
  if (isGdb) return done([...textBlocks(consent, of), ...after])
  const readCommand = `memcheck ${consent.host} core:${core?.path ?? ''}`
  return done([
    { kind: 'text', text: say(CONSENT_WORDS.readIt, { readCommand }, lang) },
    ...after,
    ...(removeValue === null ? [] : [removeRow(consent, removeValue)]),
  ])
}

/** Long text is a file in the thread; a short one is read where it stands. */
function textBlocks(consent: Consent, { lines, isCut }: Outcome): readonly Block[] {
  const { lang } = consent.about
  if (lines.length === 0) return [{ kind: 'text', text: [CONSENT_WORDS.noText[lang]] }]
  const text = `${lines.join('\n')}\n`
  const title = say(CONSENT_WORDS.text, paramsOf(consent), lang)
  const name = `gdb-${consent.pid}.txt`
  const cut: readonly Block[] = isCut
    ? [{ kind: 'context', items: [[CONSENT_WORDS.textCut[lang]]] }]
    : []
  const shown: Block =
    text.length > INLINE_CHARS ? { kind: 'file', name, title, text } : { kind: 'code', text }
  return [shown, ...cut]
}

const INLINE_CHARS = 2500

/** The button that deletes a core file. */
export function removeRow({ about }: Consent, value: string): Block {
  const { lang, core } = about
  const confirm = {
    title: [CONSENT_WORDS.removeTitle[lang]],
    text: [CONSENT_WORDS.remove[lang], ': ', core?.path ?? ''],
    yes: [CONSENT_WORDS.remove[lang]],
    no: [CONSENT_WORDS.no[lang]],
  }
  const label: Text = [CONSENT_WORDS.remove[lang]]
  return {
    kind: 'buttons',
    buttons: [{ action: 'consent-remove', label, value, style: 'danger', confirm }],
  }
}

function notDoneMessage(consent: Consent, of: Outcome, removeValue: string | null): Message {
  const { lang } = consent.about
  const params = { ...paramsOf(consent), askCommand: `memcheck ${consent.host} ${consent.pid}` }
  const head = headOf(consent, of, params)
  const isUnseen = isUnseenEnd(of)
  const check = isUnseen || of.end.kind === 'stopped'
  const texts: readonly Phrase[] = [
    ...(check ? [CONSENT_WORDS.check] : []),
    ...(isUnseen && consent.about.core !== null ? [CONSENT_WORDS.mayLie] : []),
  ]
  return messageOf('failed', head, [
    ...texts.map((phrase): Block => ({ kind: 'text', text: say(phrase, params, lang) })),
    ...afterwards(consent, of),
    ...(removeValue === null ? [] : [removeRow(consent, removeValue)]),
  ])
}

/** Whether it may have gone on there after its end was told here. */
function isUnseenEnd({ end, hasBegun }: Outcome): boolean {
  return end.kind === 'lost' || end.kind === 'died' || (end.kind === 'error' && hasBegun)
}

/** Why nothing was done, as the host told it. */
function whyRefused({ code, params }: Refusal, of: Params, lang: Lang): Text {
  const scope = code === 'not-permitted' ? params['ptraceScope'] : null
  const phrase = (typeof scope === 'number' ? SCOPE_WORDS[scope] : null) ?? REFUSAL_WORDS[code]
  return say(phrase, { ...of, ...params }, lang)
}

function headOf(consent: Consent, { end }: Outcome, params: Params): Text {
  const { lang } = consent.about
  const title = plain(say(KIND_WORDS[consent.kind].title, params, lang))
  switch (end.kind) {
    case 'refused': {
      const why = 'code' in end ? whyRefused(end, params, lang) : []
      return say(CONSENT_WORDS.refused, { ...params, why: plain(why) }, lang)
    }
    case 'stopped':
      return sayOf(CONSENT_WORDS.stopped, { ...params, by: end.by }, lang)
    case 'lost':
      return say(CONSENT_WORDS.lost, params, lang)
    case 'died':
      return say(CONSENT_WORDS.died, params, lang)
    case 'error':
      return say(CONSENT_WORDS.failed, { title, why: end.line }, lang)
    default:
      return say(CONSENT_WORDS.failed, { title, why: END_WORDS[end.kind][lang] }, lang)
  }
}

/** What the host told of its state afterwards. */
function afterwards(consent: Consent, of: Outcome): readonly Block[] {
  const { lang } = consent.about
  const params = paramsOf(consent)
  const phrases: readonly Phrase[] = [
    ...(of.isStillStopped ? [CONSENT_WORDS.stillStopped] : []),
    ...(of.isLeft === true ? [CONSENT_WORDS.left] : []),
    ...(of.isLeft === false ? [CONSENT_WORDS.cleaned] : []),
  ]
  return phrases.map((phrase) => ({ kind: 'text', text: say(phrase, params, lang) }))
}
