/** All words of ours: what stands in the tables of words, piece by piece, so that they are told from words of hosts. */
import { ANSWER_WORDS } from '../../analyzers/answerWords.ts'
import { ANALYZERS } from '../../analyzers/index.ts'
import { FORMATS } from '../../parsers/index.ts'
import type { CommandInfo } from '../help.ts'
import { DRILLDOWNS } from '../questions.ts'
import { TIMELINE_WORDS } from '../timeline/words.ts'
import * as audit from '../words/audit.ts'
import * as can from '../words/can.ts'
import * as commandWords from '../words/commands.ts'
import * as consentRefused from '../words/consent/refused.ts'
import * as consentRequest from '../words/consent/request.ts'
import * as core from '../words/core.ts'
import * as denials from '../words/denials.ts'
import * as doctor from '../words/doctor.ts'
import * as doubts from '../words/doubts.ts'
import * as drill from '../words/drill.ts'
import * as errors from '../words/errors.ts'
import * as facts from '../words/facts.ts'
import * as file from '../words/file.ts'
import * as fleet from '../words/fleet.ts'
import * as forms from '../words/forms.ts'
import * as growthNotes from '../words/growthNotes.ts'
import * as history from '../words/history.ts'
import * as home from '../words/home.ts'
import * as lang from '../words/lang.ts'
import { LEAVES_WORDS } from '../words/leaves.ts'
import * as mark from '../words/mark.ts'
import * as mask from '../words/mask.ts'
import * as mute from '../words/mute.ts'
import * as notice from '../words/notice.ts'
import * as page from '../words/page.ts'
import * as pause from '../words/pause.ts'
import * as retention from '../words/retention.ts'
import * as series from '../words/series.ts'
import * as sudoers from '../words/sudoers.ts'
import * as ui from '../words/ui.ts'

export interface Vocabulary {
  /** Pieces of phrases between their holes, in both languages. */
  readonly pieces: ReadonlySet<string>
  /** What commands are made of: verbs, questions and their arguments' names. */
  readonly verbs: ReadonlySet<string>
}

const TABLES: readonly unknown[] = [
  [audit, can, commandWords, core, denials, doctor, doubts, drill, errors, facts, file, fleet],
  [forms, growthNotes, history, home, lang, mark, mask, mute, notice, page, pause, series],
  [consentRefused, consentRequest, retention, sudoers, ui, LEAVES_WORDS, TIMELINE_WORDS],
  ANSWER_WORDS,
  ANALYZERS.map(({ title, words, falseAlarms }) => [title, words, falseAlarms]),
  DRILLDOWNS.map(({ title }) => title),
]
const HOLE = /\{[a-zA-Z][a-zA-Z0-9]*\}/g

const KNOWN = new Map<readonly CommandInfo[] | null, Vocabulary>()

/** With the help of these commands; made once. */
export function vocabularyOf(commands: readonly CommandInfo[] | null): Vocabulary {
  const known = KNOWN.get(commands)
  if (known !== undefined) return known
  const made = make(commands ?? [])
  KNOWN.set(commands, made)
  return made
}

function make(commands: readonly CommandInfo[]): Vocabulary {
  const templates = [...templatesOf(TABLES), ...templatesOf(commands.map(({ help }) => help))]
  const ids = FORMATS.map(({ id }) => id)
  const names = [...DRILLDOWNS, ...commands].flatMap(({ name, usage = '' }) => [
    name,
    usage,
    `${name} ${usage}`.trim(),
    `/memcheck ${name} ${usage}`.trim(),
    `memcheck ${name} ${usage}`.trim(),
    `/memcheck ${usage}`.trim(),
  ])
  const codes = ANALYZERS.flatMap(({ words }) => Object.keys(words))
  const literal = templates.flatMap((one) => one.match(/`[^`]+`/g) ?? [])
  const pieces = templates.flatMap(piecesOf)
  return {
    pieces: new Set([...pieces, ...ids, ...names, ...codes].filter((one) => one !== '')),
    verbs: new Set(
      [...literal, ...names]
        .flatMap((one) => one.replace(HOLE, ' ').split(/[\s`]+/))
        .filter((word) => word !== ''),
    ),
  }
}

function piecesOf(template: string): readonly string[] {
  const whole = template.replace(/[`[\]]/g, '').trim()
  return [whole, ...template.split(HOLE).flatMap((part) => part.split(/[`[\]]/))].map((one) =>
    one.trim(),
  )
}

/** Every phrase that is somewhere in there, in each language. */
function templatesOf(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return []
  const { en, zh } = value as { readonly en?: unknown; readonly zh?: unknown }
  if (typeof en === 'string' && typeof zh === 'string') return [en, zh]
  return Object.values(value).flatMap(templatesOf)
}
