/**
 * How many mappings a process has, against what the kernel allows, and of what. At the limit memory is refused
 * though there is plenty; a series of equal mappings is the usual way there. One snapshot proves no leak.
 */
import type { AnalyzeContext, Inputs } from '../../domain/analyzer.ts'
import type { Finding, Quote } from '../../domain/finding.ts'
import { hostSettings, settingNumber } from '../../parsers/host/settings.ts'
import { fds } from '../../parsers/proc/fds.ts'
import { maps } from '../../parsers/proc/maps.ts'
import { smaps } from '../../parsers/proc/smaps.ts'
import { processStatus } from '../../parsers/proc/status.ts'
import { askCommand, watchCommand, whom } from '../asks.ts'
import { type Known, knownMappings, lineOf } from '../known.ts'
import { type DeletedFile, deletedFiles, type Series, seriesOf } from './series.ts'
import {
  CRITICAL_RATIO,
  CRITICAL_ROOM_COUNT,
  DELETED_FLOOR_BYTES,
  HIGH_RATIO,
  HIGH_ROOM_COUNT,
  SERIES_COUNT,
  SERIES_RATIO,
  STACKS_LEFT_BYTES,
  STACKS_LEFT_COUNT,
} from './thresholds.ts'
import type { MappingsCode } from './words.ts'

export const LIKES = { maps, smaps, settings: hostSettings, status: processStatus, fds }
type In = Inputs<Record<never, never>, typeof LIKES>
type MappingsFinding = Finding & { readonly code: MappingsCode }

export function judgeMappings(inputs: In, ctx: AnalyzeContext): readonly MappingsFinding[] {
  const known = knownMappings(ctx.evidence)
  if (known === null) return []
  const series = seriesOf(known)
  return [
    ...nearLimit(known, series, inputs, ctx),
    ...inSeries(known, series, ctx),
    ...stacksLeft(known, inputs, ctx),
    ...deleted(known, inputs, ctx),
  ]
}

function about(ctx: AnalyzeContext): Finding['numbers'] {
  return { ...whom(ctx), mappingsCommand: askCommand(ctx, 'mappings') }
}

/** The line of the mapping that begins there. */
function mappingLine(known: Known, start: string, ctx: AnalyzeContext): Quote {
  return ctx.evidence.quote(known.source, lineOf(start))
}

/** `path:value` as the collector reads it, `name = value` as sysctl prints it. */
const MAX_MAP_COUNT = /\bvm[./]max_map_count\s*[:=]/

function nearLimit(
  known: Known,
  series: readonly Series[],
  { settings }: In,
  ctx: AnalyzeContext,
): readonly MappingsFinding[] {
  const [largest] = series
  const max = settingNumber(settings, 'vmMaxMapCount')
  if (max === null || max === 0 || largest === undefined) return []
  const { count } = known
  const room = Math.max(0, max - count)
  const usedRatio = count / max
  if (usedRatio < HIGH_RATIO || room >= HIGH_ROOM_COUNT) return []
  const critical = usedRatio >= CRITICAL_RATIO && room < CRITICAL_ROOM_COUNT
  return [
    {
      code: critical ? 'mappings.limit-reached' : 'mappings.limit-near',
      severity: critical ? 'critical' : 'warning',
      numbers: {
        ...about(ctx),
        count,
        maxMapCount: max,
        room,
        usedRatio,
        holder: largest.owner.name,
        holderCount: largest.count,
        eachBytes: largest.sizeBytes,
      },
      evidence: [
        ctx.evidence.quote(hostSettings.id, MAX_MAP_COUNT),
        mappingLine(known, largest.start, ctx),
      ],
    },
  ]
}

/** Stacks are told by the threads that they belong to; arenas and the Go heap are series by design. */
const OWN_WORDS: readonly string[] = ['stacks', 'arenas', 'go-heap', 'kernel']

function inSeries(
  known: Known,
  all: readonly Series[],
  ctx: AnalyzeContext,
): readonly MappingsFinding[] {
  const series = all.find(({ owner }) => !OWN_WORDS.includes(owner.kind))
  if (series === undefined || series.count < SERIES_COUNT) return []
  if (series.count < SERIES_RATIO * known.count) return []
  const numbers = {
    ...about(ctx),
    holder: series.owner.name,
    holderCount: series.count,
    eachBytes: series.sizeBytes,
    totalBytes: series.totalBytes,
    count: known.count,
    watchCommand: watchCommand(ctx),
  }
  const evidence = [mappingLine(known, series.start, ctx)]
  return [{ code: 'mappings.series', severity: 'info', numbers, evidence }]
}

function stacksLeft(known: Known, { status }: In, ctx: AnalyzeContext): readonly MappingsFinding[] {
  const threads = status?.threads ?? null
  if (threads === null) return []
  const stacks = known.mappings.filter(
    ({ perms }, i) => known.owners[i]?.name === '[thread stacks]' && perms.startsWith('rw'),
  )
  const [first] = stacks
  // The first thread's stack is the process's own.
  const left = stacks.length - (threads - 1)
  const stacksBytes = stacks.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  if (first === undefined || left < STACKS_LEFT_COUNT || left < stacks.length / 2) return []
  if ((stacksBytes * left) / stacks.length < STACKS_LEFT_BYTES) return []
  const numbers = { ...about(ctx), stacks: stacks.length, threads, left, stacksBytes }
  const evidence = [
    ctx.evidence.quote(processStatus.id, /^Threads:/),
    mappingLine(known, first.start, ctx),
  ]
  return [{ code: 'mappings.stacks-left', severity: 'info', numbers, evidence }]
}

/** A deleted file of this size, which is worth its name and the descriptor that may hold it too. */
export function largestDeleted(known: Known): DeletedFile | null {
  const [file] = deletedFiles(known)
  return file !== undefined && file.sizeBytes >= DELETED_FLOOR_BYTES ? file : null
}

function deleted(known: Known, { fds: open }: In, ctx: AnalyzeContext): readonly MappingsFinding[] {
  const file = largestDeleted(known)
  if (file === null) return []
  const numbers = {
    ...about(ctx),
    file: file.path.replace(/ \(deleted\)$/, ''),
    sizeBytes: file.sizeBytes,
  }
  const evidence = [mappingLine(known, file.start, ctx)]
  const descriptor = open?.descriptors.find(({ target }) => target === file.path)
  if (descriptor === undefined) {
    return [{ code: 'mappings.deleted', severity: 'info', numbers, evidence }]
  }
  const link = ctx.evidence.quote(fds.id, new RegExp(` ${descriptor.fd} -> `))
  return [
    {
      code: 'mappings.deleted-open',
      severity: 'info',
      numbers: { ...numbers, descriptor: String(descriptor.fd) },
      evidence: [...evidence, link],
    },
  ]
}
