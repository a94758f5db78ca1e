/** `read --as series`: verdicts on series that somebody brought, each as soon as it is there. */
import type { Detected } from '../../domain/detected.ts'
import type { UserError } from '../../domain/errors.ts'
import { GROWTH_VERDICTS, type GrowthVerdict } from '../../domain/growth.ts'
import type { Loss } from '../../domain/parsed.ts'
import type { Files } from '../../domain/ports.ts'
import type { Message } from '../../domain/report.ts'
import { type Lang, type Params, type Phrase, plain, say, type Text } from '../../domain/words.ts'
import { errorMessage } from '../../report/errorMessage.ts'
import { type SeriesRow, seriesJson, seriesMessage } from '../../report/series.ts'
import { SERIES_WORDS } from '../../report/words/series.ts'
import { LOSS_WORDS, UI_WORDS } from '../../report/words/ui.ts'
import { asUserError } from '../check.ts'
import { type Done, EXIT, type Exit, type Output, type Reply } from '../command.ts'
import type { House } from '../house.ts'
import { type SeriesItem, seriesFromPaths } from './items.ts'
import { type JudgedSeries, judgedItems } from './judge.ts'

/** Rows of the table for people; programs get all. */
const SHOWN_ROWS = 50
/** Notes of an answer that has no stream of its own for them. */
const SHOWN_NOTES = 8

/** Judges what comes. Each verdict goes to `out` in the order of the input, where there is one; throws only bugs. */
export async function readSeries(
  house: Pick<House, 'compute'>,
  items: AsyncIterable<SeriesItem>,
  lang: Lang,
  out: Output | null,
): Promise<Done> {
  const told = new Told()
  for await (const item of judgedItems(items, house.compute)) {
    if (item.kind === 'judged') {
      const row = rowOf(item)
      told.row(row)
      await out?.line(seriesJson(row))
    }
    if (item.kind === 'failed') told.failed ??= item.error
    if (isUnread(item)) told.unread += 1
    for (const note of notesOf(item, lang)) {
      if (out === null) told.note(note)
      else out.note(note)
    }
  }
  const exit = exitOf(told.counts, told.unread)
  return { message: told.message(exit, lang), exit, json: out === null ? told.counts : undefined }
}

/** What is kept of an answer until its end: of 100,000 series the worst. */
class Told {
  readonly counts = Object.fromEntries(GROWTH_VERDICTS.map((verdict) => [verdict, 0])) as Record<
    GrowthVerdict,
    number
  >
  unread = 0
  failed: UserError | null = null
  readonly #notes: Text[] = []
  #moreNotes = 0
  #worst: SeriesRow[] = []

  row(row: SeriesRow): void {
    this.counts[row.detected.verdict] += 1
    this.#worst.push(row)
    if (this.#worst.length > 2 * SHOWN_ROWS) this.#cut()
  }

  note(note: Text): void {
    if (this.#notes.length < SHOWN_NOTES) this.#notes.push(note)
    else this.#moreNotes += 1
  }

  message(exit: Exit, lang: Lang): Message {
    this.#cut()
    // Where nothing was read, why, and what would be, is the answer.
    if (this.#worst.length === 0 && this.failed !== null) return errorMessage(this.failed, lang)
    const more = this.#moreNotes === 0 ? [] : [say(UI_WORDS.more, { count: this.#moreNotes }, lang)]
    const notes = [...this.#notes, ...more]
    return seriesMessage({ rows: this.#worst, counts: this.counts, notes, exit, lang })
  }

  #cut(): void {
    this.#worst = this.#worst.sort(byGravity).slice(0, SHOWN_ROWS)
  }
}

function rowOf({ series, detected }: JudgedSeries): SeriesRow {
  const { verdict, score, slopePerDay, slopeLo, slopeHi, sinceMs, untilMs, eta, basis } = detected
  const { points, spanSec } = basis
  return {
    id: series.id,
    limit: series.limit,
    detected: {
      verdict,
      score,
      slopePerDay,
      slopeLo,
      slopeHi,
      sinceMs,
      untilMs,
      eta,
      basis: { points, spanSec },
    },
  }
}

const GRAVITY = [
  'leaking',
  'growing-not-yet-proved',
  'insufficient-data',
  'plateaued',
  'sawtooth-stable',
  'stable',
] as const satisfies readonly GrowthVerdict[]

/** Leaks first, the nearest to its limit before others, then the surest. */
function byGravity(a: SeriesRow, b: SeriesRow): number {
  const rank = GRAVITY.indexOf(a.detected.verdict) - GRAVITY.indexOf(b.detected.verdict)
  const seconds = (row: SeriesRow): number => row.detected.eta?.seconds ?? Number.MAX_VALUE
  return rank || seconds(a) - seconds(b) || b.detected.score - a.detected.score
}

/** 1 a leak; without one 2 when no series has a verdict, 3 when something was not read or not judged. */
function exitOf(counts: Readonly<Record<GrowthVerdict, number>>, unread: number): Exit {
  if (counts.leaking > 0) return EXIT.found
  const few = counts['insufficient-data']
  const judged = GROWTH_VERDICTS.reduce((sum, verdict) => sum + counts[verdict], 0) - few
  if (judged === 0) return EXIT.unchecked
  return unread + few > 0 ? EXIT.partly : EXIT.fine
}

type Item = Exclude<SeriesItem, { readonly kind: 'series' }> | JudgedSeries

/** Points too many are no loss of what was asked; a line, a number or a file that was not understood is. */
function isUnread(item: Item): boolean {
  if (item.kind === 'judged') return item.series.losses.some(({ code }) => code !== 'too-many')
  return item.kind !== 'zoneless'
}

function notesOf(item: Item, lang: Lang): readonly Text[] {
  const text = (phrase: Phrase, params: Params): Text => say(phrase, params, lang)
  switch (item.kind) {
    case 'failed':
      return [[errorMessage(item.error, lang).text]]
    case 'zoneless':
      return [text(SERIES_WORDS.zoneless, { place: item.file })]
    case 'loss':
      return [lossNote(item.file, item.loss, text)]
    case 'judged':
      return [
        ...item.series.losses.map((loss) => lossNote(item.file, loss, text)),
        ...judgedNotes(item, item.detected, text),
      ]
  }
}

function lossNote(
  file: string,
  { code, line, count, sample }: Loss,
  text: (phrase: Phrase, params: Params) => Text,
): Text {
  const place = line === null ? file : `${file}:${line}`
  if (code === 'too-many') return text(SERIES_WORDS.thinned, { place, count })
  return text(SERIES_WORDS.loss, { place, what: plain(text(LOSS_WORDS[code], {})), count, sample })
}

function judgedNotes(
  { file, series }: JudgedSeries,
  { basis, verdict }: Detected,
  text: (phrase: Phrase, params: Params) => Text,
): readonly Text[] {
  const place = `${file}:${series.line}`
  const dropped =
    basis.unusable === 0
      ? []
      : [text(SERIES_WORDS.unusable, { place, id: series.id, count: basis.unusable })]
  const few =
    verdict === 'insufficient-data'
      ? [text(SERIES_WORDS.few, { place, id: series.id, points: basis.points })]
      : []
  return [...dropped, ...few]
}

/** A reply for paths that a person named at the terminal. */
export function seriesReply(
  house: House,
  files: Files,
  paths: readonly string[],
  lang: Lang,
): Reply {
  const items = () => seriesFromPaths(paths, files, house.archives)
  return {
    kind: 'work',
    async work(out) {
      try {
        return await readSeries(house, items(), lang, out ?? null)
      } catch (cause) {
        const error = asUserError(house, null, cause)
        out?.note([errorMessage(error, lang).text])
        const json =
          out === undefined ? { error: { code: error.code, params: error.params } } : undefined
        return { message: errorMessage(error, lang), exit: EXIT.unchecked, json }
      }
    },
  }
}
