/** Of what malloc took from the system, how much the program uses: from either of glibc's two reports. Pure. */
import type { Evidence } from '../../domain/evidence.ts'
import type { Quote } from '../../domain/finding.ts'
import { type MallocInfo, mallocInfo } from '../../parsers/tools/mallocInfo.ts'
import { type MallocStats, mallocStats } from '../../parsers/tools/mallocStats.ts'

export interface Use {
  readonly systemBytes: number
  readonly inUseBytes: number
  readonly arenas: number
  readonly evidence: readonly Quote[]
}

/** Of the last report in the text; null where its totals are missing. */
export function statsUse(stats: MallocStats | null, evidence: Evidence): Use | null {
  const dump = stats?.dumps.at(-1)
  if (dump === undefined || dump.total === null) return null
  const { systemBytes, inUseBytes } = dump.total
  if (inUseBytes > systemBytes) return null
  return {
    systemBytes,
    inUseBytes,
    arenas: dump.arenas.length,
    evidence: lastLines(evidence, mallocStats.id, [/^system bytes/, /^in use bytes/]),
  }
}

/** What was mapped alone is not in the system's figure, and all of it is in use. */
export function infoUse(info: MallocInfo | null, evidence: Evidence): Use | null {
  const dump = info?.dumps.at(-1)
  if (dump === undefined || dump.total === null) return null
  const { systemBytes, freeBytes, mmapBytes } = dump.total
  if (freeBytes > systemBytes) return null
  return {
    systemBytes: systemBytes + (mmapBytes ?? 0),
    inUseBytes: systemBytes - freeBytes + (mmapBytes ?? 0),
    arenas: dump.heaps.length,
    evidence: lastLines(evidence, mallocInfo.id, [
      /<total type="fast"/,
      /<total type="rest"/,
      /<system type="current"/,
    ]),
  }
}

const QUOTE_CHARS = 160

/** The totals are the last of their kind; an XML on one line is quoted from where they begin. */
function lastLines(
  evidence: Evidence,
  source: string,
  patterns: readonly RegExp[],
): readonly Quote[] {
  const text = evidence.text(source) ?? ''
  return patterns.flatMap((pattern) => {
    const found = [...text.matchAll(new RegExp(pattern.source, 'gm'))].at(-1)
    if (found === undefined) return []
    const rest = text.slice(found.index, found.index + QUOTE_CHARS)
    return [{ source, line: (rest.split('\n')[0] ?? '').trim() }]
  })
}
