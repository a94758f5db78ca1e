/**
 * Which text ran, where the host has a copy of the script of its own: how it came to run, the SHA-256 of the copy as
 * it told it, and that of the one that this program would have given. Written by the pipeline (kit, pinned).
 *
 * ```
 * pinned 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae
 * ```
 *
 * `-` stands where a host had no tool that tells it.
 */
import { LossLog, type Parsed, type Told, value } from '../../domain/parsed.ts'
import type { Format } from '../../domain/source.ts'
import { noValue } from '../text/lines.ts'

export interface HostScript {
  /** Carried there and run by a person, or pinned by the site. */
  readonly way: 'kit' | 'pinned'
  readonly sha256: string | null
  /** Null where no one text is today's: what was carried there is of another kind. */
  readonly todaySha256: string | null
}

const ID = 'memcheck/script'
const LINE = /^(kit|pinned) ([0-9a-f]{64}|-) ([0-9a-f]{64}|-)\r?\n?$/

export const hostScript: Format<HostScript> = {
  id: ID,
  mask: 'none',
  signs: null,
  parse,
}

function parse(text: string, told: Told): Parsed<HostScript> {
  const [, way, ran = '-', today = '-'] = LINE.exec(text) ?? []
  if (way !== 'kit' && way !== 'pinned') return noValue(ID, text, told)
  const hash = (word: string): string | null => (word === '-' ? null : word)
  // What is cut is the output of that script: this line stands for the whole of it.
  const losses = new LossLog(ID)
  if (told.cut) losses.add('cut', null, '')
  return value({ way, sha256: hash(ran), todaySha256: hash(today) }, losses.all())
}

/** The text that the parser reads. */
export function hostScriptText(of: HostScript): string {
  return `${of.way} ${of.sha256 ?? '-'} ${of.todaySha256 ?? '-'}\n`
}
