/** Evidence that was collected elsewhere: what kinds of text it holds, what they say, and what follows from them. */
import type { Gap } from '../domain/capture.ts'
import { UserError } from '../domain/errors.ts'
import type { Finding } from '../domain/finding.ts'
import { LIMITS } from '../domain/limits.ts'
import type { Loss } from '../domain/parsed.ts'
import type { Files } from '../domain/ports.ts'
import type { AnyFormat } from '../domain/source.ts'
import { isoUtc } from '../domain/time.ts'
import type { Lang } from '../domain/words.ts'
import { SERIES } from '../parsers/series/found.ts'
import { looksLikeSeries } from '../parsers/series/reader.ts'
import { errorMessage } from '../report/errorMessage.ts'
import { fileMessage } from '../report/file.ts'
import { reportJson } from '../report/json.ts'
import { reportMessage } from '../report/message.ts'
import { exitOf } from './check.ts'
import { type Done, EXIT, type Exit } from './command.ts'
import type { House } from './house.ts'
import { readKits, worstOf } from './kit/read.ts'
import { fromBytes, fromPaths, type Gathered, type Reading } from './reading/bring.ts'
import { binaryName } from './reading/foreign.ts'
import { kitIn } from './reading/kits.ts'
import { nearestKinds } from './reading/near.ts'
import type { Brought, RawPart } from './reading/parts.ts'
import type { Reader } from './reading/reader.ts'
import { unitsOf } from './reading/units.ts'
import { type Verdicts, verdictsOf } from './reading/verdicts.ts'
import { looksLikeCapture, parseCaptureFile, replay } from './replay.ts'

/** What `--json` prints of each text; the last three where they are known. */
export interface Part {
  readonly kind: string
  readonly value: unknown
  readonly losses: readonly Loss[]
  readonly findings: readonly Finding[]
  readonly gaps: readonly Gap[]
  readonly name: string
  readonly lines: readonly [from: number, to: number]
  readonly at?: string
}

/** All kinds that `read` knows, by id. */
export function kindsOf(house: Pick<House, 'formats'>): readonly string[] {
  return house.formats.map((source) => source.id)
}

/**
 * Reads one file's bytes, an archive opened. Throws UserError `file-not-recognised`, `file-empty`,
 * `capture-unreadable`, `archive-unreadable`, `archive-too-large`.
 */
export async function readBytes(
  house: Reader,
  file: Brought,
  as: string | null,
  lang: Lang,
): Promise<Done> {
  if (as === null && looksLikeCapture(headOf(file)))
    return replayed(house, new TextDecoder().decode(file.bytes), file.name, lang)
  return answered(house, await fromBytes(file, readingOf(house, as)), as, lang)
}

/**
 * Reads files and folders together: those of one instant are judged together, those in order are a history.
 * Throws as readBytes, and `file-unreadable`, `file-too-large` when it is the one file.
 */
export async function readPaths(
  house: Reader,
  files: Files,
  paths: readonly string[],
  as: string | null,
  lang: Lang,
): Promise<Done> {
  const gathered = await fromPaths(paths, files, readingOf(house, as))
  const [first] = gathered.files
  const isCapture = first !== undefined && looksLikeCapture(headOf(first))
  if (as === null && first !== undefined && gathered.files.length === 1 && isCapture)
    return replayed(house, new TextDecoder().decode(first.bytes), first.name, lang)
  return answered(house, gathered, as, lang)
}

function readingOf(house: Reader, as: string | null): Reading {
  const { formats, archives, clock } = house
  return { formats, archives, clock, as: formats.find((one) => one.id === as) ?? null }
}

function headOf(file: Brought): string {
  return new TextDecoder().decode(file.bytes.subarray(0, 400))
}

/** What the kit printed is judged as a check is, all else by its parts; both together give both answers. */
function answered(house: Reader, { parts, files }: Gathered, as: string | null, lang: Lang): Done {
  const kits = files.flatMap(({ name, bytes }) => {
    const text = as === null ? kitIn(bytes) : null
    return text === null ? [] : [{ name, text }]
  })
  if (kits.length === 0) return told(house, parts, files, lang)
  const done = readKits(house, kits, lang)
  if (parts.length === 0) return done
  const rest = parts.some((part) => part.format !== null)
    ? told(house, parts, files, lang)
    : unreadable(notRead(house.formats, files, parts), lang)
  return {
    message: {
      text: done.message.text,
      blocks: [...done.message.blocks, ...rest.message.blocks],
    },
    exit: worstOf([done.exit, rest.exit]),
    json: { reports: [done.json], files: rest.json },
  }
}

/** Judges parts and says what they say. */
function told(
  house: Reader,
  parts: readonly RawPart[],
  files: readonly Brought[],
  lang: Lang,
): Done {
  if (parts.every((part) => part.format === null)) throw notRead(house.formats, files, parts)
  const units = unitsOf(parts).slice(-LIMITS.readParts)
  const verdicts = verdictsOf(house, units, house.clock.now(), lang)
  const known = parts.filter((part) => part.format !== null)
  const kept = parts.length <= LIMITS.readParts ? parts : known.slice(0, LIMITS.readParts)
  const shown = kept.map((part) => partOf(part, verdicts))
  const exit = exitOfParts(parts, verdicts)
  return {
    message: fileMessage({
      parts: shown.map((part, place) => ({ ...part, value: glanceOf(kept[place], part.value) })),
      reports: verdicts.reports,
      ran: verdicts.ran,
      exit,
      lang,
    }),
    exit,
    json: { parts: shown },
  }
}

/** What the message's table shows: the value itself, unless its own fields tell little. */
function glanceOf(part: RawPart | undefined, value: unknown): unknown {
  return part?.format?.glance?.(value) ?? value
}

function partOf(part: RawPart, { findings, gaps }: Verdicts): Part {
  return {
    kind: part.kind,
    value: part.value,
    losses: part.losses,
    findings: findings.get(part) ?? [],
    gaps: gaps.get(part) ?? [],
    name: part.name,
    lines: part.lines,
    ...(part.atMs === null ? {} : { at: isoUtc(part.atMs) }),
  }
}

/**
 * Exit status (design 7): found is 1; where nothing was found, 3 when something that was named or is a tool's
 * output could not be read, 2 when no rule could run on what was read, else 0. Prose between texts is no failure.
 */
function exitOfParts(parts: readonly RawPart[], { reports, ran, gaps }: Verdicts): Exit {
  if (reports.some(({ verdict }) => verdict === 'critical' || verdict === 'warning'))
    return EXIT.found
  if (parts.some((part) => part.format === null && isFailure(part))) return EXIT.partly
  return ran || gaps.size === 0 ? EXIT.fine : EXIT.unchecked
}

function isFailure(part: RawPart): boolean {
  return part.expected || part.looksLike !== null
}

/** Why nothing at all was read: at which line, what it looks like, and which kinds come nearest. */
function notRead(
  formats: readonly AnyFormat[],
  files: readonly Brought[],
  parts: readonly RawPart[],
): UserError {
  const file = files[0]
  const name = files.length === 1 ? (file?.name ?? '') : `${files.length} files`
  const binary = file === undefined ? null : binaryName(file.bytes)
  const part = parts.find(({ looksLike }) => looksLike !== null) ?? parts[0]
  const line = part?.lines[0] ?? 0
  if (file === undefined || part === undefined)
    return new UserError('file-empty', { file: name, line })
  const looksLike = binary ?? part.looksLike ?? part.losses.at(-1)?.sample ?? ''
  const isSeries = looksLikeSeries(
    new TextDecoder().decode(file.bytes.subarray(0, SERIES_HEAD_BYTES)),
  )
  const near = [...(isSeries ? [SERIES] : []), ...nearestKinds(file, formats)].join(', ')
  return new UserError('file-not-recognised', { file: name, line, looksLike, near })
}

/** What tells a series: its first lines; a table of many columns has long ones. */
const SERIES_HEAD_BYTES = 64 * 1024

/** What could not be read at all, as an answer: could not check (2), with no parts. */
export function unreadable(error: UserError, lang: Lang): Done {
  const { code, params } = error
  return {
    message: errorMessage(error, lang),
    exit: EXIT.unchecked,
    json: { parts: [], error: { code, params } },
  }
}

function replayed(house: Reader, text: string, name: string, lang: Lang): Done {
  const judged = replay(house, parseCaptureFile(text, name), lang)
  return {
    message: reportMessage(judged.report, { lang, final: true, askedBy: name }),
    exit: exitOf(judged),
    json: reportJson(judged.report),
  }
}
