/** Loads a captured host through the real parsers, the real measuring and comparing. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { AnalyzeContext } from '../../src/domain/analyzer.ts'
import type { Frame } from '../../src/domain/capture.ts'
import type { DrilldownContext } from '../../src/domain/drilldown.ts'
import type { Lang } from '../../src/domain/words.ts'
import { FORMATS } from '../../src/parsers/index.ts'
import { compare, type History, NO_HISTORY } from '../../src/pipeline/compare.ts'
import { factsOf } from '../../src/pipeline/facts.ts'
import { measure } from '../../src/pipeline/measure.ts'
import { parseFrames } from '../../src/pipeline/parse.ts'

const HERE = import.meta.dirname
/** The instant at which all captured hosts were "checked". */
export const CHECKED_AT_MS = Date.UTC(2026, 10, 20, 8)
const UPTIME_SEC = 100_000
/** Between the two readings; on the swap host this gives the traffic that vmstat saw (about 40 000 pages/s). */
const SECOND_READING_SEC = 7

/** Names of the captured hosts. */
export const HOSTS: readonly string[] = readdirSync(HERE, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort()

/** The captured sections of a host, first readings first. */
export function framesOf(host: string): readonly Frame[] {
  const root = join(HERE, host)
  const files = readdirSync(root, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort()
  return files
    .map((file, seq): Frame => {
      const [source = '', reading] = file.split('@')
      return {
        seq,
        round: 0,
        source,
        reading: reading === '2' ? 2 : 1,
        pid: source.includes('PID') ? 1 : null,
        raw: { kind: 'ok', text: readFileSync(join(root, file), 'utf8'), cut: null },
        hostUptimeSec: UPTIME_SEC + (reading === '2' ? SECOND_READING_SEC : 0),
        atMs: CHECKED_AT_MS,
      }
    })
    .sort((a, b) => a.reading - b.reading)
}

/** What an analyzer is given on this host; no frames give a host that could not be read at all. */
export function contextOf(
  host: string,
  of: { readonly frames?: readonly Frame[]; readonly history?: History } = {},
): AnalyzeContext {
  const evidence = parseFrames(of.frames ?? framesOf(host), FORMATS)
  const facts = factsOf(evidence)
  const measures = measure(host, evidence, facts, CHECKED_AT_MS)
  const compared = compare(evidence, measures, of.history ?? NO_HISTORY, CHECKED_AT_MS)
  const { subject, incarnation } = measures.who
  return { ...compared, facts, subject, incarnation, evidence, nowMs: CHECKED_AT_MS }
}

/** What a drilldown is given when it is asked about this host. */
export function asked(ctx: AnalyzeContext, lang: Lang): DrilldownContext {
  const { subject, incarnation, facts, evidence, growth, components, nowMs } = ctx
  return {
    subject,
    pid: incarnation?.pid ?? null,
    facts,
    evidence,
    history: [],
    growth,
    components,
    findings: [],
    args: [],
    window: null,
    zone: 'UTC',
    lang,
    nowMs,
  }
}
