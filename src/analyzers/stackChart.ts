/** What a subject is made of over time -> the picture of it, as data, its title the finding. Pure. */
import { formatBytes, MIB } from '../domain/bytes.ts'
import type { StackChart } from '../domain/chart.ts'
import type { ComponentSnapshot } from '../domain/components.ts'
import type { Subject } from '../domain/subject.ts'
import { SECOND_MS } from '../domain/time.ts'
import { type Lang, type Params, type Phrase, plain, say } from '../domain/words.ts'
import { type GrowthBands, growthBands } from '../growth/components/bands.ts'
import { type ComponentRanking, NAMED_SHARE, rankComponents } from '../growth/components/rank.ts'
import { type Outer, outerLine } from './stackOuter.ts'
import { STACK_WORDS as W } from './stackWords.ts'

export interface StackInput extends Outer {
  readonly subject: Subject
  readonly pid: number | null
  /** `named`: only where one part may be named for the growth, as is due to a picture that nobody asked for. */
  readonly when: 'named' | 'grown'
  readonly restarts: readonly number[]
  readonly tone: StackChart['tone']
  readonly zone: string
  readonly lang: Lang
  /** Of the words inside of the picture; English where it is not said. */
  readonly drawnLang?: Lang | undefined
}

/** A rise below this is no reason to post a picture. */
const NAMED_RISE_BYTES = 8 * MIB
/** A rise below this share of the picture's height is not seen in it (our choice: 12 px of 250). */
const SEEN_RATIO = 0.05
/** Slack's limit for the alt text of an image. */
const ALT_CHARS = 1900

/** Null where nothing grew, or so little that a stack would not show it. */
export function stackChart(input: StackInput): StackChart | null {
  const { drawnLang = 'en' } = input
  const ranking = rankComponents(input.snapshots)
  const bands = growthBands(input.snapshots, ranking, (look) => wholeOf(look, input.of))
  if (bands === null || (input.when === 'named' && !namesOne(bands, ranking))) return null
  const line = outerLine(input, bands, drawnLang)
  const risen = Math.max(...bands.named.map(({ risenBytes }) => risenBytes))
  if (bands.named.length === 0 || risen < SEEN_RATIO * topOf(bands, line)) return null
  const drawn = wordsOf(input, bands, ranking, drawnLang)
  return {
    kind: 'stack',
    title: drawn.title,
    subtitle: drawn.subtitle,
    alt: altOf(wordsOf(input, bands, ranking, input.lang), outerLine(input, bands, input.lang)),
    tone: input.tone,
    atMs: bands.atMs,
    bands: drawn.bands,
    line,
    restarts: input.restarts,
    restartLabel: W.restart[drawnLang],
    zone: input.zone,
  }
}

function namesOne({ named: [first], risenBytes }: GrowthBands, of: ComponentRanking): boolean {
  const enough = of.confidence === 'trend' || of.confidence === 'verdict'
  if (!enough || first === undefined || risenBytes <= 0) return false
  return first.share >= NAMED_SHARE && first.risenBytes >= NAMED_RISE_BYTES
}

/** A host's total holds what no program has: that is the line above, not a band. */
function wholeOf(look: ComponentSnapshot, of: StackInput['of']): number {
  const named = look.parts.reduce((sum, { bytes }) => sum + bytes, 0)
  return of === 'programs' ? named : Math.max(named, look.totalBytes ?? 0)
}

function topOf(bands: GrowthBands, line: StackChart['line']): number {
  const all = [...bands.named, ...(bands.rest === null ? [] : [bands.rest])]
  const sums = bands.atMs.map((_, i) => all.reduce((sum, { bytes }) => sum + (bytes[i] ?? 0), 0))
  const outer = (line?.points ?? []).map(([, bytes]) => bytes ?? 0)
  return [...sums, ...outer].reduce((a, b) => Math.max(a, b), 0)
}

type Told = Pick<StackChart, 'title' | 'subtitle' | 'bands'>

function wordsOf(
  input: StackInput,
  bands: GrowthBands,
  ranking: ComponentRanking,
  lang: Lang,
): Told {
  const text = (phrase: Phrase, params: Params): string => plain(say(phrase, params, lang))
  const names = namesOf(bands)
  const named = bands.named.map((band, i) => ({
    label: names[i] ?? '',
    note: noteOf(band.risenBytes, band.share, text),
    bytes: band.bytes,
    rest: false,
  }))
  const { rest } = bands
  const other =
    rest === null
      ? []
      : [
          {
            label: text(W.other, { count: rest.count }),
            note: noteOf(rest.risenBytes, rest.share, text),
            bytes: rest.bytes,
            rest: true,
          },
        ]
  return {
    title: titleOf(input, bands, ranking, names[0] ?? '', text),
    subtitle: subtitleOf(input, bands, text),
    bands: [...named, ...other],
  }
}

type Say = (phrase: Phrase, params: Params) => string

function titleOf(
  { of }: StackInput,
  bands: GrowthBands,
  { confidence }: ComponentRanking,
  name: string,
  text: Say,
): string {
  const [first] = bands.named
  const { share: shareRatio = 0, risenBytes = 0 } = first ?? {}
  if (bands.risenBytes <= 0) return text(W.beside, { name, risenBytes })
  if (confidence === 'difference')
    return text(of === 'programs' ? W.programsDiffer : W.contextsDiffer, {
      risenBytes: bands.risenBytes,
      looks: bands.atMs.length,
    })
  return text(shareRatio >= NAMED_SHARE ? W.explains : W.spread, { name, shareRatio })
}

function subtitleOf({ of, subject, pid }: StackInput, bands: GrowthBands, text: Say): string {
  const all = [...bands.named, ...(bands.rest === null ? [] : [bands.rest])]
  const sumAt = (at: number): number => all.reduce((sum, { bytes }) => sum + (bytes.at(at) ?? 0), 0)
  const who = of === 'programs' ? [] : [`pid ${pid ?? '?'}`]
  const what = text(of === 'programs' ? W.programs : W.contexts, {
    firstBytes: sumAt(0),
    lastBytes: sumAt(-1),
    spanSeconds: ((bands.atMs.at(-1) ?? 0) - (bands.atMs[0] ?? 0)) / SECOND_MS,
    looks: bands.atMs.length,
  })
  return [subject.host, ...who, what].join(' · ')
}

/** A name of one's own where the last part of two paths is the same; how many there are where it is not one. */
function namesOf({ named }: GrowthBands): readonly string[] {
  const leaf = ({ path }: { readonly path: readonly string[] }): string => path.at(-1) ?? ''
  return named.map((band) => {
    const twin = named.some((other) => other !== band && leaf(other) === leaf(band))
    const name = twin ? band.path.slice(-2).join(' / ') : leaf(band)
    return band.count > 1 ? `${name} × ${band.count}` : name
  })
}

/** `+210 MiB, 88 % of the growth`; of what fell the fall alone. */
function noteOf(risenBytes: number, shareRatio: number, text: Say): string {
  if (risenBytes === 0) return text(W.same, {})
  const change = `${risenBytes < 0 ? '−' : '+'}${formatBytes(Math.abs(risenBytes))}`
  return risenBytes > 0 ? text(W.ofGrowth, { change, shareRatio }) : change
}

function altOf({ title, subtitle, bands }: Told, line: StackChart['line']): string {
  const ends = bands.map(({ label, note, bytes }) => {
    const last = bytes.findLast((own) => own !== null) ?? null
    return `${label} ${note}${last === null ? '' : ` (${formatBytes(last)})`}`
  })
  const outer = line === null ? [] : [`${line.label} ${line.note}`]
  return `${[title, subtitle, [...ends, ...outer].join('; ')].join('. ')}.`.slice(0, ALT_CHARS)
}
