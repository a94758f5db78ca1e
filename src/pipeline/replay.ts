/** A kept capture judged by today's analyzers: the same capture, history and instant give the same report. */
import type { Capture, CaptureFile, Frame } from '../domain/capture.ts'
import { UserError } from '../domain/errors.ts'
import { findHost } from '../domain/inventory.ts'
import { LIMITS } from '../domain/limits.ts'
import type { AnyFormat } from '../domain/source.ts'
import { typed } from '../domain/target.ts'
import type { Lang } from '../domain/words.ts'
import type { History } from './compare.ts'
import { readTarget } from './grammar.ts'
import type { House } from './house.ts'
import { historyOf, type Judged, judge, read } from './judge.ts'
import { nearWords } from './likeness.ts'
import { maskedRaw } from './maskedRaw.ts'

/** A run's capture with the history and the instant of its verdict, as a file. Throws UserError `no-such-run`. */
export async function captureFile(house: House, runId: string): Promise<CaptureFile> {
  const run = await house.store.run(runId)
  const capture = run === null ? null : await house.store.capture(runId)
  if (run === null || capture === null) throw await noSuchRun(house, runId)
  const nowMs = lastAtMs(capture)
  const known = read(keptOf(capture), house.formats, nowMs)
  const history = await historyOf(house.store, known.measures, nowMs)
  const host = house.inventory.hosts.find((entry) => entry.name === capture.host)
  return {
    kind: 'memcheck-capture',
    version: 1,
    writtenBy: house.version,
    capture,
    history: [...history.process, ...history.host, ...history.cgroup],
    imported: history.imported ?? [],
    programs: history.components ?? [],
    nowMs,
    host: { name: capture.host, memory: host?.memory ?? false },
  }
}

/** A run by its id, or the newest kept run of a target as typed. Throws UserError `no-such-run`, `unknown-host`. */
export async function runMeant(house: House, words: readonly string[]): Promise<string> {
  const [first = '', ...rest] = words
  if (rest.length === 0 && (await house.store.run(first)) !== null) return first
  const isHost = findHost(house.inventory, first.replace(/^host:/, '')) !== null
  if (rest.length === 0 && !isHost) throw await noSuchRun(house, first)
  const { target } = readTarget(words, house)
  for (const run of await house.store.runsOf(target.host, LOOKED_THROUGH)) {
    if (typed(run.target) === typed(target) && (await house.store.capture(run.id)) !== null)
      return run.id
  }
  throw new UserError('no-such-run', { word: words.join(' ') })
}

/** Names the kept runs whose ids are most like the word, and the hosts: either may have been meant. */
async function noSuchRun(house: House, word: string): Promise<UserError> {
  const ids = await house.store.keptRunIds(LIMITS.nearRuns)
  const hosts = house.inventory.hosts.map(({ name }) => name)
  const near = nearWords(word, [...ids, ...hosts])
  return new UserError('no-such-run', { word: word.slice(0, 40), near: near.join(', ') })
}

/** Runs of a host that are looked through for one of this target. */
const LOOKED_THROUGH = 500

/** Judges a capture file. Pure but for the analyzers' log. */
export function replay(
  house: Pick<House, 'formats' | 'analyzers' | 'log'>,
  file: CaptureFile,
  lang: Lang,
): Judged {
  const kept = keptOf(masked(file.capture, house.formats))
  const history: History = {
    process: file.history.filter((row) => row.kind === 'process'),
    host: file.history.filter((row) => row.kind === 'host'),
    cgroup: file.history.filter((row) => row.kind === 'cgroup'),
    imported: file.imported ?? [],
    components: file.programs ?? [],
  }
  return judge(house, kept, read(kept, house.formats, file.nowMs), history, file.nowMs, lang)
}

/** One that an older memcheck wrote, or a hand, is masked as what is collected today. */
function masked(capture: Capture, formats: readonly AnyFormat[]): Capture {
  const rules = new Map(formats.map(({ id, mask }) => [id, mask]))
  const frames = capture.frames.map((frame) => ({
    ...frame,
    raw: maskedRaw(frame.raw, rules.get(frame.source) ?? 'args'),
  }))
  return { ...capture, frames }
}

/** Reads the text of a capture file. Throws UserError `capture-unreadable` saying what is wrong. */
export function parseCaptureFile(text: string, name: string): CaptureFile {
  const bad = (detail: string): UserError =>
    new UserError('capture-unreadable', { file: name, detail })
  let raw: unknown
  try {
    raw = JSON.parse(text)
  } catch (cause) {
    throw new UserError(
      'capture-unreadable',
      { file: name, detail: cause instanceof Error ? cause.message : 'not JSON' },
      cause,
    )
  }
  if (!isRecord(raw) || raw['kind'] !== 'memcheck-capture')
    throw bad('kind is not memcheck-capture')
  if (raw['version'] !== 1) throw bad(`version ${String(raw['version'])} is not 1`)
  const capture = raw['capture']
  if (!isRecord(capture) || !Array.isArray(capture['frames']))
    throw bad('capture.frames is missing')
  const wrong = capture['frames'].findIndex((frame) => !isFrame(frame))
  if (wrong >= 0) throw bad(`capture.frames[${wrong}] is not a frame`)
  if (typeof raw['nowMs'] !== 'number' || !Array.isArray(raw['history']))
    throw bad('nowMs or history is missing')
  if (raw['imported'] !== undefined && !isImported(raw['imported']))
    throw bad('imported is no list')
  if (!isRecord(capture['target']) || typeof capture['host'] !== 'string')
    throw bad('capture.target or capture.host is missing')
  // Every part that is used was looked at above; samples are read by name and tolerate what is missing.
  return raw as unknown as CaptureFile
}

/** True when the text looks like a capture file: for `read`, which takes any kind. */
export function looksLikeCapture(text: string): boolean {
  return /^\s*\{[\s\S]{0,200}"kind"\s*:\s*"memcheck-capture"/.test(text)
}

function keptOf(capture: Capture): {
  readonly runId: string
  readonly host: string
  readonly frames: readonly Frame[]
  readonly startedAtMs: number
  readonly cost: Capture['cost']
} {
  return {
    runId: capture.runId,
    host: capture.host,
    frames: capture.frames,
    startedAtMs: capture.startedAtMs,
    cost: capture.cost,
  }
}

function lastAtMs(capture: Capture): number {
  return capture.frames.reduce((latest, frame) => Math.max(latest, frame.atMs), capture.startedAtMs)
}

function isRecord(raw: unknown): raw is Readonly<Record<string, unknown>> {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw)
}

function isImported(raw: unknown): boolean {
  return Array.isArray(raw) && raw.every((one) => isRecord(one) && Array.isArray(one['points']))
}

function isFrame(raw: unknown): boolean {
  if (
    !isRecord(raw) ||
    typeof raw['source'] !== 'string' ||
    typeof raw['seq'] !== 'number' ||
    typeof raw['atMs'] !== 'number'
  )
    return false
  const content = raw['raw']
  if (!isRecord(content)) return false
  return content['kind'] === 'ok'
    ? typeof content['text'] === 'string'
    : content['kind'] === 'gap' && typeof content['reason'] === 'string'
}
