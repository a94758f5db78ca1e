/** A unit's parts -> evidence, as if one run had collected them. Files of one cgroup become one group. Pure. */
import { Evidence, type Reading1 } from '../../domain/evidence.ts'
import type { Quote } from '../../domain/finding.ts'
import { cgroupMemory } from '../../parsers/cgroup/memory.ts'
import { cgroupFiles } from '../../parsers/cgroup/single.ts'
import { vmstat } from '../../parsers/proc/vmstat.ts'
import { cgroupFolderOf, folderFor, groupLines } from './groups.ts'
import type { RawPart } from './parts.ts'

export interface Clock {
  readonly atMs: number
  /** The clock of rates: the host's uptime, or the instant where its source is the content or the name. */
  readonly clockSec: number | null
  /** False where only the file's own time is known. */
  readonly trusted: boolean
}

/** The earlier reading of counters, near enough for a rate that speaks of now. */
export interface Earlier {
  readonly part: RawPart
  readonly clock: Clock
}

export function evidenceOf(
  parts: readonly RawPart[],
  clock: Clock,
  earlier: Earlier | null,
): Evidence {
  const first = new Map<string, Reading1<unknown>>()
  const second = new Map<string, Reading1<unknown>>()
  const texts = new Map<string, string>()
  const told = new Map<string, string>()
  const put = (id: string, value: unknown, pid: number | null) => {
    first.set(id, { value, hostUptimeSec: clock.clockSec, atMs: clock.atMs, pid })
  }
  for (const part of parts) {
    if (first.has(part.kind)) continue
    put(part.kind, part.value, part.pid)
    texts.set(part.kind, part.text)
  }
  for (const [id, text, value] of groupsIn(parts)) {
    put(id, value, null)
    texts.set(id, text)
  }
  for (const part of parts) {
    for (const { format, value } of part.format?.also?.(part.value) ?? []) {
      if (first.has(format.id)) continue
      put(format.id, value, part.pid)
      told.set(format.id, part.kind)
    }
  }
  const now = first.get(vmstat.id)
  if (earlier !== null && now !== undefined) {
    const { part, clock: then } = earlier
    first.set(vmstat.id, {
      value: part.value,
      hostUptimeSec: then.clockSec,
      atMs: then.atMs,
      pid: null,
    })
    texts.set(vmstat.id, part.text)
    second.set(vmstat.id, now)
  }
  const losses = parts.flatMap((part) => part.losses)
  return new Evidence({ first, second, texts, told, gaps: [], losses, faults: [] })
}

/** The group that lone files tell, as far as they do: whole for its limit's rules, in part for what a snapshot says. */
function groupsIn(
  parts: readonly RawPart[],
): readonly (readonly [id: string, text: string, value: unknown])[] {
  const lines = parts.flatMap((part) => {
    const text = groupLines(part)
    return text === null ? [] : [{ text, folder: cgroupFolderOf(part.title) }]
  })
  if (lines.length === 0) return []
  const seen = new Set<string>()
  // The first file of a name holds: another one is of another group.
  const own = lines.flatMap(({ text }) => {
    const file = text.slice(0, text.indexOf(':'))
    if (file !== '' && !text.startsWith('/') && seen.has(file)) return []
    seen.add(file)
    return text.split('\n').filter((line) => line !== '')
  })
  const folder =
    lines.find((one) => one.folder !== null)?.folder ??
    // A lone file lies anywhere: only several of one group in a folder bear the group's name.
    folderFor(lines.length > 1 ? (parts[0]?.name ?? '') : '', own.join('\n'))
  const text = own
    .map((line) =>
      line.startsWith('/') ? `${line}\n` : `${folder}/${line.replace(/^\.\//, '')}\n`,
    )
    .join('')
  const files = cgroupFiles.parse(text, { cut: false })
  if ('error' in files) return []
  const group = cgroupMemory.parse(text, { cut: false })
  return [
    [cgroupFiles.id, text, files.value],
    [cgroupMemory.id, text, 'error' in group ? { groups: [] } : group.value],
  ]
}

/** The part that a quote speaks of, and the quote as it stands there: a group's lines stand in the group's files. */
export function origin(
  quote: Quote,
  parts: readonly RawPart[],
): { readonly part: RawPart | null; readonly quote: Quote } {
  const direct = parts.find((part) => part.kind === quote.source) ?? null
  if (quote.source !== cgroupMemory.id && quote.source !== cgroupFiles.id)
    return { part: direct, quote }
  const [, file, line] = /^(?:\/.*\/)?(memory\.[a-z_.]+):(.*)$/.exec(quote.line) ?? []
  if (file === undefined || line === undefined) return { part: direct, quote }
  // A counter that moved is quoted with what it became: the file has what it was.
  const stands = `${file}:${line.replace(/ -> .*$/, '')}`
  const part = parts.find((one) => groupLines(one)?.includes(stands) ?? false)
  if (part === undefined) return { part: direct, quote }
  const own = part.kind === cgroupFiles.id ? `${file}:${line}` : line
  return { part, quote: { source: part.kind, line: own } }
}
