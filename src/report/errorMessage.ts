/** A UserError and a run at work, as messages. */
import type { UserError } from '../domain/errors.ts'
import { LIMITS } from '../domain/limits.ts'
import type { Progress } from '../domain/progress.ts'
import type { Block, Button, Message } from '../domain/report.ts'
import { type Target, typed } from '../domain/target.ts'
import { type Lang, plain, say } from '../domain/words.ts'
import { ERROR_WORDS, type ErrorWords, MISSING_WORDS } from './words/errors.ts'
import { UI_WORDS } from './words/ui.ts'

/**
 * What happened and what to do. With a target, a button to run it again; with the words that were typed, buttons for
 * what may have been meant.
 */
export function errorMessage(
  error: UserError,
  lang: Lang,
  of?: { readonly target: Target },
  words: readonly string[] = [],
): Message {
  const phrases = wordsOf(error)
  const params = Object.fromEntries(
    Object.entries(error.params).map(([name, value]) => [name, value === '' ? null : value]),
  )
  const onTheWay = params['reaching'] == null ? [] : say(UI_WORDS.onTheWay, params, lang)
  const what = [...say(phrases.what, params, lang), ...onTheWay]
  const fix = say(phrases.fix, params, lang)
  const head = of === undefined ? [] : [{ strong: typed(of.target), isData: true as const }, ' · ']
  const choices = [...choicesOf(error), ...nearOf(error, words)]
  const again: readonly Button[] =
    of === undefined
      ? []
      : [{ action: 'again', label: [UI_WORDS.again[lang]], value: typed(of.target) }]
  // One of several is meant: to ask the same again would end here again.
  const row = choices.length > 0 ? choices : again
  const buttons: readonly Block[] = row.length === 0 ? [] : [{ kind: 'buttons', buttons: row }]
  return {
    text: `${of === undefined ? '' : `${typed(of.target)} · `}${plain(what)}`,
    blocks: [
      {
        kind: 'headline',
        mark: error.code.startsWith('ambiguous-') ? 'choice' : 'failed',
        text: [...head, ...what],
      },
      { kind: 'text', text: fix },
      ...buttons,
    ],
  }
}

/** Where a word leads to several, a button for each: `HOST PID`, as it would be typed. */
function choicesOf({ code, params }: UserError): readonly Button[] {
  if (!['ambiguous-target', 'ambiguous-group', 'no-such-group'].includes(code)) return []
  const lines = String(params['choices'] ?? '').split('\n')
  return lines
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(0, LIMITS.choices)
    .map((line) => {
      const [word = ''] = line.split(/\s/)
      return { action: 'again', label: [line], value: `${params['host']} ${word}` }
    })
}

/** The same words with each of the names that are near in place of the one that is unknown. */
function nearOf({ code, params }: UserError, words: readonly string[]): readonly Button[] {
  const unknown = String(params['word'] ?? '')
  if (code === 'command-stands-first') return [lineButton(String(params['line'] ?? ''))]
  if (!NEAR_CODES.has(code)) return []
  const at = words.findIndex((word) => word.replace(/^host:/, '').slice(0, 80) === unknown)
  if (at < 0) return []
  const names = String(params['near'] ?? '')
    .split(', ')
    .filter((name) => name !== '')
  return names.slice(0, LIMITS.nearButtons).map((name) => {
    return lineButton(words.toSpliced(at, 1, name).join(' '))
  })
}

const NEAR_CODES: ReadonlySet<string> = new Set([
  'unknown-host',
  'unknown-command',
  'unknown-question',
])

const lineButton = (line: string): Button => ({ action: 'again', label: [line], value: line })

/** What happened and what to do, as one line for where nothing is laid out. */
export function errorLine(error: UserError, lang: Lang): string {
  const { what, fix } = wordsOf(error)
  return `${plain(say(what, error.params, lang))} ${plain(say(fix, error.params, lang))}`
}

/** The placeholder, when the first verdict takes longer than a person waits without a sign. */
export function workingMessage(target: Target, progress: Progress, lang: Lang): Message {
  const round = progress.kind === 'reading' ? progress.round : 0
  const later = round > 1 ? UI_WORDS.readingRound : UI_WORDS.reading
  const words = progress.kind === 'connecting' ? UI_WORDS.connecting : later
  const text = say(words, { target: typed(target), count: round }, lang)
  return { text: plain(text), blocks: [{ kind: 'headline', mark: 'working', text }] }
}

function wordsOf({ code, params }: UserError): ErrorWords {
  return code === 'bad-argument' && params['word'] === '' ? MISSING_WORDS : ERROR_WORDS[code]
}
