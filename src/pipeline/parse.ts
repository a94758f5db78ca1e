/** Frames -> evidence: each source's parser on its own text; what cannot be read is a gap, never a throw. */
import type { Frame, Gap } from '../domain/capture.ts'
import { Evidence, type Reading1 } from '../domain/evidence.ts'
import { isAtOrBelow } from '../domain/identity.ts'
import type { Loss, Parsed, ParseFault } from '../domain/parsed.ts'
import type { AnyFormat } from '../domain/source.ts'
import { cgroupMemory } from '../parsers/cgroup/memory.ts'
import { cgroupPids } from '../parsers/cgroup/pids.ts'
import { meantTarget } from '../parsers/host/meant.ts'

/**
 * Of a whole group no group below it: it was read through one member, and what holds for that one's own corner is said of
 * nobody else.
 */
function ofMeant(evidence: Evidence): Evidence {
  const meant = evidence.get(meantTarget)
  if (meant?.kind !== 'group') return evidence
  const within = <G extends { readonly path: string }>(of: { readonly groups: readonly G[] }) => ({
    groups: of.groups.filter(({ path }) => isAtOrBelow(meant.path, path)),
  })
  return evidence.changed(cgroupMemory, within).changed(cgroupPids, within)
}

/**
 * Parses kept frames. Of two frames of one source and reading the later one holds (a later round read it anew),
 * but a gap never hides a value.
 */
export function parseFrames(frames: readonly Frame[], formats: readonly AnyFormat[]): Evidence {
  const byId = new Map(formats.map((format) => [format.id, format]))
  const first = new Map<string, Reading1<unknown>>()
  const second = new Map<string, Reading1<unknown>>()
  const texts = new Map<string, string>()
  const told = new Map<string, string>()
  const gaps = new Map<string, Gap>()
  const losses: Loss[] = []
  const faults: ParseFault[] = []
  for (const frame of frames) {
    const source = byId.get(frame.source)
    const values = frame.reading === 1 ? first : second
    if (frame.raw.kind === 'gap') {
      if (!values.has(frame.source) && frame.reading === 1) {
        gaps.set(frame.source, {
          source: frame.source,
          reason: frame.raw.reason,
          detail: frame.raw.detail,
        })
      }
      continue
    }
    if (frame.reading === 1) texts.set(frame.source, frame.raw.text)
    if (source === undefined) continue
    const parsed = parsedOnce(source, frame, frame.raw)
    if ('error' in parsed) {
      faults.push(parsed.error)
      if (!values.has(frame.source) && frame.reading === 1) {
        gaps.set(frame.source, {
          source: frame.source,
          reason: 'unparsable',
          detail: parsed.error.sample,
        })
      }
      continue
    }
    if (frame.reading === 1) losses.push(...parsed.losses)
    gaps.delete(frame.source)
    const { hostUptimeSec, atMs, pid } = frame
    values.set(frame.source, { value: parsed.value, hostUptimeSec, atMs, pid })
    told.delete(frame.source)
    for (const { format, value } of source.also?.(parsed.value) ?? []) {
      if (values.has(format.id)) continue
      values.set(format.id, { value, hostUptimeSec, atMs, pid })
      told.set(format.id, frame.source)
    }
  }
  return ofMeant(
    new Evidence({ first, second, texts, told, gaps: [...gaps.values()], losses, faults }),
  )
}

interface Once {
  readonly format: AnyFormat
  readonly parsed: Parsed<unknown>
}

/** What was made of a frame is kept while the frame is: a check reads its frames four times, and parsing is half of its CPU. */
const parsedBefore = new WeakMap<Frame, Once>()

function parsedOnce(
  format: AnyFormat,
  frame: Frame,
  { text, cut }: Extract<Frame['raw'], { kind: 'ok' }>,
): Parsed<unknown> {
  const before = parsedBefore.get(frame)
  if (before?.format === format) return before.parsed
  const parsed = format.parse(text, { cut: cut !== null })
  parsedBefore.set(frame, { format, parsed })
  return parsed
}
