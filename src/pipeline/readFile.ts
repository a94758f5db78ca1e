/** Evidence that was collected elsewhere: what kind of file it is, what it says, and what follows from it. */
import { type Frame, NO_COST } from '../domain/capture.ts'
import { UserError } from '../domain/errors.ts'
import type { Finding } from '../domain/finding.ts'
import { LIMITS } from '../domain/limits.ts'
import type { Loss } from '../domain/parsed.ts'
import type { Message } from '../domain/report.ts'
import { maskText } from '../domain/secrets.ts'
import type { AnyFormat } from '../domain/source.ts'
import type { Lang } from '../domain/words.ts'
import { fileMessage } from '../report/file.ts'
import { reportJson } from '../report/json.ts'
import { reportMessage } from '../report/message.ts'
import { exitOf } from './check.ts'
import { type Asked, type Done, EXIT, type Reply } from './command.ts'
import { NO_HISTORY } from './compare.ts'
import type { House } from './house.ts'
import { judge, read } from './judge.ts'
import { looksLikeCapture, parseCaptureFile, replay } from './replay.ts'

export interface Part {
  readonly kind: string
  readonly value: unknown
  readonly losses: readonly Loss[]
  readonly findings: readonly Finding[]
  readonly gaps: readonly string[]
}

/**
 * Kinds that tell themselves apart by their text. The others are one bare number or word: they are read
 * only when they are named with --as.
 */
const SELF_EVIDENT: readonly string[] = [
  'proc/PID/smaps',
  'proc/PID/smaps_rollup',
  'proc/PID/maps',
  'proc/PID/status',
  'proc/meminfo',
  'proc/pressure/memory',
  'proc/PID/limits',
  'proc/PID/stat',
  'cgroup/memory',
  'proc/processes',
  'proc/PID/cgroup',
  'proc/vmstat',
]

/** Share of lines that may be lost before a kind is held to be another one. */
const LOST_LINES_RATIO = 0.5

/** All kinds that `read` knows, by id. */
export function kindsOf(house: Pick<House, 'formats'>): readonly string[] {
  return house.formats.map((source) => source.id)
}

/** Reads a file's bytes. Throws UserError `file-too-large`, `file-not-recognised`, `capture-unreadable`. */
export function readBytes(
  house: House,
  name: string,
  bytes: Uint8Array,
  as: string | null,
  lang: Lang,
): Done {
  if (bytes.length > LIMITS.readFileBytes) {
    throw new UserError('file-too-large', {
      file: name,
      sizeBytes: bytes.length,
      limitBytes: LIMITS.readFileBytes,
    })
  }
  const text = new TextDecoder().decode(bytes)
  if (as === null && looksLikeCapture(text)) return replayed(house, text, name, lang)
  const source =
    as === null ? detect(text, house.formats) : (house.formats.find((one) => one.id === as) ?? null)
  if (source === null) throw new UserError('file-not-recognised', { file: name })
  return partOf(house, name, source, maskText(text), lang)
}

/** A file that was shared in a chat: answered in its thread. */
export async function readSharedFile(
  house: House,
  name: string,
  bytes: Uint8Array,
  asked: Asked,
): Promise<Reply> {
  return { kind: 'say', audience: 'channel', done: readBytes(house, name, bytes, null, asked.lang) }
}

function replayed(house: House, text: string, name: string, lang: Lang): Done {
  const judged = replay(house, parseCaptureFile(text, name), lang)
  return {
    message: reportMessage(judged.report, { lang, final: true, askedBy: name }),
    exit: exitOf(judged),
    json: reportJson(judged.report),
  }
}

/** The kind whose parser loses least; null when every kind loses too much. */
function detect(text: string, sources: readonly AnyFormat[]): AnyFormat | null {
  const lines = text.split('\n').length
  let best: { readonly source: AnyFormat; readonly lost: number } | null = null
  for (const id of SELF_EVIDENT) {
    const source = sources.find((one) => one.id === id)
    const parsed = source?.parse(text, { cut: false })
    if (source === undefined || parsed === undefined || 'error' in parsed) continue
    const lost = parsed.losses.reduce((sum, loss) => sum + loss.count, 0)
    if (lost / lines <= LOST_LINES_RATIO && (best === null || lost < best.lost))
      best = { source, lost }
  }
  return best?.source ?? null
}

function partOf(house: House, name: string, source: AnyFormat, text: string, lang: Lang): Done {
  const nowMs = house.clock.now()
  const frame: Frame = {
    seq: 0,
    round: 0,
    source: source.id,
    reading: 1,
    pid: null,
    raw: { kind: 'ok', text, cut: null },
    hostUptimeSec: null,
    atMs: nowMs,
  }
  const kept = { runId: 'file', host: name, frames: [frame], startedAtMs: nowMs, cost: NO_COST }
  const known = read(kept, house.formats, nowMs)
  const parsed = source.parse(text, { cut: false })
  if ('error' in parsed)
    throw new UserError('file-not-recognised', { file: `${name}:${parsed.error.line}` })
  const { report } = judge(house, kept, known, NO_HISTORY, nowMs, lang)
  const part: Part = {
    kind: source.id,
    value: parsed.value,
    losses: parsed.losses,
    findings: report.findings,
    gaps: report.unchecked.map((one) => one.analyzer),
  }
  const message: Message = fileMessage({ name, part, report, lang })
  const found = report.verdict === 'critical' || report.verdict === 'warning'
  return { message, exit: found ? EXIT.found : EXIT.fine, json: { parts: [part] } }
}
