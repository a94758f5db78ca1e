/** The 4-8 numbers of a report, by what it is about. */
import { formatBytes, formatRate } from '../domain/bytes.ts'
import type { CoreFile } from '../domain/core.ts'
import type { Growth, Usual } from '../domain/growth.ts'
import type { Block, Report } from '../domain/report.ts'
import { isInstance } from '../domain/subject.ts'
import { type Lang, say, type Text } from '../domain/words.ts'
import { foretold } from '../growth/foretold.ts'
import { importedText } from './importedText.ts'
import { CORE_WORDS } from './words/core.ts'
import { USUAL_DAYS, USUAL_OF } from './words/growthNotes.ts'
import { FIELD_WORDS, GROWTH_WORDS, UI_WORDS } from './words/ui.ts'

interface Field {
  readonly label: Text
  readonly value: Text
  readonly spare?: number
}

/** Fields whose number is not known are left out here and named among the gaps. */
export function fieldsOf(report: Report, lang: Lang): Block {
  const of = (name: string): number | null => report.levels[name] ?? null
  const fields =
    report.core !== undefined
      ? coreFields(report.core, lang)
      : report.subject.kind === 'process'
        ? isInstance(report.subject)
          ? instanceFields(report, of, lang)
          : processFields(report, of, lang)
        : report.subject.kind === 'cgroup'
          ? groupFields(report, of, lang)
          : hostFields(report, of, lang)
  return { kind: 'fields', fields: fields.map(({ label, value }) => ({ label, value })) }
}

/** What file this is, of when and of whom: what is true of a living process alone is not here. */
function coreFields(core: CoreFile, lang: Lang): readonly Field[] {
  const { sizeBytes, writtenAtMs, pid, program, title, signal } = core
  const field = (name: keyof typeof CORE_WORDS, value: Text | null): readonly Field[] =>
    value === null ? [] : [{ label: [CORE_WORDS[name][lang]], value }]
  return [
    ...field('size', sizeBytes === null ? null : [formatBytes(sizeBytes)]),
    ...field('written', writtenAtMs === null ? null : [{ timeMs: writtenAtMs }]),
    ...field('pid', pid === null ? null : [String(pid)]),
    ...field('program', program === null ? null : [{ data: program }]),
    ...field('title', title === null ? null : [{ data: title }]),
    ...field('signal', signal === null || signal === 0 ? null : [String(signal)]),
  ]
}

function processFields(
  report: Report,
  of: (name: string) => number | null,
  lang: Lang,
): readonly Field[] {
  const started = report.incarnation?.startedAtMs ?? null
  return fitted([
    ...whoField(report.findings, lang),
    ...bytesField('rss', of('process.rssBytes'), lang),
    ...spare(1, bytesField('pss', of('process.pssBytes'), lang)),
    ...bytesField('anon', of('process.anonBytes'), lang),
    ...spare(
      of('process.swapBytes') === 0 ? 2 : 0,
      bytesField('swap', of('process.swapBytes'), lang),
    ),
    ...availableField(of, lang),
    ...cgroupField(of, lang),
    ...growthField(report.growth, lang),
    ...usualField(report.usual, lang),
    ...spare(3, startedField(started, lang)),
  ])
}

/** Sums of all its processes; what is shared is counted once. */
function instanceFields(
  report: Report,
  of: (name: string) => number | null,
  lang: Lang,
): readonly Field[] {
  const started = report.incarnation?.startedAtMs ?? null
  return fitted([
    ...bytesField('ownOfAll', of('process.anonBytes'), lang),
    ...bytesField('sharedOnce', of('process.shmemBytes'), lang),
    ...bytesField('swap', of('process.swapBytes'), lang),
    ...availableField(of, lang),
    ...cgroupField(of, lang),
    ...growthField(report.growth, lang),
    ...usualField(report.usual, lang),
    ...spare(3, startedField(started, lang)),
  ])
}

/** Of all its members; the limit is its own, those above it stand in the findings. */
function groupFields(
  report: Report,
  of: (name: string) => number | null,
  lang: Lang,
): readonly Field[] {
  const limit = of('cgroup.limitBytes')
  const counted = of('cgroup.chargedBytes') !== null
  return fitted([
    ...bytesField('charged', of('cgroup.chargedBytes'), lang),
    ...bytesField('unreclaimable', of('cgroup.unreclaimableBytes'), lang),
    ...bytesField('anon', of('cgroup.anonBytes'), lang),
    ...spare(1, bytesField('cached', of('cgroup.fileBytes'), lang)),
    ...spare(2, bytesField('ofKernel', of('cgroup.kernelBytes'), lang)),
    ...spare(
      of('cgroup.swapBytes') === 0 ? 3 : 0,
      bytesField('swap', of('cgroup.swapBytes'), lang),
    ),
    ...(counted
      ? [
          {
            label: [FIELD_WORDS.limit[lang]],
            value: [limit === null ? UI_WORDS.noLimit[lang] : formatBytes(limit)],
          },
        ]
      : []),
    ...growthField(report.growth, lang),
    ...usualField(report.usual, lang),
  ])
}

/** Who it is, where a finding tells: role and names, and what it does. */
function whoField(findings: Report['findings'], lang: Lang): readonly Field[] {
  const told = findings.find(({ code }) => code.startsWith('who.'))?.numbers ?? {}
  const parts = [told['process'], told['doing']].filter((part) => part !== undefined)
  if (parts.length === 0) return []
  return [{ label: [FIELD_WORDS.who[lang]], value: [{ data: parts.join(', ') }] }]
}

function startedField(started: number | null, lang: Lang): readonly Field[] {
  if (started === null) return []
  return [{ label: [FIELD_WORDS.started[lang]], value: [{ timeMs: started }] }]
}

function hostFields(
  report: Report,
  of: (name: string) => number | null,
  lang: Lang,
): readonly Field[] {
  const total = of('host.swapTotalBytes')
  const free = of('host.swapFreeBytes')
  return fitted([
    ...bytesField('memTotal', of('host.memTotalBytes'), lang),
    ...availableField(of, lang),
    ...bytesField('anon', of('host.anonBytes'), lang),
    ...bytesField('cached', of('host.cachedBytes'), lang),
    ...spare(1, bytesField('slab', of('host.slabBytes'), lang)),
    ...(total === null || free === null
      ? []
      : [
          {
            label: [FIELD_WORDS.swapUsed[lang]],
            value: [
              total === 0
                ? UI_WORDS.noSwap[lang]
                : `${formatBytes(total - free)} / ${formatBytes(total)}`,
            ],
          },
        ]),
    ...growthField(report.growth, lang),
    ...usualField(report.usual, lang),
  ])
}

const MAX_FIELDS = 8

/** Marks what may be left out where there is too much: the highest goes first, 0 never does. */
function spare(rank: number, fields: readonly Field[]): readonly Field[] {
  return fields.map((field) => ({ ...field, spare: rank }))
}

function fitted(fields: readonly Field[]): readonly Field[] {
  const rankOf = (field: Field): number => field.spare ?? 0
  const spared = [...fields].sort((a, b) => rankOf(b) - rankOf(a)).filter((one) => rankOf(one) > 0)
  const left = new Set(spared.slice(0, Math.max(0, fields.length - MAX_FIELDS)))
  return fields.filter((field) => !left.has(field)).slice(0, MAX_FIELDS)
}

function bytesField(
  name: keyof typeof FIELD_WORDS,
  bytes: number | null,
  lang: Lang,
): readonly Field[] {
  return bytes === null ? [] : [{ label: [FIELD_WORDS[name][lang]], value: [formatBytes(bytes)] }]
}

function availableField(of: (name: string) => number | null, lang: Lang): readonly Field[] {
  const available = of('host.memAvailableBytes')
  const total = of('host.memTotalBytes')
  if (available === null) return []
  const share = total === null ? '' : ` (${Math.round((100 * available) / total)} %)`
  return [{ label: [FIELD_WORDS.available[lang]], value: [`${formatBytes(available)}${share}`] }]
}

function cgroupField(of: (name: string) => number | null, lang: Lang): readonly Field[] {
  const limit = of('cgroup.limitBytes')
  if (limit === null) return []
  const part = (name: string): string => {
    const bytes = of(name)
    return bytes === null ? '–' : formatBytes(bytes)
  }
  return [
    {
      label: [FIELD_WORDS.cgroup[lang]],
      value: [
        `${part('cgroup.chargedBytes')} / ${part('cgroup.unreclaimableBytes')} / ${formatBytes(limit)}`,
      ],
    },
  ]
}

function growthField(growth: Growth | null, lang: Lang): readonly Field[] {
  if (growth === null) return []
  const rate = growth.slopeBytesPerDay === null ? '' : `${signedRate(growth.slopeBytesPerDay)}, `
  const eta = foretold(growth)
  const past = importedText(growth.imported, lang)
  const verdict = `${rate}${GROWTH_WORDS[growth.verdict][lang]}`
  return [
    {
      label: [FIELD_WORDS.growth[lang]],
      value: [past === null ? verdict : `${verdict} (${past})`],
    },
    ...(eta === null
      ? []
      : [{ label: [FIELD_WORDS.timeToLimit[lang]], value: etaText(eta, lang) }]),
  ]
}

/** `3.1 GiB to 3.6 GiB (12 days)`: of what growth is judged by, so that both can be held together. */
function usualField(usual: Usual | null, lang: Lang): readonly Field[] {
  if (usual === null) return []
  const { of, lowBytes, highBytes, nowBytes, days } = usual
  const range = { lowBytes, highBytes, nowBytes, days, which: USUAL_DAYS[of][lang] }
  const what = USUAL_OF[usual.metric]?.[lang] ?? usual.metric
  return [
    {
      label: say(FIELD_WORDS.usual, { what }, lang),
      value: say(usual.above ? UI_WORDS.aboveUsual : UI_WORDS.usual, range, lang),
    },
  ]
}

function signedRate(bytesPerDay: number): string {
  return `${bytesPerDay > 0 ? '+' : ''}${formatRate(bytesPerDay)}`
}

/** `about 9 d (8 d to 11 d), memory.max`. */
export function etaText(eta: NonNullable<Growth['eta']>, lang: Lang): Text {
  const params = {
    etaSeconds: eta.seconds,
    lowSeconds: eta.lo,
    highSeconds: eta.hi,
    limit: eta.limitName,
  }
  return say(eta.hi === null ? UI_WORDS.etaOpen : UI_WORDS.eta, params, lang)
}
