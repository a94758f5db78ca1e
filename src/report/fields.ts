/** The 4-8 numbers of a report, by what it is about. */
import { formatBytes, formatRate } from '../domain/bytes.ts'
import type { Growth } from '../domain/growth.ts'
import type { Block, Report } from '../domain/report.ts'
import { type Lang, say, type Text } from '../domain/words.ts'
import { foretold } from '../growth/foretold.ts'
import { importedText } from './importedText.ts'
import { FIELD_WORDS, GROWTH_WORDS, UI_WORDS } from './words/ui.ts'

type Field = { readonly label: Text; readonly value: Text }

/** Fields whose number is not known are left out here and named among the gaps. */
export function fieldsOf(report: Report, lang: Lang): Block {
  const of = (name: string): number | null => report.levels[name] ?? null
  const fields =
    report.subject.kind === 'process'
      ? processFields(report, of, lang)
      : hostFields(report, of, lang)
  return { kind: 'fields', fields }
}

function processFields(
  report: Report,
  of: (name: string) => number | null,
  lang: Lang,
): readonly Field[] {
  const started = report.incarnation?.startedAtMs ?? null
  return [
    ...bytesField('rss', of('process.rssBytes'), lang),
    ...bytesField('pss', of('process.pssBytes'), lang),
    ...bytesField('anon', of('process.anonBytes'), lang),
    ...bytesField('swap', of('process.swapBytes'), lang),
    ...availableField(of, lang),
    ...cgroupField(of, lang),
    ...growthField(report.growth, lang),
    ...(started === null
      ? []
      : [{ label: [FIELD_WORDS.started[lang]], value: [{ timeMs: started }] }]),
  ].slice(0, MAX_FIELDS)
}

function hostFields(
  report: Report,
  of: (name: string) => number | null,
  lang: Lang,
): readonly Field[] {
  const total = of('host.swapTotalBytes')
  const free = of('host.swapFreeBytes')
  return [
    ...bytesField('memTotal', of('host.memTotalBytes'), lang),
    ...availableField(of, lang),
    ...bytesField('anon', of('host.anonBytes'), lang),
    ...bytesField('cached', of('host.cachedBytes'), lang),
    ...bytesField('slab', of('host.slabBytes'), lang),
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
  ].slice(0, MAX_FIELDS)
}

const MAX_FIELDS = 8

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
