/** What `doctor` says of a host: reach, facts, rights with the least changes, and what diagnoses will lack. */
import type { Gap } from '../domain/capture.ts'
import type { Evidence } from '../domain/evidence.ts'
import type { Facts } from '../domain/facts.ts'
import type { HostEntry } from '../domain/inventory.ts'
import type { LackingGrant } from '../domain/rights.ts'
import { type Lang, type Phrase, say, type Text } from '../domain/words.ts'
import { loginRights } from '../parsers/host/rights.ts'
import { sudoVersion } from '../parsers/tools/sudo.ts'
import { byCause } from './denials.ts'
import { factTexts } from './facts.ts'
import { gapText } from './footer.ts'
import { join } from './phrases.ts'
import { DENIAL_WORDS } from './words/denials.ts'
import { DOCTOR_WORDS } from './words/doctor.ts'
import { ERROR_WORDS } from './words/errors.ts'

export interface HostHealth {
  readonly entry: HostEntry
  readonly evidence: Evidence
  readonly facts: Facts
  /** With why, where something was denied. */
  readonly gaps: readonly Gap[]
  /** What became of the entry's grant for memory; null where it grants nothing. */
  readonly grant: 'works' | LackingGrant | null
  readonly lacking: readonly {
    readonly id: string
    readonly title: Phrase
    readonly sources: readonly string[]
  }[]
}

export function hostHealth(
  health: HostHealth,
  lang: Lang,
): { readonly text: Text; readonly more: readonly Text[] } {
  const { entry, evidence, facts } = health
  const host = entry.name
  const text = say(
    DOCTOR_WORDS.reached,
    {
      host,
      login: entry.user === '' ? null : entry.user,
      jump: entry.jump?.name ?? null,
      sources: evidence.ids().length,
    },
    lang,
  )
  const lines: readonly Text[] = [
    join(factTexts(facts, lang), DOCTOR_WORDS.between[lang]),
    ...rightsText(evidence, lang),
    ...deniedTexts(health, lang),
    ...sudoText(health, lang),
    ...grantText(health, lang),
    ...lackingText(health, lang),
  ]
  return { text, more: lines.map((line) => [`${host}: `, ...line]) }
}

function rightsText(evidence: Evidence, lang: Lang): readonly Text[] {
  const rights = evidence.get(loginRights)
  if (rights === null) return []
  const { uid, ptraceScope, dmesgRestrict, seesOthers } = rights
  const version = evidence.get(sudoVersion)?.version ?? null
  // A number that names somebody is not grouped.
  const numbers = { uid: String(uid), ptraceScope, dmesgRestrict, version }
  return [
    say(DOCTOR_WORDS.rights, numbers, lang),
    ...(seesOthers
      ? []
      : [[DOCTOR_WORDS.hidden[lang], ...say(ERROR_WORDS['process-hidden'].fix, {}, lang)]]),
  ]
}

function deniedTexts({ gaps }: HostHealth, lang: Lang): readonly Text[] {
  const denied = gaps.filter(({ reason }) => reason === 'denied')
  const others = gaps.filter(({ reason }) => !QUIET.has(reason))
  return [
    ...byCause(denied).map(({ phrase, sources }) =>
      say(DOCTOR_WORDS.denied, { list: sources.join(', '), change: phrase[lang] }, lang),
    ),
    ...(others.length === 0
      ? []
      : [
          say(
            DOCTOR_WORDS.missing,
            { list: others.map((gap) => gapText(gap, lang)).join(', ') },
            lang,
          ),
        ]),
  ]
}

/** Told by what is denied, or no fault of the host. */
const QUIET: ReadonlySet<Gap['reason']> = new Set([
  'denied',
  'absent',
  'not-asked',
  'too-large',
  'gone',
  'no-second-reading',
])

function sudoText({ entry, evidence }: HostHealth, lang: Lang): readonly Text[] {
  const sudo = evidence.get(sudoVersion)
  if (entry.sudo.length === 0 || sudo === null || sudo.hasRegex) return []
  return [say(DOCTOR_WORDS.oldSudo, { version: sudo.version }, lang)]
}

function grantText({ entry, grant }: HostHealth, lang: Lang): readonly Text[] {
  if (grant === null) return []
  if (grant === 'works')
    return [say(DOCTOR_WORDS.granted, { account: entry.memoryAs ?? entry.user }, lang)]
  return [[DENIAL_WORDS[`${grant.way}:${grant.fault}`]?.[lang] ?? '']]
}

function lackingText({ lacking }: HostHealth, lang: Lang): readonly Text[] {
  if (lacking.length === 0) return []
  const list = lacking.map(({ title, sources }) => `${title[lang]} (${sources.join(', ')})`)
  return [say(DOCTOR_WORDS.lacking, { list: list.join('; ') }, lang)]
}
